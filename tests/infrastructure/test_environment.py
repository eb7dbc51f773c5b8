"""Settings of an environment: what is wrong with one stops synth with a sentence that names it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stacks.environment import SettingError, read_environment

TODAY = date(2026, 11, 22)
CDK_JSON = Path(__file__).parents[2] / "cdk.json"


def environments() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(CDK_JSON.read_text())["context"]["environments"]
    return found


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_the_environments_of_cdk_json_are_good(name: str) -> None:
    environment = read_environment(name, environments(), TODAY)
    assert environment.name == name
    assert environment.stack_name("Database") == f"ImpressionnistesDatabase-{name}"


@pytest.mark.parametrize("name", [None, "", "staging", "Prod"])
def test_an_unknown_environment_is_refused_with_those_that_exist(name: str | None) -> None:
    with pytest.raises(SettingError, match="--context env=dev or --context env=prod"):
        read_environment(name, environments(), TODAY)


def test_a_missing_setting_is_named() -> None:
    settings = environments()
    del settings["dev"]["logLevel"]
    with pytest.raises(SettingError, match="dev: logLevel is missing"):
        read_environment("dev", settings, TODAY)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"loglevel": "INFO"}, "loglevel is no setting; there are region"),
        ({"retainData": "yes"}, "retainData must be true or false, not 'yes'"),
        ({"logRetentionDays": "14"}, "logRetentionDays must be a whole number"),
        ({"logRetentionDays": True}, "logRetentionDays must be a whole number"),
        ({"domain": 1}, "domain must be a text or null"),
        ({"operatorEmails": "ops@example.org"}, "operatorEmails must be a list of texts"),
        ({"domain": "www.example.org"}, "domain and certificateArn go together"),
        (
            {"domain": "www.example.org", "certificateArn": "arn:aws:acm:eu-west-3:1:certificate/1"},
            "certificateArn must be of us-east-1",
        ),
        ({"dailyExport": True}, "dailyExport needs pointInTimeRecovery"),
        (
            {"restoreFrom": "s3://a/AWSDynamoDB/b/data/", "existingTable": "c"},
            "restoreFrom and existingTable exclude each other",
        ),
        ({"restoreFrom": "a/b"}, "restoreFrom is the data of one export"),
        ({"restoreFrom": "s3://a/2027/AWSDynamoDB/b"}, "restoreFrom is the data of one export"),
        ({"restoreFrom": "s3://a/AWSDynamoDB/b/data/"}, "tableName needs the number of its generation"),
        ({"apiKeys": {"slot1": "2027-10-01"}}, "apiKeys must have slot1 and slot2"),
        ({"apiKeys": {"slot1": "soon", "slot2": None}}, "the last day of a key is written"),
        (
            {"apiKeys": {"slot1": "2026-12-01", "slot2": None}},
            "apiKeys.slot1 ends on 2026-12-01; choose a day",
        ),
        (
            {"apiKeys": {"slot1": None, "slot2": "2027-11-23"}},
            "apiKeys.slot2 ends on 2027-11-23; choose a day",
        ),
        ({"apiKeys": {"slot1": None, "slot2": None}}, "apiKeys has no key"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(changes: dict[str, Any], said: str) -> None:
    settings = environments()
    settings["dev"].update(changes)
    with pytest.raises(SettingError, match=said):
        read_environment("dev", settings, TODAY)
