"""`deploy.sh` and `destroy.sh`: which command they come to, and what stops them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.infrastructure.synthesis import REPOSITORY


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts, among commands that only write down how they were called."""
    for script in ("deploy.sh", "destroy.sh"):
        shutil.copy(REPOSITORY / script, tmp_path / script)
    for command in ("setup-venv.sh", "bin/make", "bin/npx"):
        path = tmp_path / command
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\necho "{path.stem} $*" >> "{tmp_path}/called"\n')
        path.chmod(0o755)
    return tmp_path


def run(checkout: Path, *command: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{checkout}/bin:{os.environ['PATH']}"}
    return subprocess.run(
        [str(checkout / command[0]), *command[1:]],
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=10,
    )


def called(checkout: Path) -> list[str]:
    path = checkout / "called"
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.parametrize(
    ("command", "typed", "last"),
    [
        (("deploy.sh", "dev"), "", "npx --no-install cdk deploy --all --context env=dev"),
        (
            ("deploy.sh", "prod", "--require-approval", "never"),
            "",
            "npx --no-install cdk deploy --all --context env=prod --require-approval never",
        ),
        (("destroy.sh", "dev"), "", "npx --no-install cdk destroy --all --force --context env=dev"),
        (("destroy.sh", "prod"), "prod\n", "npx --no-install cdk destroy --all --force --context env=prod"),
    ],
)
def test_each_comes_to_one_command_of_cdk(
    checkout: Path, command: tuple[str, ...], typed: str, last: str
) -> None:
    assert run(checkout, *command, typed=typed).returncode == 0
    assert called(checkout) == ["setup-venv ", "make --silent node_modules/.installed site", last]


@pytest.mark.parametrize("typed", ["", "\n", "dev\n", "yes\n", "PROD\n", "prod please\n"])
def test_prod_goes_only_when_its_name_is_typed(checkout: Path, typed: str) -> None:
    assert run(checkout, "destroy.sh", "prod", typed=typed).returncode != 0
    assert called(checkout) == []


@pytest.mark.parametrize("script", ["deploy.sh", "destroy.sh"])
def test_an_environment_must_be_named(checkout: Path, script: str) -> None:
    result = run(checkout, script)
    assert result.returncode != 0
    assert f"Say which environment: ./{script} dev" in result.stderr
    assert called(checkout) == []
