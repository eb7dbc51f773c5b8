"""A cloud to deploy to: the emulator of AWS, and the command line of the CDK speaking to it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from local.account.emulator import running_emulator

REPOSITORY = Path(__file__).parents[3]
CDK = REPOSITORY / "node_modules" / ".bin" / "cdk"
REGION, ALARMS_REGION = "eu-west-3", "us-east-1"
ACCOUNT = "000000000000"


def without_credentials(home: Path) -> dict[str, str]:
    """Variables for a command that can reach no account, and remembers nothing of this machine's user."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "CDK_HOME": str(home),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "AWS_EC2_METADATA_DISABLED": "true",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "18,20",
        "CI": "true",
    }


def cdk(*arguments: str, variables: dict[str, str]) -> str:
    """Run the command line of the CDK; what it said.

    Raises:
        AssertionError: it failed; the message is what it said.
    """
    command = [str(CDK), *arguments, "--no-notices", "--no-color"]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=variables, capture_output=True, text=True, check=False, timeout=150
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


@dataclass(frozen=True, slots=True)
class Cloud:
    """An account that lives for one rehearsal.

    Attributes:
        assembly: what is deployed to it.
    """

    endpoint: str
    home: Path
    assembly: Path

    def cdk(self, command: str, *arguments: str) -> str:
        """Run a command of the CDK on the assembly; what it said."""
        variables = without_credentials(self.home) | {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
        }
        return cdk(command, "--app", str(self.assembly), *arguments, variables=variables)

    def client(self, service: str, region: str = REGION) -> Any:
        """A client of a service in it."""
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def outputs(self, stack: str) -> dict[str, str]:
        """The outputs of a stack, which is named as `Database`."""
        found = self.client("cloudformation").describe_stacks(StackName=f"Impressionnistes{stack}-dev")
        return {output["OutputKey"]: output["OutputValue"] for output in found["Stacks"][0]["Outputs"]}


@contextmanager
def running_cloud(folder: Path) -> Iterator[Cloud]:
    """An empty account; it ends with the block."""
    with running_emulator(folder / "ministack", services="") as emulator:
        yield Cloud(emulator.wait_until_ready(), folder / "home", folder / "assembly")
