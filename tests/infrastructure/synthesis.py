"""Synthesizes an environment, and reads what comes of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aws_cdk as cdk

from stacks.composition import compose
from stacks.environment import read_environment

REPOSITORY = Path(__file__).parents[2]

RESTORED = {
    "tableName": "impressionnistes-registration-prod-2",
    "restoreFrom": "s3://backups/2027/2027-04-02T01-15-00Z/AWSDynamoDB/0169-2d87/data/",
}
"""Settings of prod once its table is restored from an export."""


@dataclass(frozen=True, slots=True)
class Template:
    """One stack as CloudFormation gets it."""

    content: Mapping[str, Any]

    def of_type(self, resource_type: str) -> dict[str, dict[str, Any]]:
        """The resources of a type, by logical id."""
        resources = self.content.get("Resources", {})
        return {key: value for key, value in resources.items() if value["Type"] == resource_type}

    def only(self, resource_type: str) -> dict[str, Any]:
        """The properties of the one resource of a type."""
        (resource,) = self.of_type(resource_type).values()
        properties: dict[str, Any] = resource["Properties"]
        return properties

    def named(self, resource_type: str, name_property: str, name: str) -> dict[str, Any]:
        """The properties of the one resource of a type that has this name."""
        found = [resource["Properties"] for resource in self.of_type(resource_type).values()]
        properties: dict[str, Any]
        (properties,) = [item for item in found if item.get(name_property) == name]
        return properties

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The values of the outputs, by name."""
        return {key: output["Value"] for key, output in self.content.get("Outputs", {}).items()}


def settings_of(name: str) -> dict[str, Any]:
    """The settings of an environment, as in `cdk.json`."""
    settings: dict[str, Any] = _context()["environments"][name]
    return settings


def synthesize(name: str, folder: Path, **changes: Any) -> dict[str, Template]:
    """The templates of an environment by responsibility, as `Database`.

    Args:
        folder: takes the assembly.
        changes: settings, under their names in `cdk.json`, that are not as they are there.
    """
    environments = {name: settings_of(name) | changes}
    app = cdk.App(context=_context(), outdir=str(folder), builtin_cloud_formation_validation=False)
    compose(app, read_environment(name, environments, datetime.now(UTC).date()))
    app.synth()
    found = folder.glob("Impressionnistes*.template.json")
    return {
        path.name.removeprefix("Impressionnistes").partition("-")[0]: Template(json.loads(path.read_text()))
        for path in found
    }


def _context() -> dict[str, Any]:
    context: dict[str, Any] = json.loads((REPOSITORY / "cdk.json").read_text())["context"]
    return context
