"""Erasures are noted beside the backups, and played again by night and on a table that knows of none."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from local.account.account import REGION, Account
from resolvers import erasures
from resolvers.erasing import erase
from resolvers.privacy.handler import handler as privacy
from resolvers.regatta.erasure import Erasure
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import Busy
from resolvers.regatta.settings import default_edition
from resolvers.table import keys
from resolvers.table.table import Table, connect
from resolvers.triggers.erasures import handler as replay
from tests.api import given
from tests.backups import BUCKET, account_with_backups
from tests.cloudformation import Answers, listening
from tests.leaver import Leaver, everything, found_of

CURRENT, PAST = 2027, 2026
EMAIL = "berthe.morisot@example.org"


class Runtime:
    """What the Lambda runtime tells of an invocation."""

    aws_request_id = "1"

    def __init__(self, seconds_left: int = 28) -> None:
        self._seconds_left = seconds_left

    def get_remaining_time_in_millis(self) -> int:
        return 1000 * self._seconds_left


@pytest.fixture
def account() -> Iterator[Account]:
    with account_with_backups() as opened:
        put(keys.edition_row(default_edition(PAST)))
        yield opened


@pytest.fixture
def answers() -> Iterator[Answers]:
    with listening() as server:
        yield server


@pytest.fixture
def leaver(account: Account) -> Leaver:
    """A manager whose team is in the table."""
    sub = account.create_user(EMAIL, "Petit-Bras-de-Seine-1874!", ["managers"], {})
    made = Leaver(sub, EMAIL, "mathurin", "+33787654321", (11, 23), "another-manager", CURRENT, PAST)
    put(*made.rows())
    return made


def put(*rows: keys.Row[Any]) -> None:
    table = connect()
    for row in rows:
        table.client.put_item(TableName=table.name, Item=row.item())


def erase_me(account: Account, leaver: Leaver) -> Any:
    """The envelope that AppSync gets for eraseMe."""
    user = account.cognito.admin_get_user(UserPoolId=account.user_pool_id, Username=leaver.email)
    info = {"parentTypeName": "Mutation", "fieldName": "eraseMe"}
    identity = {"sub": leaver.sub, "username": user["Username"], "groups": ["managers"]}
    return privacy({"info": info, "arguments": {"confirmation": EMAIL}, "identity": identity}, Runtime())


def notes() -> dict[str, Any]:
    """What lies in the bucket, by its key."""
    s3 = boto3.client("s3", region_name=REGION)
    found = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {
        item["Key"]: json.loads(s3.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read())
        for item in found
    }


def played(answers: Answers, request_type: str = "Create", seconds_left: int = 900) -> None:
    event = answers.event(request_type, "Playing", TableName="registration", Source="x")
    replay.handler(event, Runtime(seconds_left))


def night(hours_later: int) -> None:
    """The night that comes so many hours after an erasure made now."""
    scheduled = datetime.now(UTC) + timedelta(hours=hours_later)
    replay.handler({"time": scheduled.strftime("%Y-%m-%dT%H:%M:%SZ")}, Runtime(900))


def test_an_erasure_is_noted_with_nothing_but_the_id_and_when(account: Account, leaver: Leaver) -> None:
    erasure = erase_me(account, leaver)["result"]

    assert found_of(leaver, connect()) == []
    assert notes() == {
        f"erasures/{leaver.sub}.json": {"managerId": leaver.sub, "at": erasure["at"]},
    }


def test_nothing_is_erased_that_could_not_be_noted(account: Account, leaver: Leaver) -> None:
    before = everything(connect())
    boto3.client("s3", region_name=REGION).delete_bucket(Bucket=BUCKET)

    assert erase_me(account, leaver)["refusal"]["type"] == "InternalFailure"

    assert everything(connect()) == before


def test_where_there_are_no_backups_nothing_is_noted(
    account: Account, leaver: Leaver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BACKUPS_BUCKET")

    assert "result" in erase_me(account, leaver)

    assert notes() == {}
    assert found_of(leaver, connect()) == []


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_a_restored_team_is_erased_again_and_once(
    account: Account, leaver: Leaver, answers: Answers, request_type: str
) -> None:
    at = erase_me(account, leaver)["result"]["at"]
    put(*leaver.rows())
    assert len(found_of(leaver, connect())) > 10

    played(answers, request_type)

    assert found_of(leaver, connect()) == []
    manager = connect().get_item(keys.manager(leaver.sub))
    assert manager is not None
    assert manager["erasedAt"] == at
    before = everything(connect())
    played(answers, "Update")
    assert everything(connect()) == before
    assert [body["Status"] for _, body in answers.received] == ["SUCCESS", "SUCCESS"]


def test_who_is_not_in_the_restored_table_is_no_harm(
    account: Account, leaver: Leaver, answers: Answers
) -> None:
    others = {key for key, item in everything(connect()).items() if leaver.sub not in item}
    for sub in ("0-signed-up-later", leaver.sub, "z-signed-up-later"):
        erasures.note(BUCKET, erasures.Noted(sub, given.A_DAY))

    played(answers)

    assert found_of(leaver, connect()) == []
    assert {key for key, item in everything(connect()).items() if leaver.sub not in item} <= others
    assert [body["Status"] for _, body in answers.received] == ["SUCCESS"]


def test_when_the_resource_goes_nothing_is_played(account: Account, leaver: Leaver, answers: Answers) -> None:
    erasures.note(BUCKET, erasures.Noted(leaver.sub, given.A_DAY))
    before = everything(connect())

    played(answers, "Delete")

    assert everything(connect()) == before
    assert [body["Status"] for _, body in answers.received] == ["SUCCESS"]


def test_a_failure_fails_the_deployment(account: Account, leaver: Leaver, answers: Answers) -> None:
    erasures.note(BUCKET, erasures.Noted(leaver.sub, given.A_DAY))
    with pytest.raises(Busy):
        played(answers, seconds_left=1)

    s3 = boto3.client("s3", region_name=REGION)
    s3.delete_object(Bucket=BUCKET, Key=f"erasures/{leaver.sub}.json")
    s3.delete_bucket(Bucket=BUCKET)
    with pytest.raises(ClientError):
        played(answers)

    assert [body["Status"] for _, body in answers.received] == ["FAILED", "FAILED"]


@pytest.fixture
def overtaken(account: Account, leaver: Leaver) -> Leaver:
    """Somebody who was erased while a request was under way, which entered members afterwards."""
    assert "result" in erase_me(account, leaver)
    assert found_of(leaver, connect()) == []
    put(*(row for row in leaver.rows() if row.key.kind in {Member, keys.LicenceInUse}))
    assert found_of(leaver, connect()) != []
    return leaver


@pytest.mark.parametrize("hours_later", [1, 25, 47], ids=["next night", "the one after", "after two days"])
def test_what_was_written_meanwhile_goes_by_night(overtaken: Leaver, hours_later: int) -> None:
    night(hours_later)

    assert found_of(overtaken, connect()) == []
    before = everything(connect())
    night(hours_later)
    assert everything(connect()) == before


def test_later_nights_leave_an_erasure_alone(overtaken: Leaver) -> None:
    before = everything(connect())

    night(49)

    assert everything(connect()) == before


def test_an_erasure_that_is_refused_after_all_is_not_made_by_night(
    account: Account, leaver: Leaver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(bucket: str, erasure: erasures.Noted) -> None:
        erasures.note(bucket, erasure)
        profile = connect().get(keys.manager(leaver.sub))
        assert profile is not None
        put(
            keys.manager_row(replace(profile, version=profile.version + 1)),
            keys.crew_row(CURRENT, given.crew_with_everything(leaver.sub)),
        )

    monkeypatch.setattr("resolvers.privacy.erase_me.note", overtaken)
    assert erase_me(account, leaver)["refusal"]["type"] == "InUse"
    assert notes() != {}
    before = everything(connect())

    night(1)

    assert everything(connect()) == before


def test_an_erasure_that_fails_keeps_no_other_from_being_played(
    overtaken: Leaver, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = f"0{overtaken.sub}"
    erasures.note(BUCKET, erasures.Noted(first, given.A_DAY))

    def failing(table: Table, manager_id: str, *rest: Any) -> Erasure:
        if manager_id == first:
            raise Busy("Too many changes at once.")
        return erase(table, manager_id, *rest)

    monkeypatch.setattr(replay, "erase", failing)
    with pytest.raises(Busy):
        night(1)

    assert found_of(overtaken, connect()) == []
