"""The alarms of the site: in us-east-1, where CloudFront puts its metrics."""

from typing import Any

from aws_cdk import CrossStackReferences, Duration, ReferenceStrength, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from stacks.alarms import alarm
from stacks.environment import Environment
from stacks.topics import operators_topic

REGION = "us-east-1"

_MANY_FAILURES = 5.0
"""Percent of the requests."""


class FrontendAlarmsStack(Stack):
    """What tells the operators that the site fails, with a topic of its own: alarms can't leave a region."""

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        distribution: cloudfront.Distribution,
        **options: Any,
    ) -> None:
        super().__init__(scope, environment.stack_name("FrontendAlarms"), **options)
        # The only kind of reference that reaches into another region without two functions to carry it.
        CrossStackReferences.of(self).consume(ReferenceStrength.WEAK)
        operators_topic(self, environment, ["cloudwatch.amazonaws.com"])
        alarm(
            self,
            "site-errors",
            environment,
            _failures(distribution),
            threshold=_MANY_FAILURES,
            periods=3,
            advice="Visitors get errors instead of the site: see whether AWS reports trouble with CloudFront "
            "or S3, then whether the bucket's policy still lets the distribution read.",
        )


def _failures(distribution: cloudfront.Distribution) -> cloudwatch.Metric:
    # The distribution's own metric5xx_error_rate leaves the region out, and so names what is never written.
    return cloudwatch.Metric(
        namespace="AWS/CloudFront",
        metric_name="5xxErrorRate",
        dimensions_map={"DistributionId": distribution.distribution_id, "Region": "Global"},
        statistic=cloudwatch.Stats.AVERAGE,
        period=Duration.minutes(5),
    )
