"""The settings of one environment: read from `cdk.json`, checked, frozen."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

_LONGEST_KEY_LIFE = timedelta(days=364)  # to the evening of that day, and AppSync takes 365 at most
_SHORTEST_KEY_LIFE = timedelta(days=14)
_EXPORT = re.compile(r"s3://[a-z0-9.-]+/(.+/)?AWSDynamoDB/[^/]+/data/")
_GENERATION = re.compile(r"-\d+$")


class SettingError(Exception):
    """A setting is missing, misspelt or wrong; the message names it and says what would be right."""


@dataclass(frozen=True, slots=True)
class ApiKeys:
    """Last days of the two API keys, so that one can be rotated while the other serves."""

    slot1: date | None
    slot2: date | None


@dataclass(frozen=True, slots=True)
class RestoreSource:
    """Where an export of a table lies: a bucket, and what the keys of its data start with."""

    bucket: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything that differs between environments.

    Attributes:
        name: as in `--context env=dev`.
        retain_data: table, user pool and buckets outlive their stacks.
        threat_protection: Cognito's, which costs 0.02 USD for each monthly active user.
        described_schema: whether the descriptions of the schema are deployed with it.
        mail_from: the address that SES sends from.
        domain: of the site; with it goes `certificate_arn`, of a certificate in us-east-1.
        restore_from: `s3://bucket/…/AWSDynamoDB/…/data/` of an export that a new table is filled from.
        monthly_budget_dollars: operators are told when the account is to cost more; AWS counts in dollars.
        existing_table: a table to take over instead of making one.
    """

    name: str
    region: str
    table_name: str
    point_in_time_recovery: bool
    retain_data: bool
    termination_protection: bool
    log_retention_days: int
    log_level: str
    introspection: bool
    snap_start: bool
    threat_protection: bool
    daily_export: bool
    described_schema: bool
    operator_emails: tuple[str, ...]
    organiser_emails: tuple[str, ...]
    mail_from: str
    domain: str | None
    certificate_arn: str | None
    monthly_budget_dollars: int
    api_keys: ApiKeys
    restore_from: str | None
    existing_table: str | None

    @property
    def table(self) -> str:
        """The table that everything works on: the one taken over, or else the one that is made."""
        return self.existing_table or self.table_name

    @property
    def origin(self) -> str | None:
        """What the table held before it was ours: an export or another table; none for one made empty."""
        return self.restore_from or self.existing_table

    @property
    def restore_source(self) -> RestoreSource | None:
        """`restore_from`, taken apart."""
        if self.restore_from is None:
            return None
        bucket, _, prefix = self.restore_from.removeprefix("s3://").partition("/")
        return RestoreSource(bucket, prefix)

    def stack_name(self, responsibility: str) -> str:
        """The name of a stack, as `ImpressionnistesDatabase-dev`."""
        return f"Impressionnistes{responsibility}-{self.name}"

    def resource_name(self, thing: str) -> str:
        """The fixed name of a resource that other stacks know by name only."""
        return f"impressionnistes-{thing}-{self.name}"


def read_environment(
    name: str | None, environments: Mapping[str, Mapping[str, Any]], today: date
) -> Environment:
    """The environment of that name.

    Args:
        environments: the context `environments` of `cdk.json`.
        today: API keys must last beyond it.

    Raises:
        SettingError: there is no such environment, or one of its settings is not as it must be.
    """
    if name is None or name not in environments:
        known = " or ".join(f"--context env={known}" for known in environments)
        raise SettingError(f"There is no environment {name!r}: use {known}.")
    settings = environments[name]
    hints = get_type_hints(Environment)
    wanted = {_camel_case(field.name): field.name for field in fields(Environment) if field.name != "name"}
    for key in settings:
        if key not in wanted:
            raise SettingError(f"cdk.json, {name}: {key} is no setting; there are {', '.join(wanted)}.")
    for key in wanted:
        if key not in settings:
            raise SettingError(f"cdk.json, {name}: {key} is missing.")
    values = {
        field: _value(f"cdk.json, {name}: {key}", settings[key], hints[field])
        for key, field in wanted.items()
    }
    environment = Environment(name=name, **values)
    _check(environment, today)
    return environment


def _check(environment: Environment, today: date) -> None:
    where = f"cdk.json, {environment.name}"
    if (environment.domain is None) != (environment.certificate_arn is None):
        raise SettingError(f"{where}: domain and certificateArn go together; set both or neither.")
    if environment.certificate_arn and ":us-east-1:" not in environment.certificate_arn:
        raise SettingError(f"{where}: certificateArn must be of us-east-1, where CloudFront looks for it.")
    if environment.daily_export and not environment.point_in_time_recovery:
        raise SettingError(f"{where}: dailyExport needs pointInTimeRecovery.")
    if environment.restore_from and environment.existing_table:
        raise SettingError(f"{where}: restoreFrom and existingTable exclude each other.")
    if environment.restore_from is not None:
        _check_restore(where, environment.restore_from, environment.table_name)
    slots = {"slot1": environment.api_keys.slot1, "slot2": environment.api_keys.slot2}
    for slot, last in slots.items():
        if last is None:
            continue
        if not today + _SHORTEST_KEY_LIFE <= last <= today + _LONGEST_KEY_LIFE:
            raise SettingError(
                f"{where}: apiKeys.{slot} ends on {last}; choose a day between "
                f"{today + _SHORTEST_KEY_LIFE} and {today + _LONGEST_KEY_LIFE}."
            )
    if not any(slots.values()):
        raise SettingError(f"{where}: apiKeys has no key; the public pages need one.")


def _check_restore(where: str, export: str, table_name: str) -> None:
    if not _EXPORT.fullmatch(export):
        raise SettingError(
            f"{where}: restoreFrom is the data of one export, s3://bucket/.../AWSDynamoDB/.../data/, "
            f"not {export}."
        )
    if not _GENERATION.search(table_name):
        raise SettingError(
            f"{where}: restoreFrom makes a new table, so tableName needs the number of its generation, "
            f"as {table_name}-2."
        )


def _value(where: str, value: Any, hint: Any) -> Any:
    """The setting as the type of its attribute."""
    if hint is ApiKeys:
        return _api_keys(where, value)
    if get_origin(hint) is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise SettingError(f"{where} must be a list of texts.")
        return tuple(value)
    kinds = get_args(hint) or (hint,)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        names = {bool: "true or false", int: "a whole number", str: "a text", NoneType: "null"}
        raise SettingError(f"{where} must be {' or '.join(names[kind] for kind in kinds)}, not {value!r}.")
    return value


def _api_keys(where: str, value: Any) -> ApiKeys:
    slots = [field.name for field in fields(ApiKeys) if field.default is MISSING]
    if not isinstance(value, dict) or set(value) != set(slots):
        raise SettingError(f"{where} must have {' and '.join(slots)}.")
    try:
        return ApiKeys(**{slot: date.fromisoformat(day) if day else None for slot, day in value.items()})
    except (TypeError, ValueError) as error:
        raise SettingError(f"{where}: the last day of a key is written 2027-10-01.") from error


def _camel_case(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
