"""What an organiser asks of the settings of an edition: read from the arguments, over what stands."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, time
from typing import Any, TypeVar

from resolvers.regatta.edition import Calendar, Capacity, Edition, StartListSettings, Tariff
from resolvers.regatta.fault import Fault
from resolvers.regatta.names import camel_case
from resolvers.regatta.people import clean_date
from resolvers.regatta.refusals import Invalid

Settings = TypeVar("Settings", Calendar, Tariff, Capacity, StartListSettings)


def edited(edition: Edition, plain: Mapping[str, Any]) -> Edition:
    """The edition with what `EditionInput` gives over what stands; what is absent or null stays.

    A null early-bird fee ends the early bird. Nothing is judged yet but the form of days and times.

    Raises:
        Invalid: names a day or a time that is none.
    """
    required = plain.get("upgradeCertificatesRequired")
    return replace(
        edition,
        calendar=_calendar(edition.calendar, plain),
        tariff=_over(_without_early_bird(edition.tariff, plain), "tariff", plain),
        capacity=_over(edition.capacity, "capacity", plain),
        upgrade_certificates_required=edition.upgrade_certificates_required if required is None else required,
        start_list_settings=_over(edition.start_list_settings, "startListSettings", plain),
    )


def _calendar(calendar: Calendar, plain: Mapping[str, Any]) -> Calendar:
    given = _over(calendar, "calendar", plain)
    if (plain.get("calendar") or {}).get("hostPriorityEnds") is not None:
        return given
    # The priority ends so many days before closing: when closing moves, it moves along.
    before_closing = calendar.registration_closes - calendar.host_priority_ends
    if given.registration_closes - date.min < before_closing:
        return given  # too early for any calendar, and refused as such
    return replace(given, host_priority_ends=given.registration_closes - before_closing)


def _over(settings: Settings, group: str, plain: Mapping[str, Any]) -> Settings:
    given = plain.get(group) or {}
    names = {field.name: camel_case(field.name) for field in fields(settings)}
    return replace(
        settings,
        **{
            attribute: _value(f"{group}.{name}", given[name])
            for attribute, name in names.items()
            if given.get(name) is not None
        },
    )


def _without_early_bird(tariff: Tariff, plain: Mapping[str, Any]) -> Tariff:
    given = plain.get("tariff") or {}
    if given.get("earlyBirdFee", tariff.early_bird_fee) is not None:
        return tariff
    return replace(tariff, early_bird_fee=None, early_bird_until=None)


def _value(field: str, given: Any) -> Any:
    if not isinstance(given, str):
        return given
    return _time(field, given) if field.startswith("startListSettings.") else _day(field, given)


def _day(field: str, given: str) -> date:
    day = clean_date(given)
    if isinstance(day, Fault):
        raise day.of(field)
    return day


def _time(field: str, given: str) -> time:
    try:
        start = time.fromisoformat(given)
    except ValueError:
        start = None
    if start is None or start.tzinfo is not None:
        raise Invalid(f"{field} is a time of day in Paris, as 07:45, without an offset.", field, "TIME")
    return start
