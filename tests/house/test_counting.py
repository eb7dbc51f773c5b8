"""The one handler counts what happens, and each event once."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resolvers.lambda_function import Handler, handler_of

FIELDS = {
    "create_crew": "def create_crew(request): return {}",
    "withdraw_crew": "def withdraw_crew(request): return {}",
    "delete_crew": "from resolvers.regatta.refusals import Unauthorized\n"
    "def delete_crew(request): raise Unauthorized('no')",
    "update_crew": "def update_crew(request): return {}['missing']",
    "eligibility": "def eligibility(request): return {}",
}


class Runtime:
    """What the Lambda runtime tells of an invocation."""

    aws_request_id = "1"

    def get_remaining_time_in_millis(self) -> int:
        return 1000


@pytest.fixture
def handler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Handler]:
    """The handler of a folder with one field of each outcome."""
    folder = tmp_path / "counted"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for name, code in FIELDS.items():
        (folder / f"{name}.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    variables = {
        "TABLE_NAME": "table",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "POWERTOOLS_METRICS_NAMESPACE": "Impressionnistes-dev",
        "POWERTOOLS_SERVICE_NAME": "registration",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED", raising=False)
    yield handler_of("counted", [str(folder)])
    for name in [name for name in sys.modules if name.partition(".")[0] == "counted"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("type_name", "field", "arguments", "counted"),
    [
        pytest.param("Mutation", "createCrew", {}, [("Done", "createCrew")], id="a mutation"),
        pytest.param(
            "Mutation", "withdrawCrew", {"dryRun": False}, [("Done", "withdrawCrew")], id="for real"
        ),
        pytest.param("Mutation", "withdrawCrew", {"dryRun": True}, [], id="a dry run changes nothing"),
        pytest.param("Mutation", "deleteCrew", {}, [("Refused", None)], id="a refusal"),
        pytest.param("Mutation", "updateCrew", {}, [("Defects", None)], id="a defect"),
        pytest.param("Query", "eligibility", {}, [], id="a question"),
    ],
)
def test_what_is_counted(
    handler: Handler,
    capsys: pytest.CaptureFixture[str],
    type_name: str,
    field: str,
    arguments: dict[str, Any],
    counted: list[tuple[str, str | None]],
) -> None:
    info = {"parentTypeName": type_name, "fieldName": field}
    handler({"info": info, "arguments": arguments, "identity": None}, Runtime())

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    found = [
        (metric["Name"], line.get("field"))
        for line in lines
        for described in line["_aws"]["CloudWatchMetrics"]
        for metric in described["Metrics"]
    ]
    assert found == counted
