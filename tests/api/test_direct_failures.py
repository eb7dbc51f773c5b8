"""What a direct resolver answers when the table fails or can't hold what is asked: no details, no part."""

from pathlib import Path

import pytest

from local.appsync.engine import Code
from resolvers import discovery
from tests.api.client import Refusal
from tests.api.regatta import Regatta

DIRECT = discovery.ROOT / "direct"
THROTTLED = {"type": "DynamoDB:ProvisionedThroughputExceededException", "message": "table/secret, request 12"}


def calling(path: Path) -> bool:
    """Whether a file sends a request to its data source."""
    return "utils/dynamodb" in path.read_text("utf-8") or path == discovery.INVOKE


CALLING = [path for path in (*sorted(DIRECT.rglob("*.js")), discovery.INVOKE) if calling(path)]


@pytest.mark.parametrize("path", CALLING, ids=lambda path: path.stem)
def test_a_failure_behind_it_is_logged_and_not_told(path: Path) -> None:
    code = Code(path.read_text("utf-8"), path.name)

    evaluation = code.evaluate("response", {"arguments": {}, "error": THROTTLED, "result": None})

    assert evaluation.error is not None
    assert evaluation.error.type == "InternalFailure"
    assert "secret" not in evaluation.error.message
    assert any("secret" in line for line in evaluation.logs)


def test_a_balance_of_a_part_of_the_crews_is_none() -> None:
    path = DIRECT / "Team.balance.js"
    code = Code(path.read_text("utf-8"), path.name)

    evaluation = code.evaluate("response", {"arguments": {}, "result": {"items": [], "nextToken": "more"}})

    assert evaluation.error is not None
    assert evaluation.error.type == "InternalFailure"


LONG = {
    "id": "query($long: ID!) { manager(id: $long) { id } }",
    "managerId": "query($long: ID) { team(managerId: $long) { year } }",
    "entityId": "query($long: ID!) { history(entityId: $long) { nextToken } }",
    "startsWith": "query($long: String) { clubs(startsWith: $long) { nextToken } }",
}


@pytest.mark.parametrize("field", LONG)
def test_an_argument_beyond_any_key_is_invalid(regatta: Regatta, field: str) -> None:
    admin = regatta.as_admin()

    with regatta.calls() as calls:
        answer = admin.execute(LONG[field], long="é" * 201)

    assert answer.refusal == Refusal("Invalid", {"field": field, "code": "TOO_LONG"})
    assert calls == []
    assert not admin.execute(LONG[field], long="é" * 200).errors
