"""The account is the same on both emulators, and ministack keeps it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
from botocore.exceptions import ClientError

from local.account import ministack as ministack_process
from local.account.account import MAIL_FROM, Account
from local.account.lock import locked
from local.account.on_ministack import ministack_account
from local.account.table import create_table

PASSWORD = "Impressionnistes-1874!"


@pytest.fixture(params=["moto", "ministack"])
def account(request: pytest.FixtureRequest) -> Account:
    account: Account = request.getfixturevalue(request.param)
    return account


def some_address() -> str:
    return f"{uuid4().hex}@example.org"


def test_an_access_token_is_signed_by_the_pool(account: Account) -> None:
    address = some_address()
    sub = account.create_user(address, PASSWORD, ["admins", "managers"], {"custom:club": "RCPM"})

    token = account.access_token(address, PASSWORD)

    key = jwt.PyJWKSet.from_dict(dict(account.jwks))[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], issuer=account.issuer)
    assert claims["sub"] == sub
    assert claims["client_id"] == account.client_id
    assert claims["token_use"] == "access"
    assert sorted(claims["cognito:groups"]) == ["admins", "managers"]
    assert claims["exp"] - claims["iat"] == 3600


def test_a_wrong_password_is_refused(account: Account) -> None:
    address = some_address()
    account.create_user(address, PASSWORD, [], {})

    with pytest.raises(ClientError, match="NotAuthorizedException"):
        account.access_token(address, PASSWORD + "?")


def test_the_table_has_its_key_index_and_lifetime(account: Account) -> None:
    described = account.dynamodb.describe_table(TableName=account.table_name)["Table"]
    lifetime = account.dynamodb.describe_time_to_live(TableName=account.table_name)

    assert [key["AttributeName"] for key in described["KeySchema"]] == ["PK", "SK"]
    [index] = described["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "GSI1"
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["GSI1PK", "GSI1SK"]
    assert index["Projection"]["ProjectionType"] == "ALL"
    assert lifetime["TimeToLiveDescription"].get("AttributeName") == "expiresAt"


ITEM: dict[str, Any] = {
    "PK": {"S": "É"},
    "SK": {"S": "kinds"},
    "number": {"N": "12.5"},
    "truth": {"BOOL": False},
    "nothing": {"NULL": True},
    "set": {"SS": ["a"]},
    "nested": {"L": [{"M": {"empty": {"L": []}, "text": {"S": ""}}}, {"M": {}}]},
}


def test_an_item_of_every_kind_is_read_as_it_was_written(account: Account) -> None:
    account.dynamodb.put_item(TableName=account.table_name, Item=ITEM)
    key = {name: ITEM[name] for name in ("PK", "SK")}

    one = account.dynamodb.get_item(TableName=account.table_name, Key=key)["Item"]
    found = account.dynamodb.query(
        TableName=account.table_name,
        KeyConditionExpression="PK = :key",
        ExpressionAttributeValues={":key": ITEM["PK"]},
    )["Items"]
    batch = account.dynamodb.batch_get_item(RequestItems={account.table_name: {"Keys": [key]}})
    assert [one, *found, *batch["Responses"][account.table_name]] == [ITEM] * 3


def test_a_second_table_of_that_name_is_refused(account: Account) -> None:
    with pytest.raises(ClientError, match="ResourceInUseException"):
        create_table(account.dynamodb, account.table_name)


def test_sent_mail_can_be_read_back(account: Account) -> None:
    address = some_address()
    account.mail.send_email(
        FromEmailAddress=MAIL_FROM,
        Destination={"ToAddresses": [address]},
        Content={"Simple": {"Subject": {"Data": "Équipage complet"}, "Body": {"Text": {"Data": "Bravo."}}}},
    )

    [sent] = [mail for mail in account.sent_mail() if mail.to == (address,)]

    assert (sent.sender, sent.subject, sent.body) == (MAIL_FROM, "Équipage complet", "Bravo.")


def test_handlers_find_the_account_in_their_environment(account: Account) -> None:
    assert os.environ["TABLE_NAME"] == account.table_name
    assert os.environ.get("AWS_ENDPOINT_URL") == account.endpoint


def test_ministack_keeps_the_account(tmp_path: Path) -> None:
    with ministack_account(tmp_path) as first:
        sub = first.create_user("kept@example.org", PASSWORD, ["devops"], {})
        first.dynamodb.put_item(TableName=first.table_name, Item={"PK": {"S": "A"}, "SK": {"S": "B"}})
        kept = (first.user_pool_id, first.client_id, first.api_key, first.jwks)
        assert first.is_new

    with ministack_account(tmp_path) as second:
        assert not second.is_new
        assert (second.user_pool_id, second.client_id, second.api_key, second.jwks) == kept
        token = second.access_token("kept@example.org", PASSWORD)
        assert jwt.decode(token, options={"verify_signature": False})["sub"] == sub
        item = second.dynamodb.get_item(TableName=second.table_name, Key={"PK": {"S": "A"}, "SK": {"S": "B"}})
        assert item["Item"]["SK"] == {"S": "B"}


def test_the_environment_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "before")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)

    with ministack_account(tmp_path):
        assert os.environ["TABLE_NAME"] != "before"

    assert os.environ["TABLE_NAME"] == "before"
    assert "AWS_ENDPOINT_URL" not in os.environ


def test_a_killed_parent_leaves_its_state_and_no_emulator(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from local.account.on_ministack import ministack_account\n"
        "with ministack_account(Path(sys.argv[1])):\n"
        "    print('ready', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        parent.send_signal(signal.SIGKILL)

    with locked(tmp_path / "ministack", patience=10):
        pass  # the emulator holds the folder until its end
    with ministack_account(tmp_path) as account:
        assert not account.is_new


def test_a_folder_is_held_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ministack_process, "SECONDS_FOR_PREDECESSOR", 0.0)
    monkeypatch.setattr(sys, "argv", ["ministack", str(tmp_path)])

    with locked(tmp_path):
        assert ministack_process.main() == 1

    assert "in use by another process" in capsys.readouterr().err
