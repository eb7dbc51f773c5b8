"""Each function, packaged as it is deployed, answers its event where there is nothing but what Lambda has."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest

from local.account.account import CREDENTIALS, REGION, Account
from local.account.emulator import SERVICES, running_emulator
from local.account.on_ministack import open_account
from resolvers.discovery import LAMBDA_FOLDERS
from tests.infrastructure.clean_process import Assembly
from tests.infrastructure.policies import folder_of
from tests.infrastructure.synthesis import REPOSITORY, RESTORED, Template, synthesize

PASSWORD = "Petit-Bras-de-Seine-1874!"
LARGEST_PACKAGE, LARGEST_LAYER = 1_000_000, 12_000_000

FOLDERS = [
    *LAMBDA_FOLDERS,
    *sorted(
        f"triggers/{path.parent.name}" for path in (REPOSITORY / "resolvers/triggers").glob("*/handler.py")
    ),
]


@dataclass(frozen=True, slots=True)
class World:
    """What events speak of.

    Attributes:
        email, sub: of somebody with an account.
        answer_url: where CloudFormation would be answered.
    """

    account: Account
    email: str
    sub: str
    answer_url: str
    bucket: str = "bucket-of-a-function"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An account on an emulator with somebody in it, and one that takes answers."""
    folder = tmp_path_factory.mktemp("account")
    with (
        running_emulator(folder, f"{SERVICES},s3") as emulator,
        open_account(emulator, folder, "http://127.0.0.1", None) as account,
        HTTPServer(("127.0.0.1", 0), _Answered) as server,
    ):
        Thread(target=server.serve_forever, daemon=True).start()
        email = "berthe@example.org"
        sub = account.create_user(email, PASSWORD, ["admins"], {"locale": "fr"})
        made = World(account, email, sub, f"http://127.0.0.1:{server.server_port}/")
        place = {"LocationConstraint": REGION}
        client = boto3.client("s3", endpoint_url=account.endpoint)
        client.create_bucket(Bucket=made.bucket, CreateBucketConfiguration=place)  # type: ignore[arg-type]
        yield made
        server.shutdown()


class _Answered(BaseHTTPRequestHandler):
    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A synthesized environment with its packages."""

    assembly: Assembly
    stacks: Mapping[str, Template]

    def function(self, folder: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The properties of a function and of its layer, none when it is not deployed."""
        for template in self.stacks.values():
            for function in template.of_type("AWS::Lambda::Function").values():
                if folder_of(function) == folder:
                    (layer,) = function["Properties"]["Layers"]
                    return function["Properties"], template.content["Resources"][layer["Ref"]]["Properties"]
        return None


@pytest.fixture(scope="module")
def deployments(tmp_path_factory: pytest.TempPathFactory) -> list[Deployment]:
    """Everything that is deployed to prod, at first and once its table is restored."""

    def made(name: str, **changes: Any) -> Deployment:
        folder = tmp_path_factory.mktemp(name)
        stacks = synthesize("prod", folder, **changes)
        return Deployment(Assembly(folder, tmp_path_factory.mktemp("unpacked")), stacks)

    return [made("first"), made("restored", **RESTORED)]


def field(world: World, type_name: str, field_name: str, /, **arguments: Any) -> dict[str, Any]:
    """What AppSync sends for a field."""
    return {
        "arguments": arguments,
        "identity": {"sub": world.sub, "username": world.email, "groups": ["admins"]},
        "source": None,
        "request": {"headers": {}},
        "prev": None,
        "info": {
            "parentTypeName": type_name,
            "fieldName": field_name,
            "variables": {},
            "selectionSetList": [],
        },
        "stash": {},
    }


def trigger(world: World, source: str, **request: Any) -> dict[str, Any]:
    """What Cognito sends."""
    return {
        "version": "2",
        "triggerSource": source,
        "region": REGION,
        "userPoolId": world.account.user_pool_id,
        "userName": world.email,
        "request": request,
        "response": {},
    }


def resource(world: World, **properties: str) -> dict[str, Any]:
    """What CloudFormation sends."""
    return {
        "RequestType": "Create",
        "ResponseURL": world.answer_url,
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Resource",
        "ResourceProperties": properties,
    }


def account_without_profile(world: World) -> dict[str, Any]:
    """An erasure asked for by somebody whom the other events do not need."""
    email = "claude@example.org"
    sub = world.account.create_user(email, PASSWORD, ["managers"], {})
    event = field(world, "Mutation", "eraseMe", confirmation=email)
    return event | {"identity": {"sub": sub, "username": email, "groups": ["managers"]}}


def profile(world: World) -> dict[str, Any]:
    given = {"firstName": "Berthe", "lastName": "Morisot", "club": "RCPM", "language": "FR"}
    return field(world, "Mutation", "updateProfile", input=given)


def attributes(world: World) -> dict[str, str]:
    return {"sub": world.sub, "email": world.email, "given_name": "Berthe", "locale": "fr"}


EVENTS: Mapping[str, tuple[Callable[[World], Any], Callable[[Any], Any], Any]] = {
    "registration": (profile, lambda answer: answer["result"]["lastName"], "Morisot"),
    "administration": (
        lambda world: field(world, "Mutation", "saveClub", name="Aviron de Chatou"),
        lambda answer: answer["result"]["name"],
        "Aviron de Chatou",
    ),
    "privacy": (account_without_profile, lambda answer: answer["result"]["members"], 0),
    "triggers/sign_up": (
        lambda world: trigger(world, "PostConfirmation_ConfirmSignUp", userAttributes=attributes(world)),
        lambda answer: answer["userName"],
        "berthe@example.org",
    ),
    "triggers/tokens": (
        lambda world: trigger(
            world, "TokenGeneration_Authentication", groupConfiguration={"groupsToOverride": ["admins"]}
        ),
        lambda answer: answer["response"]["claimsAndScopeOverrideDetails"]["groupOverrideDetails"][
            "groupsToOverride"
        ],
        ["managers"],
    ),
    "triggers/messages": (
        lambda world: trigger(
            world, "CustomMessage_SignUp", userAttributes=attributes(world), codeParameter="{####}"
        ),
        lambda answer: "{####}" in answer["response"]["emailMessage"],
        True,
    ),
    "triggers/first_load": (
        lambda world: resource(world, TableName=world.account.table_name),
        lambda answer: answer,
        None,
    ),
    "triggers/backup": (
        lambda world: {"time": "2027-04-02T01:15:00Z"},
        lambda answer: answer["prefix"],
        "2027/2027-04-02T01-15-00Z",
    ),
    "triggers/erasures": (
        lambda world: resource(world, TableName=world.account.table_name, Source="s3://backups/"),
        lambda answer: answer,
        None,
    ),
    "triggers/site_files": (
        lambda world: resource(
            world,
            Bucket=world.bucket,
            Configuration="{}",
            AssetsFolder="assets/",
            AssetsCacheControl="immutable",
            PagesCacheControl="no-cache",
            KeepFiles="true",
        ),
        lambda answer: answer,
        None,
    ),
}
"""For each function an event, what of the answer tells that it was understood, and what that must be."""


def test_every_function_has_an_event() -> None:
    assert set(EVENTS) == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_it_answers(
    folder: str, world: World, deployments: list[Deployment], record_property: Callable[[str, str], None]
) -> None:
    assembly, (function, layer) = next(
        (deployment.assembly, found)
        for deployment in deployments
        if (found := deployment.function(folder)) is not None
    )
    event, told, expected = EVENTS[folder]

    outcome = assembly.run(function, layer, variables(function, world), event(world))

    assert told(outcome.answer) == expected
    size = assembly.package(function["Code"]).stat().st_size
    layer_size = assembly.package(layer["Content"]).stat().st_size
    assert (size <= LARGEST_PACKAGE, layer_size <= LARGEST_LAYER) == (True, True)
    record_property(
        "measured",
        f"{folder}: package {size / 1000:.0f} kB, layer {layer_size / 1000:.0f} kB, "
        f"{outcome.start:.2f} + {outcome.run:.2f} s of processor, {outcome.memory:.0f} MB",
    )


def variables(function: Mapping[str, Any], world: World) -> dict[str, str]:
    """The environment of a function: the variables of its template, and what Lambda adds of its own."""
    account = world.account
    here = {
        "TABLE_NAME": account.table_name,
        "TABLE_ARN": account.dynamodb.describe_table(TableName=account.table_name)["Table"]["TableArn"],
        "USER_POOL_ID": account.user_pool_id,
        "BACKUPS_BUCKET": world.bucket,
    }
    wanted = function.get("Environment", {}).get("Variables", {})
    assert account.endpoint is not None
    return {
        **{name: here.get(name, value) for name, value in wanted.items()},
        **CREDENTIALS,
        "AWS_ENDPOINT_URL": account.endpoint,
        "AWS_LAMBDA_FUNCTION_NAME": function["FunctionName"],
        "LAMBDA_TASK_ROOT": "/var/task",
    }
