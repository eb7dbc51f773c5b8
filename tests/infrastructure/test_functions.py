"""What every function has, in whatever stack it is."""

import json
from collections.abc import Iterator
from typing import Any

from tests.infrastructure.conftest import Stacks
from tests.infrastructure.synthesis import Template

FUNCTION = "AWS::Lambda::Function"


def functions(stacks: Stacks) -> Iterator[tuple[Template, dict[str, Any]]]:
    """Our functions, each with its stack; those that CDK adds are not Python."""
    found = [
        (stack, resource["Properties"])
        for stack in stacks.values()
        for resource in stack.of_type(FUNCTION).values()
        if resource["Properties"].get("Runtime", "").startswith("python")
    ]
    assert len(found) >= 4
    yield from found


def test_each_runs_on_arm_with_the_newest_python_and_is_traced(stacks: Stacks) -> None:
    for _, function in functions(stacks):
        assert (function["Runtime"], function["Architectures"]) == ("python3.14", ["arm64"])
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert len(function["Layers"]) == 1


def test_each_has_a_role_of_its_own(stacks: Stacks) -> None:
    roles = [json.dumps([id(stack), function["Role"]]) for stack, function in functions(stacks)]
    assert len(set(roles)) == len(roles)


def test_each_has_a_log_group_of_its_own_that_ends(stacks: Stacks) -> None:
    for stack, function in functions(stacks):
        name = f"/aws/lambda/{function['FunctionName']}"
        days = 365 if name.endswith("-prod") else 14
        assert stack.named("AWS::Logs::LogGroup", "LogGroupName", name)["RetentionInDays"] == days


def test_only_what_somebody_waits_for_has_snapshots_and_only_in_prod(dev: Stacks, prod: Stacks) -> None:
    assert not [function for _, function in functions(dev) if "SnapStart" in function]
    for _, function in functions(prod):
        assert ("SnapStart" in function) is not ("DeadLetterConfig" in function), function["FunctionName"]


def test_each_alarms_for_errors_throttles_and_nearness_to_its_timeout(stacks: Stacks) -> None:
    for stack, function in functions(stacks):
        head, _, environment = function["FunctionName"].rpartition("-")
        for thing, metric in (("errors", "Errors"), ("throttles", "Throttles"), ("duration", "Duration")):
            alarm = stack.named("AWS::CloudWatch::Alarm", "AlarmName", f"{head}-{thing}-{environment}")
            assert alarm["MetricName"] == metric
        assert alarm["ExtendedStatistic"] == "p99"
        assert alarm["Threshold"] == 800 * function["Timeout"]
