"""The two dashboards: what happens in the regatta, and how the machine does."""

from collections.abc import Iterable
from typing import TypeVar

from aws_cdk import ArnFormat, CfnResource, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from resolvers.discovery import LAMBDA_FOLDERS
from stacks.environment import Environment
from stacks.metrics import DEFECTS, DONE, REFUSED, SIGN_UPS, counted

_Kind = TypeVar("_Kind", bound=CfnResource)

CREWS = ("createCrew", "updateCrew", "substituteMember", "withdrawCrew", "deleteCrew")
ROSTER = ("createMember", "updateMember", "deleteMember", "importMembers", "copyRoster")

_HOUR = Duration.hours(1)
_FIVE_MINUTES = Duration.minutes(5)
_COLUMNS = 24
_NAMELESS = ("AWS/AppSync", "AWS/CloudFront")
"""Whose metrics go by an identifier that there is only once the thing is made."""


def make_regatta_dashboard(scope: Construct, environment: Environment) -> None:
    """What happens in the regatta: sign-ups, crews, rosters, and what was refused."""

    def done(title: str, fields: Iterable[str]) -> cloudwatch.GraphWidget:
        figures = [counted(environment, "registration", DONE, every=_HOUR, field=field) for field in fields]
        return _graph(title, figures, 2)

    sign_ups = counted(environment, "sign-up", SIGN_UPS, every=_HOUR)
    refused = [counted(environment, folder, REFUSED, every=_HOUR) for folder in LAMBDA_FOLDERS]
    dashboard = cloudwatch.Dashboard(scope, "Regatta", dashboard_name=environment.resource_name("regatta"))
    dashboard.add_widgets(_graph("Sign-ups", [sign_ups], 2), done("Crews", CREWS))
    dashboard.add_widgets(done("Rosters", ROSTER), _graph("Refused by a rule", refused, 2))


def make_machine_dashboard(scope: Construct, environment: Environment) -> None:
    """How the machine does: every alarm there is, the functions and the table.

    All go by their names in the application, so it is made when all that it shows has been.
    """
    alarms = sorted(_all(scope, cloudwatch.CfnAlarm), key=lambda alarm: alarm.alarm_name or "")
    functions = sorted(name for one in _all(scope, lambda_.CfnFunction) if (name := one.function_name))
    dashboard = cloudwatch.Dashboard(scope, "Machine", dashboard_name=environment.resource_name("machine"))
    dashboard.add_widgets(
        cloudwatch.AlarmStatusWidget(
            title="Alarms", width=_COLUMNS, height=6, alarms=[_by_name(scope, alarm) for alarm in alarms]
        )
    )
    drawn = [alarm for alarm in alarms if alarm.namespace in _NAMELESS]
    dashboard.add_widgets(*(_drawn(scope, alarm, len(drawn)) for alarm in drawn))
    dashboard.add_widgets(
        _graph("Calls of functions", [_of_function(name, "Invocations", "Sum") for name in functions], 3),
        _graph("Duration of functions", [_of_function(name, "Duration", "p99") for name in functions], 3),
        _graph(
            "Defects", [counted(environment, one, DEFECTS, every=_FIVE_MINUTES) for one in LAMBDA_FOLDERS], 3
        ),
    )
    dashboard.add_widgets(
        _graph("Reads of the table", [_of_table(environment, "ConsumedReadCapacityUnits")], 2),
        _graph("Writes of the table", [_of_table(environment, "ConsumedWriteCapacityUnits")], 2),
    )


def _all(scope: Construct, kind: type[_Kind]) -> list[_Kind]:
    """What there is of a kind in the whole application."""
    return [found for found in scope.node.root.node.find_all() if isinstance(found, kind)]


def _graph(title: str, metrics: list[cloudwatch.Metric], in_row: int) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=metrics, width=_COLUMNS // in_row)


def _by_name(scope: Construct, alarm: cloudwatch.CfnAlarm) -> cloudwatch.IAlarm:
    name = alarm.alarm_name or ""
    found = scope.node.try_find_child(name)
    if found is None:
        arn = Stack.of(scope).format_arn(
            service="cloudwatch",
            region=Stack.of(alarm).region,
            resource="alarm",
            resource_name=name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        found = cloudwatch.Alarm.from_alarm_arn(scope, name, arn)
    return found  # type: ignore[return-value]


def _drawn(scope: Construct, alarm: cloudwatch.CfnAlarm, in_row: int) -> cloudwatch.AlarmWidget:
    return cloudwatch.AlarmWidget(
        title=alarm.alarm_name,
        alarm=_by_name(scope, alarm),
        region=Stack.of(alarm).region,
        width=_COLUMNS // in_row,
    )


def _of_function(name: str, metric: str, statistic: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/Lambda",
        metric_name=metric,
        dimensions_map={"FunctionName": name},
        statistic=statistic,
        period=_FIVE_MINUTES,
        label=name,
    )


def _of_table(environment: Environment, metric: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/DynamoDB",
        metric_name=metric,
        dimensions_map={"TableName": environment.table},
        statistic="Sum",
        period=_FIVE_MINUTES,
    )
