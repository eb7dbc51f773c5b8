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


def test_logs_are_kept_in_prod_but_for_those_of_a_creation_that_failed(dev: Stacks, prod: Stacks) -> None:
    for stacks, kept in ((dev, ("Delete", "Delete")), (prod, ("RetainExceptOnCreate", "Retain"))):
        groups = [one for stack in stacks.values() for one in stack.of_type("AWS::Logs::LogGroup").values()]
        assert {(one["DeletionPolicy"], one["UpdateReplacePolicy"]) for one in groups} == {kept}


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


def test_what_answers_a_deployment_is_tried_once_and_a_backup_three_times(
    stacks: Stacks, prod: Stacks, restored: Stacks
) -> None:
    """CloudFormation has rolled back by the time of another attempt, which would undo that."""
    for there in (stacks, prod, restored):
        for template in there.values():
            for function, tried in retries(template).items():
                resource = template.content["Resources"][function]
                backup = resource["Properties"]["FunctionName"] == "impressionnistes-backup-prod"
                once = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
                assert tried == ({"MaximumRetryAttempts": 2} if backup else once)
            assert serving_custom_resources(template) <= retries(template).keys()
    assert len(retries(prod["Database"])) == 3
    assert len(retries(restored["Database"])) == 2


def retries(template: Template) -> dict[str, dict[str, int]]:
    """How often asynchronous events are tried again, by logical id of the function."""
    found = [item["Properties"] for item in template.of_type("AWS::Lambda::EventInvokeConfig").values()]
    for config in found:
        assert config["Qualifier"] == "$LATEST"
    return {
        config["FunctionName"]["Ref"]: {key: value for key, value in config.items() if key.startswith("Max")}
        for config in found
    }


def serving_custom_resources(template: Template) -> set[str]:
    """The logical ids of the functions that CloudFormation asks."""
    return {
        resource["Properties"]["ServiceToken"]["Fn::GetAtt"][0]
        for resource in template.content["Resources"].values()
        if "ServiceToken" in resource.get("Properties", {})
    }


def test_a_custom_resource_waits_until_it_is_said_how_often_its_function_is_tried(stacks: Stacks) -> None:
    waiting = []
    for template in stacks.values():
        configs = template.of_type("AWS::Lambda::EventInvokeConfig")
        for resource in template.content["Resources"].values():
            if "ServiceToken" in resource.get("Properties", {}):
                waiting.append(resource["Type"])
                assert set(resource["DependsOn"]) & set(configs), resource["Type"]
    assert sorted(waiting) == ["Custom::FirstEdition", "Custom::SiteFiles"]


def test_an_event_of_a_deployment_is_not_to_be_sent_again(stacks: Stacks) -> None:
    for template in stacks.values():
        for serving in serving_custom_resources(template):
            name = template.content["Resources"][serving]["Properties"]["FunctionName"]
            head, _, environment = name.rpartition("-")
            alarm = template.named(
                "AWS::CloudWatch::Alarm", "AlarmName", f"{head}-dead-letters-{environment}"
            )
            assert "deploy again and delete the event" in alarm["AlarmDescription"]
