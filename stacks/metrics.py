"""The metrics that our own functions write, as `resolvers/metrics.py` names them."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from stacks.environment import Environment

DONE, REFUSED, DEFECTS, SIGN_UPS = "Done", "Refused", "Defects", "SignUps"


def metrics_namespace(environment: Environment) -> str:
    """Where the functions of an environment put their metrics, as `Impressionnistes-dev`."""
    return f"Impressionnistes-{environment.name}"


def counted(
    environment: Environment, function: str, name: str, *, every: Duration, field: str | None = None
) -> cloudwatch.Metric:
    """How often a function counted something.

    Args:
        function: the function in the names of its resources, as `registration`.
        field: of the schema, for what is counted by field.
    """
    return cloudwatch.Metric(
        namespace=metrics_namespace(environment),
        metric_name=name,
        dimensions_map={"service": function} | ({"field": field} if field else {}),
        statistic=cloudwatch.Stats.SUM,
        period=every,
    )
