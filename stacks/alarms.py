"""Alarms: each tells the operators what happened, and what to do about it."""

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
    made = cloudwatch.Alarm(
        scope,
        "".join(word.capitalize() for word in thing.split("-")) + "Alarm",
        alarm_name=environment.resource_name(thing),
        alarm_description=advice,
        metric=metric,
        threshold=threshold,
        evaluation_periods=periods,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
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
