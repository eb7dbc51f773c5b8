"""Alarms: each tells the operators what happened, and what to do about it."""

from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from stacks.environment import Environment

OPERATORS = "operators"
"""The topic, by the name of its resource, that alarms are sent to."""


def alarm(
    scope: Construct,
    thing: str,
    environment: Environment,
    metric: cloudwatch.IMetric,
    *,
    threshold: float,
    advice: str,
    periods: int = 1,
) -> cloudwatch.Alarm:
    """An alarm that goes off once a metric is at its threshold or above for some periods.

    Args:
        thing: what is watched, as in its name `impressionnistes-<thing>-dev`.
        advice: one sentence for the operators: what it means and what to do.
    """
    return _alarm(
        scope,
        thing,
        environment,
        alarm_description=advice,
        metric=metric,
        threshold=threshold,
        evaluation_periods=periods,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


def alarm_on_silence(
    scope: Construct, thing: str, environment: Environment, metric: cloudwatch.IMetric, *, advice: str
) -> cloudwatch.Alarm:
    """An alarm that goes off once a metric counts nothing for a period, or is not there; else as `alarm`."""
    return _alarm(
        scope,
        thing,
        environment,
        alarm_description=advice,
        metric=metric,
        threshold=1,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.BREACHING,
    )


def _alarm(scope: Construct, thing: str, environment: Environment, **properties: Any) -> cloudwatch.Alarm:
    made = cloudwatch.Alarm(
        scope,
        "".join(word.capitalize() for word in thing.split("-")) + "Alarm",
        alarm_name=environment.resource_name(thing),
        **properties,
    )
    made.add_alarm_action(actions.SnsAction(_operators(scope, environment)))
    return made


def _operators(scope: Construct, environment: Environment) -> sns.ITopic:
    # By its name: the topic is made by the monitoring stack, which comes after those that alarm.
    stack = Stack.of(scope)
    found = stack.node.try_find_child("OperatorsTopic")
    if found is None:
        arn = stack.format_arn(service="sns", resource=environment.resource_name(OPERATORS))
        found = sns.Topic.from_topic_arn(stack, "OperatorsTopic", arn)
    return found  # type: ignore[return-value]
