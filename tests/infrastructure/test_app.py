"""The application as a whole: `app.py` as the CDK's command line runs it, without an AWS account."""

import json
import os
import resource
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure.conftest import Stacks
from tests.infrastructure.synthesis import REPOSITORY, synthesize

IN_ORDER = ["Database", "Identity", "Monitoring", "Api", "Frontend", "FrontendAlarms"]
MOST_RESOURCES = 250
MOST_SECONDS = 10


def run(folder: Path, environment: str | None) -> subprocess.CompletedProcess[str]:
    """Runs `app.py` in an environment that has nothing of AWS in it."""
    context = {} if environment is None else {"env": environment}
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ["HOME"],  # where the CDK keeps itself unpacked from run to run
        "AWS_CONFIG_FILE": str(folder / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none"),
        "CDK_OUTDIR": str(folder / "cdk.out"),
        "CDK_CONTEXT_JSON": json.dumps(context),
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
        "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
    }
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=REPOSITORY,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def manifest(folder: Path) -> dict[str, Any]:
    """The stacks of the assembly, by responsibility."""
    artifacts = json.loads((folder / "cdk.out" / "manifest.json").read_text())["artifacts"]
    return {
        name.removeprefix("Impressionnistes").partition("-")[0]: artifact
        for name, artifact in artifacts.items()
        if artifact["type"] == "aws:cloudformation:stack"
    }


def work() -> float:
    """Seconds of processor time of all processes that have ended: it tells nothing of who else works here."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_all_is_synthesized_without_credentials_in_ten_seconds(tmp_path: Path) -> None:
    before = work()
    result = run(tmp_path, "prod")

    assert result.returncode == 0, result.stderr
    assert work() - before < MOST_SECONDS
    stacks = manifest(tmp_path)
    assert sorted(stacks) == sorted(IN_ORDER)
    for name, stack in stacks.items():
        assert stack["properties"]["terminationProtection"] is True
        assert stack["properties"]["tags"] == {
            "application": "impressionnistes-registration",
            "environment": "prod",
        }
        region = "us-east-1" if name == "FrontendAlarms" else "eu-west-3"
        assert stack["environment"] == f"aws://unknown-account/{region}"
    for earlier, later in pairwise(IN_ORDER):
        assert f"Impressionnistes{earlier}-prod" in stacks[later]["dependencies"]


@pytest.mark.parametrize("environment", [None, "staging"])
def test_an_environment_that_is_not_there_is_refused_in_a_sentence(
    tmp_path: Path, environment: str | None
) -> None:
    result = run(tmp_path, environment)
    assert result.returncode != 0
    sentence = result.stderr.strip().splitlines()[-1]
    assert (
        sentence == f"There is no environment {environment!r}: use --context env=dev or --context env=prod."
    )


def test_no_stack_comes_near_the_limit_of_cloudformation(stacks: Stacks) -> None:
    sizes = {name: len(template.content["Resources"]) for name, template in stacks.items()}
    assert {name: size for name, size in sizes.items() if size > MOST_RESOURCES} == {}


def test_a_second_deployment_finds_no_change(tmp_path: Path) -> None:
    first, again = (synthesize("dev", tmp_path / name) for name in ("first", "again"))
    assert {name: template.content for name, template in again.items()} == {
        name: template.content for name, template in first.items()
    }
