"""Log groups: named, kept as long as the environment says."""

from collections.abc import Mapping

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from stacks.environment import Environment, SettingError
from stacks.findings import accept

_RETENTIONS: Mapping[int, logs.RetentionDays] = {
    1: logs.RetentionDays.ONE_DAY,
    7: logs.RetentionDays.ONE_WEEK,
    14: logs.RetentionDays.TWO_WEEKS,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
    180: logs.RetentionDays.SIX_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
}


def log_group(scope: Construct, construct_id: str, environment: Environment, name: str) -> logs.LogGroup:
    """A log group of that name.

    Raises:
        SettingError: CloudWatch can't keep logs for as long as the environment says.
    """
    days = environment.log_retention_days
    if days not in _RETENTIONS:
        known = ", ".join(map(str, _RETENTIONS))
        raise SettingError(f"cdk.json, {environment.name}: logRetentionDays is one of {known}, not {days}.")
    made = logs.LogGroup(
        scope,
        construct_id,
        log_group_name=name,
        retention=_RETENTIONS[days],
        # One kept from a creation that was rolled back would stand in the way of the next.
        removal_policy=(
            RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if environment.retain_data else RemovalPolicy.DESTROY
        ),
    )
    accept(
        made,
        "AWS encrypts it with a key of its own; one of ours costs a dollar each month.",
        "CKV_AWS_158",
    )
    return made
