"""What the operators look at: alarms and dashboards on metrics that there are, the topic, and the budget."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import ObjectTypeDefinitionNode, parse

from resolvers import discovery, metrics
from stacks import metrics as expected_metrics
from stacks.dashboards import CREWS, ROSTER
from tests.infrastructure.conftest import Stacks
from tests.infrastructure.synthesis import REPOSITORY

OF_AWS: dict[str, dict[str, tuple[set[str], ...]]] = {
    "AWS/AppSync": {
        "4XXError": ({"GraphQLAPIId"},),
        "5XXError": ({"GraphQLAPIId"},),
        "Latency": ({"GraphQLAPIId"},),
    },
    "AWS/CloudFront": {"5xxErrorRate": ({"DistributionId", "Region"},)},
    "AWS/DynamoDB": {
        "ConsumedReadCapacityUnits": ({"TableName"},),
        "ConsumedWriteCapacityUnits": ({"TableName"},),
        "ReadThrottleEvents": ({"TableName"}, {"TableName", "GlobalSecondaryIndexName"}),
        "SystemErrors": ({"TableName", "Operation"},),
        "WriteThrottleEvents": ({"TableName"}, {"TableName", "GlobalSecondaryIndexName"}),
    },
    "AWS/Lambda": {
        "Duration": ({"FunctionName"},),
        "Errors": ({"FunctionName"},),
        "Invocations": ({"FunctionName"},),
        "Throttles": ({"FunctionName"},),
    },
    "AWS/SQS": {"ApproximateNumberOfMessagesVisible": ({"QueueName"},)},
    "AWS/WAFV2": {"BlockedRequests": ({"Region", "Rule", "WebACL"},)},
}
"""Metrics by namespace with the dimensions they go by, as each service documents them."""

OURS = {
    metrics.DONE: {"service", "field"},
    metrics.REFUSED: {"service"},
    metrics.DEFECTS: {"service"},
    metrics.SIGN_UPS: {"service"},
}
"""What `resolvers/metrics.py` counts."""

GLOBAL = {"FrontendAlarms": "us-east-1"}


def alarms(stacks: Stacks) -> Iterator[tuple[str, dict[str, Any]]]:
    """All alarms with the region that they are in."""
    for name, template in stacks.items():
        for alarm in template.of_type("AWS::CloudWatch::Alarm").values():
            yield GLOBAL.get(name, "eu-west-3"), alarm["Properties"]


def widgets(stacks: Stacks, dashboard: str) -> list[dict[str, Any]]:
    """The widgets of a dashboard; what CloudFormation fills in is there by its name."""
    found = stacks["Monitoring"].of_type("AWS::CloudWatch::Dashboard").values()
    (body,) = [
        one["Properties"]["DashboardBody"]
        for one in found
        if one["Properties"]["DashboardName"].startswith(f"impressionnistes-{dashboard}-")
    ]
    text = body if isinstance(body, str) else "".join(_filled(part) for part in body["Fn::Join"][1])
    parsed: list[dict[str, Any]] = json.loads(text)["widgets"]
    return parsed


def _filled(part: Any) -> str:
    return part if isinstance(part, str) else part["Ref"].removeprefix("AWS::")


def drawn(stacks: Stacks) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Namespace, name and dimensions of every metric on the dashboards."""
    for dashboard in ("regatta", "machine"):
        for widget in widgets(stacks, dashboard):
            for metric in widget["properties"].get("metrics", []):
                namespace, name, *pairs = [part for part in metric if isinstance(part, str)]
                yield namespace, name, dict(zip(pairs[::2], pairs[1::2], strict=True))


def exists(namespace: str, name: str, dimensions: set[str]) -> bool:
    """Whether there is such a metric."""
    if namespace.startswith("Impressionnistes-"):
        return OURS.get(name) == dimensions
    return dimensions in OF_AWS.get(namespace, {}).get(name, ())


def test_every_alarm_is_on_a_metric_that_exists(stacks: Stacks) -> None:
    missing = [
        (alarm["AlarmName"], alarm["Namespace"], alarm["MetricName"])
        for _, alarm in alarms(stacks)
        if not exists(
            alarm["Namespace"], alarm["MetricName"], {dimension["Name"] for dimension in alarm["Dimensions"]}
        )
    ]
    assert missing == []


def test_every_metric_on_a_dashboard_exists(stacks: Stacks) -> None:
    shown = list(drawn(stacks))
    assert shown
    assert [metric for metric in shown if not exists(metric[0], metric[1], set(metric[2]))] == []


def test_the_stacks_name_our_metrics_as_the_code_does() -> None:
    for name in ("DONE", "REFUSED", "DEFECTS", "SIGN_UPS"):
        assert getattr(expected_metrics, name) == getattr(metrics, name)


def test_our_metrics_are_shown_where_the_functions_put_them(stacks: Stacks) -> None:
    """By namespace and function; a mutation by the name of its field."""
    functions = {
        function["Properties"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]: function["Properties"][
            "Environment"
        ]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
        for template in stacks.values()
        for function in template.of_type("AWS::Lambda::Function").values()
    }
    ours = [metric for metric in drawn(stacks) if not metric[0].startswith("AWS/")]
    assert ours
    for namespace, _, dimensions in ours:
        assert functions[dimensions["service"]] == namespace


def test_fields_on_the_dashboard_are_mutations_of_their_function() -> None:
    fields = [
        (node.name.value, field.name.value)
        for node in parse((REPOSITORY / "schema.graphql").read_text()).definitions
        if isinstance(node, ObjectTypeDefinitionNode)
        for field in node.fields
    ]
    mutations = {
        one.field_name
        for one in discovery.discover(fields)
        if isinstance(one, discovery.LambdaResolver)
        and (one.type_name, one.folder) == ("Mutation", "registration")
    }
    assert {*CREWS, *ROSTER} <= mutations


def test_a_count_is_a_line_that_cloudwatch_reads(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Impressionnistes-dev")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "registration")
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED", raising=False)

    metrics.count(metrics.DONE, "createCrew")
    metrics.count(metrics.REFUSED)

    done, refused = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    (described,) = done["_aws"]["CloudWatchMetrics"]
    assert described["Namespace"] == "Impressionnistes-dev"
    assert {frozenset(dimensions) for dimensions in described["Dimensions"]} == {
        frozenset(OURS[metrics.DONE])
    }
    assert (done["Done"], done["field"], done["service"]) == ([1.0], "createCrew", "registration")
    assert set(refused) == {"_aws", "service", "Refused"}


def test_every_alarm_says_what_to_do_and_tells_the_operators(stacks: Stacks) -> None:
    for region, alarm in alarms(stacks):
        name = alarm["AlarmName"]
        assert ":" in alarm["AlarmDescription"], name
        assert alarm["AlarmDescription"].endswith("."), name
        (action,) = alarm["AlarmActions"]
        assert f":sns:{region}:" in json.dumps(action), name
        assert ":impressionnistes-operators-" in json.dumps(action), name


def test_no_alarm_computes(stacks: Stacks) -> None:
    """An alarm on an expression is charged for each of its metrics, and none could be rehearsed."""
    assert [alarm["AlarmName"] for _, alarm in alarms(stacks) if "Metrics" in alarm] == []


@pytest.mark.parametrize(
    "watched",
    [
        ("AWS/AppSync", "5XXError"),
        ("AWS/AppSync", "Latency"),
        ("AWS/CloudFront", "5xxErrorRate"),
        ("AWS/DynamoDB", "ReadThrottleEvents"),
        ("AWS/DynamoDB", "SystemErrors"),
        ("AWS/DynamoDB", "WriteThrottleEvents"),
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
    ],
    ids=" ".join,
)
def test_what_can_fail_is_watched(stacks: Stacks, watched: tuple[str, str]) -> None:
    assert watched in {(alarm["Namespace"], alarm["MetricName"]) for _, alarm in alarms(stacks)}


def test_every_function_is_watched(stacks: Stacks) -> None:
    watched = {
        (json.dumps(alarm["Dimensions"][0]["Value"]), alarm["MetricName"])
        for _, alarm in alarms(stacks)
        if alarm["Namespace"] == "AWS/Lambda"
    }
    for template in stacks.values():
        for logical_id in template.of_type("AWS::Lambda::Function"):
            for metric in ("Errors", "Throttles", "Duration"):
                assert (json.dumps({"Ref": logical_id}), metric) in watched, logical_id


def test_every_queue_of_dead_letters_is_watched(stacks: Stacks) -> None:
    watched = {json.dumps(alarm["Dimensions"]) for _, alarm in alarms(stacks)}
    for template in stacks.values():
        for logical_id in template.of_type("AWS::SQS::Queue"):
            assert any(f'["{logical_id}", "QueueName"]' in dimensions for dimensions in watched), logical_id


def test_the_machine_dashboard_shows_every_alarm(stacks: Stacks) -> None:
    (status,) = [widget for widget in widgets(stacks, "machine") if widget["type"] == "alarm"]
    shown = {tuple(arn.split(":")[3::3]) for arn in status["properties"]["alarms"]}
    assert shown == {(region, alarm["AlarmName"]) for region, alarm in alarms(stacks)}


def test_the_operators_of_the_settings_are_subscribed_in_both_regions(prod: Stacks, dev: Stacks) -> None:
    for stack in ("Monitoring", "FrontendAlarms"):
        assert prod[stack].only("AWS::SNS::Subscription")["Endpoint"] == (
            "exploitation@impressionnistes.example"
        )
        assert dev[stack].of_type("AWS::SNS::Subscription") == {}


@pytest.mark.parametrize("stack", ["Monitoring", "FrontendAlarms"])
def test_alarms_may_be_sent_to_the_topic_by_this_account_only(stacks: Stacks, stack: str) -> None:
    policies = stacks[stack].of_type("AWS::SNS::TopicPolicy").values()
    allowed = [
        statement
        for policy in policies
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert {"Service": "cloudwatch.amazonaws.com"} in [statement["Principal"] for statement in allowed]
    for statement in allowed:
        assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_the_budget_warns_the_operators(prod: Stacks) -> None:
    budget = prod["Monitoring"].only("AWS::Budgets::Budget")
    assert budget["Budget"]["BudgetLimit"] == {"Amount": 50, "Unit": "USD"}
    warnings = [
        (one["Notification"]["NotificationType"], one["Notification"]["Threshold"])
        for one in budget["NotificationsWithSubscribers"]
    ]
    assert warnings == [("ACTUAL", 80), ("FORECASTED", 100)]
    for one in budget["NotificationsWithSubscribers"]:
        (subscriber,) = one["Subscribers"]
        assert subscriber["SubscriptionType"] == "SNS"


def test_the_topic_is_printed(stacks: Stacks) -> None:
    assert "OperatorsTopicArn" in stacks["Monitoring"].outputs


def test_nobody_is_subscribed_to_what_nothing_is_sent_to(stacks: Stacks) -> None:
    for template in stacks.values():
        for topic in template.of_type("AWS::SNS::Topic"):
            policies = template.of_type("AWS::SNS::TopicPolicy").values()
            (policy,) = [
                one["Properties"] for one in policies if {"Ref": topic} in one["Properties"]["Topics"]
            ]
            statements = policy["PolicyDocument"]["Statement"]
            assert "Allow" in {statement["Effect"] for statement in statements}, topic
