"""Notes every call to AWS that a deployed function makes while the tests run: pytest plugin.

Who calls is read off the stack: the code of a function lies in a folder of its own. So what the tests
themselves ask of the emulators is told apart from what the functions ask, though they share clients. A call
from a thread that a function starts would not be noted, and the tests of least privilege would miss it.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

DIRECT = "direct"
"""Stands for the JavaScript resolvers in front of the table, as one function."""

TABLE = "table"
USER_POOL = "user pool"
MAIL = "mail"

_PARTITION_KEY = re.compile(r"(#?\w+) = (:\w+)")


@dataclass(frozen=True, slots=True)
class AwsCall:
    """What one permission must allow.

    Attributes:
        function: folder below `resolvers/`, as `registration` or `triggers/sign_up`, or `direct`.
        action: by IAM's name, as `dynamodb:GetItem`.
        resource: `table`, `table/index/GSI1`, `user pool`, `mail`, or the bucket and key of an object. A
            table or pool that is not the one of the environment stands with its name.
        detail: the partition of the table, what the keys of listed objects start with, or the sender of
            the mail where it is not the environment's.
    """

    function: str
    action: str
    resource: str
    detail: str = ""

    @property
    def kind(self) -> tuple[str, ...]:
        """What is the same of calls that need the same permission."""
        return (self.function, self.action, self.resource, self.detail.partition("#")[0])


class AwsCalls:
    """The calls of this process, one of each kind; and whether all tests ran that make any."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, ...], AwsCall] = {}
        self.complete = False

    def __iter__(self) -> Iterator[AwsCall]:
        return iter(self._made.values())

    def note(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        """Hears of each call of each client of boto3 before it is sent."""
        function = _function_that_calls()
        if function is not None:
            for call in _permissions(function, model.service_model.service_name, model.name, params):
                # The tests of the AppSync of this machine have it read tables of their own.
                if function != DIRECT or call.resource.split("/")[0] == TABLE:
                    self._made.setdefault(call.kind, call)

    def save(self, folder: Path) -> None:
        """Leaves what this process has for another one."""
        folder.mkdir(parents=True, exist_ok=True)
        content = {"complete": self.complete, "calls": [astuple(call) for call in self]}
        (folder / f"{os.getpid()}.json").write_text(json.dumps(content))

    def load(self, folder: Path) -> None:
        """Adds what other processes have left."""
        for path in folder.glob("*.json"):
            content = json.loads(path.read_text())
            self.complete = content["complete"]
            for call in content["calls"]:
                self._made.setdefault(AwsCall(*call).kind, AwsCall(*call))


def _function_that_calls() -> str | None:
    frame = sys._getframe(2)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("local.appsync.dynamodb"):
            return DIRECT
        head, *parts = module.split(".")
        if head == "resolvers" and parts:
            folder = "/".join(parts[:2] if parts[0] == "triggers" else parts[:1])
            if _is_function(folder):
                return folder
        frame = frame.f_back  # type: ignore[assignment]
    return None


def _is_function(folder: str) -> bool:
    if folder not in _known:
        _known[folder] = (_RESOLVERS / folder / "handler.py").exists()
    return _known[folder]


_RESOLVERS = Path(__file__).parents[1] / "resolvers"
_known: dict[str, bool] = {}


def _permissions(function: str, service: str, operation: str, params: Mapping[str, Any]) -> Iterator[AwsCall]:
    """What IAM asks for before the call is answered."""
    match service, operation:
        case "dynamodb", _:
            for action, resource, partition in _of_table(operation, params):
                yield AwsCall(function, f"dynamodb:{action}", resource, partition)
        case "cognito-idp", _:
            yield AwsCall(function, f"cognito-idp:{operation}", _user_pool(params["UserPoolId"]))
        case "sesv2", "SendEmail":
            sender = params["FromEmailAddress"]
            yield AwsCall(
                function, "ses:SendEmail", MAIL, "" if sender == os.environ["MAIL_FROM"] else sender
            )
        case "s3", _:
            action = {"ListObjectsV2": "ListBucket"}.get(operation, operation)
            resource = "/".join(params[part] for part in ("Bucket", "Key") if part in params)
            yield AwsCall(function, f"s3:{action}", resource, params.get("Prefix", ""))
        case _:
            yield AwsCall(function, f"{service}:{operation}", str(dict(params)))


def _of_table(operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Action, resource and partition; a transaction needs those of all that is in it."""
    match operation:
        case "TransactWriteItems" | "TransactGetItems":
            for part in params["TransactItems"]:
                ((kind, item),) = part.items()
                yield f"{kind}Item", _table(item), _partition(item)
        case "BatchGetItem":
            for name, request in params["RequestItems"].items():
                for key in request["Keys"]:
                    yield operation, _table({"TableName": name}), _partition({"Key": key})
        case "Query":
            index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
            yield operation, _table(params) + index, _queried(params)
        case "ExportTableToPointInTime":
            yield operation, TABLE, ""
        case _:
            yield operation, _table(params), _partition(params)


def _user_pool(pool_id: str) -> str:
    return USER_POOL if pool_id == os.environ.get("USER_POOL_ID") else f"{USER_POOL} {pool_id}"


def _table(params: Mapping[str, Any]) -> str:
    name: str = params["TableName"]
    return TABLE if name == os.environ.get("TABLE_NAME") else f"{TABLE} {name}"


def _partition(params: Mapping[str, Any]) -> str:
    key: str = (params.get("Key") or params["Item"])["PK"]["S"]
    return key


def _queried(params: Mapping[str, Any]) -> str:
    """The one partition that a query reads; DynamoDB takes no query without."""
    names = params.get("ExpressionAttributeNames", {})
    for name, value in _PARTITION_KEY.findall(params["KeyConditionExpression"]):
        if names.get(name, name).endswith("PK"):
            partition: str = params["ExpressionAttributeValues"][value]["S"]
            return partition
    raise ValueError(f"no partition in {params['KeyConditionExpression']}")
