"""What a permission allows: the judgement of least privilege is only as good as this."""

import pytest

from tests.aws_calls import AwsCall
from tests.infrastructure.policies import LEADING_KEYS, PREFIX, SENDER, Permission

DEPLOYED = {
    "backups": "arn:backups",
    "table": "arn:table/dev",
    "user pool": "<Identity.Pool.Arn>",
    "mail": "arn:identity/example.org",
}
LISTS = Permission("backup", "s3:ListBucket", "arn:backups", PREFIX, "erasures/")
READS_TEAMS = Permission("registration", "dynamodb:GetItem", "arn:table/dev", LEADING_KEYS, "TEAM#*")
MAILS = Permission("registration", "ses:SendEmail", "arn:identity/example.org", SENDER, "regatta@example.org")


@pytest.mark.parametrize(
    ("permission", "call", "allowed"),
    [
        pytest.param(
            READS_TEAMS, ("registration", "dynamodb:GetItem", "table", "TEAM#2027#1"), True, id="it"
        ),
        pytest.param(
            READS_TEAMS, ("registration", "dynamodb:GetItem", "table", "CLUBS"), False, id="another partition"
        ),
        pytest.param(
            READS_TEAMS, ("registration", "dynamodb:PutItem", "table", "TEAM#1"), False, id="another action"
        ),
        pytest.param(
            READS_TEAMS,
            ("registration", "dynamodb:GetItem", "table boats", "TEAM#1"),
            False,
            id="another table",
        ),
        pytest.param(
            READS_TEAMS,
            ("registration", "dynamodb:GetItem", "table/index/GSI1", "TEAM#1"),
            False,
            id="an index",
        ),
        pytest.param(
            READS_TEAMS,
            ("administration", "dynamodb:GetItem", "table", "TEAM#1"),
            False,
            id="another function",
        ),
        pytest.param(LISTS, ("backup", "s3:ListBucket", "backups", "erasures/"), True, id="a folder"),
        pytest.param(LISTS, ("backup", "s3:ListBucket", "backups", ""), False, id="the whole bucket"),
        pytest.param(MAILS, ("registration", "ses:SendEmail", "mail", ""), True, id="the sender"),
        pytest.param(
            MAILS, ("registration", "ses:SendEmail", "mail", "me@example.org"), False, id="another sender"
        ),
    ],
)
def test_a_permission_allows_exactly_its_calls(
    permission: Permission, call: tuple[str, str, str, str], allowed: bool
) -> None:
    assert permission.allows(AwsCall(*call), DEPLOYED) is allowed
