"""What cdk-nag, cfn-lint and checkov find in the templates: all is mended, or accepted with a reason."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sqs as sqs
from cdk_nag import AwsSolutionsChecks

from stacks.composition import compose
from stacks.environment import read_environment
from tests.infrastructure.conftest import Stacks
from tests.infrastructure.synthesis import REPOSITORY, RESTORED, settings_of
from tests.infrastructure.test_environment import TODAY

CHECKOV = REPOSITORY / "build" / "checkov" / "bin" / "checkov"

TRACING = "AwsSolutions-IAM5[Resource::*]"
BACKUPS = "<SsmParameterValueimpressionnistesprodbackupsbucketC96584B6F00A464EAD1953AFF4B05118Parameter>"
API_LOG = "log-group:/aws/appsync/apis/<GraphQLApiF42002D3.ApiId>:*"
EVERYWHERE: dict[str, set[str]] = {
    "Api/Administration/Role": {TRACING},
    "Api/GraphQL/Api": {"AwsSolutions-ASC3"},
    "Api/GraphQL/LogsRole": {
        f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:eu-west-3:<AWS::AccountId>:{API_LOG}]"
    },
    "Api/Privacy/Role": {TRACING},
    "Api/Registration/Role": {TRACING},
    "Frontend/Distribution": {
        "@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk",
        "AwsSolutions-CFR1",
        "AwsSolutions-CFR2",
        "AwsSolutions-CFR3",
        "AwsSolutions-CFR4",
    },
    "Frontend/Files/SiteFiles/Role": {TRACING, "AwsSolutions-IAM5[Resource::<SiteE53D7754.Arn>/*]"},
    "Frontend/Site": {"AwsSolutions-S1"},
    "Identity/Messages/Role": {TRACING},
    "Identity/SignUp/Role": {TRACING},
    "Identity/Tokens/Role": {TRACING},
    "Identity/UserPool": {"AwsSolutions-COG2"},
}
ONLY_IN: dict[str, dict[str, set[str]]] = {
    "dev": {
        "Database/FirstLoad/Role": {TRACING},
        "Database/Table": {"AwsSolutions-DDB3"},
        "Identity/UserPool": {"AwsSolutions-COG3", "AwsSolutions-COG8"},
    },
    "prod": {
        "Database/Backups/Backup/Role": {
            TRACING,
            "AwsSolutions-IAM5[Resource::<BackupsBucket2936A3AA.Arn>/2*]",
        },
        "Database/Backups/Bucket": {"AwsSolutions-S1"},
        "Database/ErasuresPlayedAgain/Erasures/Role": {
            TRACING,
            "AwsSolutions-IAM5[Resource::<BackupsBucket2936A3AA.Arn>/erasures/*]",
        },
        "Database/FirstLoad/Role": {TRACING},
        "Api/Privacy/Role": {f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::{BACKUPS}/erasures/*]"},
    },
}
"""Findings of cdk-nag that are accepted, by construct."""

ONLY_IN["restored"] = {
    path: rules for path, rules in ONLY_IN["prod"].items() if path != "Database/FirstLoad/Role"
}

SKIPPED = {
    "AWS::CloudFront::Distribution": {"CKV_AWS_68", "CKV_AWS_86", "CKV_AWS_174"},
    "AWS::DynamoDB::Table": {"CKV_AWS_28", "CKV_AWS_119"},
    "AWS::Lambda::Function": {"CKV_AWS_115", "CKV_AWS_116", "CKV_AWS_117", "CKV_AWS_173"},
    "AWS::Logs::LogGroup": {"CKV_AWS_158"},
    "AWS::S3::Bucket": {"CKV_AWS_18", "CKV_AWS_21"},
    "AWS::SNS::Topic": {"CKV_AWS_26"},
    "AWS::SQS::Queue": {"CKV_AWS_27"},
}
"""Findings of checkov that are accepted, by type of resource."""


@pytest.mark.parametrize(
    ("case", "name", "changes"),
    [("dev", "dev", {}), ("prod", "prod", {}), ("restored", "prod", RESTORED)],
    ids=["dev", "prod", "restored"],
)
def test_cdk_nag_finds_nothing_but_what_is_accepted(
    case: str, name: str, changes: dict[str, str], tmp_path: Path
) -> None:
    app = cdk.App(outdir=str(tmp_path), builtin_cloud_formation_validation=False)
    compose(app, read_environment(name, {name: settings_of(name) | changes}, TODAY))
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    try:
        app.synth()
    except RuntimeError:
        report = json.loads((tmp_path / "validation-report.json").read_text())["pluginReports"]
        found = [
            (one["ruleName"], one["violatingConstructs"]) for each in report for one in each["violations"]
        ]
        pytest.fail(json.dumps(found, indent=1))

    expected: dict[str, set[str]] = {path: set(rules) for path, rules in EVERYWHERE.items()}
    for path, rules in ONLY_IN[case].items():
        expected.setdefault(path, set()).update(rules)
    accepted = {path: set(rules) for path, rules in acknowledged(tmp_path, name).items()}
    assert accepted == expected


def acknowledged(assembly: Path, environment: str) -> dict[str, dict[str, str]]:
    """What was accepted on each construct, with the reason."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path in assembly.glob("*.metadata.json"):
        for construct, entries in json.loads(path.read_text()).items():
            stack, _, inner = construct.removeprefix("/Impressionnistes").partition("/")
            for entry in entries:
                if entry["type"] == "aws:cdk:acknowledged-rules":
                    rules = entry["data"].items()
                    where = f"{stack.removesuffix(f'-{environment}')}/{inner}"
                    found[where] |= {rule.removeprefix("Annotation::"): reason for rule, reason in rules}
    for rules in found.values():
        assert all(reason.endswith(".") for reason in rules.values())
    return found


def test_cdk_nag_is_listened_to(tmp_path: Path) -> None:
    """A finding that nobody accepted stops synth, so that the test above can fail."""
    app = cdk.App(outdir=str(tmp_path), builtin_cloud_formation_validation=False)
    sqs.Queue(cdk.Stack(app, "Stack"), "Queue")
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    with pytest.raises(RuntimeError, match="AwsSolutions-SQS3"):
        app.synth()


@pytest.fixture(scope="module")
def templates(dev: Stacks, prod: Stacks, restored: Stacks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all templates; of prod restored, the only one that is another."""
    folder = tmp_path_factory.mktemp("templates")
    database = {"Database": restored["Database"]}
    for name, stacks in (("dev", dev), ("prod", prod), ("restored", database)):
        for stack, template in stacks.items():
            (folder / f"{stack}-{name}.template.json").write_text(json.dumps(template.content, indent=1))
    return folder


def resources(templates: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every resource, with its stack and name."""
    for path in templates.iterdir():
        for name, resource in json.loads(path.read_text())["Resources"].items():
            yield f"{path.name} {name}", resource


def test_cfn_lint_has_no_error_and_no_warning(templates: Path) -> None:
    lint = str(Path(sys.executable).with_name("cfn-lint"))
    files = map(str, templates.iterdir())
    command = [lint, "--format", "parseable", "--regions", "eu-west-3", "--template", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_cfn_lint_is_told_to_look_away_from_one_rule_only(templates: Path) -> None:
    ignored = {
        rule: resource["Type"]
        for _, resource in resources(templates)
        for rule in resource.get("Metadata", {})
        .get("cfn-lint", {})
        .get("config", {})
        .get("ignore_checks", [])
    }
    assert ignored == {"W3005": "AWS::Lambda::Function"}


def test_checkov_has_no_failure(templates: Path, tmp_path: Path) -> None:
    assert CHECKOV.exists(), "make build/checkov/.installed puts checkov there"
    command = [str(CHECKOV), "--directory", str(templates), "--framework", "cloudformation"]
    done = subprocess.run(
        [*command, "--skip-download", "--quiet", "--compact", "--output", "json"],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    failed = [
        (one["check_id"], one["file_path"], one["resource"]) for one in report["results"]["failed_checks"]
    ]
    assert failed == []
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["passed"] > 100


def test_what_checkov_skips_is_accepted_with_a_reason(templates: Path) -> None:
    skipped: defaultdict[str, set[str]] = defaultdict(set)
    for name, resource in resources(templates):
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", []):
            assert skip["comment"].endswith("."), name
            skipped[resource["Type"]].add(skip["id"])
    assert skipped == SKIPPED
