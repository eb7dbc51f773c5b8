"""What the emulator can't hold of the templates, and taking it out of them."""

import json
from pathlib import Path
from typing import Any

NOT_HELD = ("AWS::Budgets::Budget", "AWS::WAFv2::LoggingConfiguration", "AWS::WAFv2::WebACLAssociation")
"""Types that the emulator does not know; resources of them stay out."""

STAND_INS = {("AWS::AppSync::GraphQLApi", "RealtimeUrl"): "GraphQLUrl"}
"""Attributes that the emulator does not know, and those that stand in for them."""

ACROSS_REGIONS = "Fn::GetStackOutput of another region"
"""The emulator looks in its own region only; the name of the output, as `stack.output`, stands in for it."""


def fit(assembly: Path) -> set[str]:
    """Change the templates of an assembly so that the emulator takes them.

    Returns:
        What was changed, as `Monitoring: AWS::Budgets::Budget`.
    """
    changes: set[str] = set()
    for path in sorted(assembly.glob("*.template.json")):
        stack = path.name.removeprefix("Impressionnistes").partition("-")[0]
        template = json.loads(path.read_text())
        kinds = {name: resource["Type"] for name, resource in template["Resources"].items()}
        left_out = [name for name, kind in kinds.items() if kind in NOT_HELD]
        found = {template["Resources"].pop(name)["Type"] for name in left_out}
        path.write_text(json.dumps(_fitted(template, kinds, found), indent=1))
        changes |= {f"{stack}: {change}" for change in found}
    return changes


def _fitted(part: Any, kinds: dict[str, str], found: set[str]) -> Any:
    match part:
        case {"Fn::GetAtt": [resource, attribute]} if (kinds[resource], attribute) in STAND_INS:
            found.add(f"{kinds[resource]}.{attribute}")
            return {"Fn::GetAtt": [resource, STAND_INS[kinds[resource], attribute]]}
        case {"Fn::GetStackOutput": {"Region": _, "StackName": stack, "OutputName": output}}:
            found.add(ACROSS_REGIONS)
            return f"{stack}.{output}"
        case dict():
            return {key: _fitted(value, kinds, found) for key, value in part.items()}
        case list():
            return [_fitted(value, kinds, found) for value in part]
        case _:
            return part
