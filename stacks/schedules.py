"""Functions that run by themselves, once each night."""

import json

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from stacks.environment import Environment
from stacks.functions import PythonFunction

_SCHEDULED_TIME = "<aws.scheduler.scheduled-time>"


def run_each_night(
    scope: Construct, environment: Environment, function: PythonFunction, *, at: str, description: str
) -> None:
    """Has a function invoked with `{"time": …}`, of when it was scheduled; the same at every attempt.

    Args:
        function: an asynchronous one, whose dead letters take what could not be invoked either.
        at: the time in Paris, as `3:15`.
    """
    hour, minute = at.split(":")
    role = iam.Role(
        scope,
        "ScheduleRole",
        assumed_by=iam.ServicePrincipal(
            "scheduler.amazonaws.com",
            conditions={"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}},
        ),
    )
    for action, resource in (
        ("lambda:InvokeFunction", function.invoked.function_arn),
        ("sqs:SendMessage", function.dead_letters.queue_arn),
    ):
        role.add_to_policy(iam.PolicyStatement(actions=[action], resources=[resource]))
    schedule = scheduler.CfnSchedule(
        scope,
        "Schedule",
        name=environment.resource_name(function.name),
        description=description,
        schedule_expression=f"cron({int(minute)} {int(hour)} * * ? *)",
        schedule_expression_timezone="Europe/Paris",
        flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
        target=scheduler.CfnSchedule.TargetProperty(
            arn=function.invoked.function_arn,
            role_arn=role.role_arn,
            input=json.dumps({"time": _SCHEDULED_TIME}),
            dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(
                arn=function.dead_letters.queue_arn
            ),
        ),
    )
    schedule.node.add_dependency(role.node.find_child("DefaultPolicy"))
