"""Each function may do what it does in the tests of the API and of the triggers, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from resolvers.discovery import LAMBDA_FOLDERS
from tests.aws_calls import DIRECT, MAIL, TABLE, USER_POOL, AwsCalls
from tests.infrastructure.policies import Permission, Policies, folder_of
from tests.infrastructure.synthesis import REPOSITORY, RESTORED, Template, settings_of
from tests.recording import RECORDED, is_worker

pytestmark = pytest.mark.judges_recording

RUNTIME = {
    "logs:CreateLogStream": "<*.*Logs*.Arn>",
    "logs:PutLogEvents": "<*.*Logs*.Arn>",
    "sqs:SendMessage": "<*.*DeadLetters*.Arn>",
    "xray:PutTelemetryRecords": "*",
    "xray:PutTraceSegments": "*",
}
"""What Lambda itself does in the name of a function: its log, its dead letters, its traces."""

ON_BEHALF = {
    ("triggers/backup", "s3:PutObject"): "DynamoDB writes an export in the name of whoever asks for it",
    ("triggers/backup", "s3:PutObjectAcl"): "DynamoDB says likewise whose its objects are",
    ("triggers/backup", "s3:AbortMultipartUpload"): "DynamoDB gives up an export likewise",
}
"""What a service does in the name of a function, so that no test can see it."""

BACKUPS = "backups"
"""The bucket of the backups. Where there is none no function is told of it, and nothing is noted there."""

WITHOUT_RESOURCE = {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}
"""Actions that know no resource, so that they are allowed on `*`."""

TRIGGERS = {
    f"triggers/{path.parent.name}" for path in (REPOSITORY / "resolvers/triggers").glob("*/handler.py")
}


@pytest.fixture(scope="module")
def recorded(request: pytest.FixtureRequest) -> AwsCalls:
    """The calls to AWS of this run."""
    if is_worker(request.config):
        pytest.skip("judged when all workers are done")
    return request.config.stash[RECORDED]


_SETTINGS = {
    "dev": settings_of("dev"),
    "prod": settings_of("prod"),
    "restored": settings_of("prod") | RESTORED,
}


@pytest.fixture(scope="session", params=_SETTINGS)
def environment(request: pytest.FixtureRequest) -> str:
    """The name of each environment in turn, and of prod once its table is restored."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def stacks(request: pytest.FixtureRequest, environment: str) -> Mapping[str, Template]:
    """The stacks of the environment."""
    found: Mapping[str, Template] = request.getfixturevalue(environment)
    return found


@pytest.fixture(scope="session")
def deployed(environment: str, stacks: Mapping[str, Template]) -> dict[str, str]:
    """What stands in the environment for the names by which the tests know it."""
    settings = _SETTINGS[environment]
    here = f"{settings['region']}:<AWS::AccountId>"
    found = {
        TABLE: f"arn:<AWS::Partition>:dynamodb:{here}:table/{settings['tableName']}",
        USER_POOL: _arn(stacks, "Identity", "AWS::Cognito::UserPool"),
        MAIL: f"arn:<AWS::Partition>:ses:{here}:identity/{settings['mailFrom'].partition('@')[2]}",
    }
    if settings["dailyExport"]:
        found[BACKUPS] = _arn(stacks, "Database", "AWS::S3::Bucket")
    found["site"] = _arn(stacks, "Frontend", "AWS::S3::Bucket")
    delivery = stacks["Frontend"].only("Custom::SiteFiles")
    if "Archive" in delivery:
        bucket, archive = (
            Policies(stacks).text("Frontend", delivery[key]) for key in ("ArchiveBucket", "Archive")
        )
        build = f"arn:<AWS::Partition>:s3:::{bucket}/{archive}"
        found |= {"builds/1.zip": build, "builds/gone.zip": build}
    return found


@pytest.fixture(scope="session")
def permissions(stacks: Mapping[str, Template], deployed: dict[str, str]) -> frozenset[Permission]:
    """What the functions, and the resolvers in front of the table, may do themselves."""
    known = {_arn(stacks, "Database", "AWS::DynamoDB::Table"): deployed[TABLE]}
    if BACKUPS in deployed:
        known[_backups_by_parameter(stacks)] = deployed[BACKUPS]
    return frozenset(
        replace(one, resource=_replaced(one.resource, known))
        for one in _all_permissions(stacks)
        if not _is_of_runtime(one)
    )


def test_every_function_is_known(stacks: Mapping[str, Template]) -> None:
    folders = [folder_of(function) for _, _, function in Policies(stacks).functions()]
    assert len(set(folders)) == len(folders)
    assert set(folders) <= {*LAMBDA_FOLDERS, *TRIGGERS}
    assert set(LAMBDA_FOLDERS) <= set(folders)


def test_each_role_belongs_to_one_function(stacks: Mapping[str, Template]) -> None:
    roles = [str(function["Properties"]["Role"]) for _, _, function in Policies(stacks).functions()]
    assert len(set(roles)) == len(roles)


def test_nothing_is_allowed_on_everything(stacks: Mapping[str, Template]) -> None:
    unbounded = {one.action for one in _all_permissions(stacks) if one.resource == "*" or "*" in one.action}
    assert unbounded <= WITHOUT_RESOURCE


def test_each_call_is_allowed(
    recorded: AwsCalls,
    permissions: frozenset[Permission],
    deployed: dict[str, str],
    stacks: Mapping[str, Template],
) -> None:
    there = {DIRECT, *(folder_of(function) for _, _, function in Policies(stacks).functions())}
    refused = [
        call
        for call in recorded
        if call.function in there
        and not (call.resource.startswith(f"{BACKUPS}/") and BACKUPS not in deployed)
        and not any(one.allows(call, deployed) for one in permissions)
    ]
    assert refused == [], "allow it where the stacks say what the function may do, or call less"


def test_all_that_is_allowed_is_used(
    recorded: AwsCalls, permissions: frozenset[Permission], deployed: dict[str, str]
) -> None:
    if not recorded.complete:
        pytest.skip("run all of tests/api and tests/triggers, on ministack or both, to see what is not used")
    unused = [one for one in permissions if not any(one.allows(call, deployed) for call in recorded)]
    assert [one for one in unused if (one.function, one.action) not in ON_BEHALF] == []


def _arn(stacks: Mapping[str, Template], stack: str, resource_type: str) -> str:
    """The ARN of the one resource of a type in a stack."""
    (key,) = stacks[stack].of_type(resource_type)
    return f"<{stack}.{key}.Arn>"


def _backups_by_parameter(stacks: Mapping[str, Template]) -> str:
    """The ARN of the bucket of the backups where it is known by a parameter of Systems Manager."""
    name = stacks["Database"].only("AWS::SSM::Parameter")["Name"]
    parameters = stacks["Api"].content["Parameters"].items()
    (key,) = (key for key, parameter in parameters if parameter["Default"] == name)
    return f"arn:<AWS::Partition>:s3:::<Api.{key}>"


def _replaced(text: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(name, value)
    return text


def _all_permissions(stacks: Mapping[str, Template]) -> Iterator[Permission]:
    policies = Policies(stacks)
    for stack, _, function in policies.functions():
        yield from policies.of_function(stack, function)
    source = stacks["Api"].named("AWS::AppSync::DataSource", "Name", "table")
    (role, _) = source["ServiceRoleArn"]["Fn::GetAtt"]
    yield from policies.of_role("Api", role, DIRECT)


def _is_of_runtime(permission: Permission) -> bool:
    resource = RUNTIME.get(permission.action)
    return resource is not None and fnmatchcase(permission.resource, resource)
