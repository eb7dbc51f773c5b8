"""The start list: who starts when, with which bow; computed as a draft, lasting once it is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from resolvers.regatta.crew import Crew
from resolvers.regatta.edition import Edition
from resolvers.regatta.merges import RaceMerge, starting_races
from resolvers.regatta.paris import at
from resolvers.regatta.race import Race
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.vocabulary import CrewStatus, Event

MARATHON_EVENT = 1


@dataclass(frozen=True, slots=True)
class Start:
    """One crew of the list; it says nothing of births or licences, for it becomes public.

    Attributes:
        race: in which the crew starts, merges counted; its number still names the race it entered.
        event_number: 1 for all of the marathon, then one for each race.
        names: of the members, in seat order.
        scratch: whether the crew was withdrawn after the list was published.
    """

    bow: int
    starts_at: datetime
    event_number: int
    race: Race
    crew_id: str
    crew_number: str
    clubs: tuple[str, ...]
    names: tuple[str, ...]
    average_age: float
    unpaid: bool
    scratch: bool = False


def draft(
    edition: Edition, programme: Sequence[Race], merges: Iterable[RaceMerge], crews: Iterable[Crew]
) -> tuple[Start, ...]:
    """The start list of these crews as it would be published now, in order of bows.

    Raises:
        Invalid: so many crews row the marathon that their bows would reach the semi-marathon's; names the
            figure to change.

    Source: regatta rules, "Start list".
    """
    fields = _fields(edition, programme, merges, crews)
    marathon = [(race, crew) for race, crew in fields if race.event is Event.MARATHON]
    semi_marathon = [(race, crew) for race, crew in fields if race.event is not Event.MARATHON]
    settings = edition.start_list_settings
    _check_bows(len(marathon), settings.marathon_first_bow, settings.semi_marathon_first_bow)
    day = edition.calendar.competition_day
    mass_start = at(day, settings.marathon_start)
    first_start = at(day, settings.semi_marathon_start)
    numbers = _event_numbers(race for race, _ in semi_marathon)
    starts = [
        _start(crew, race, MARATHON_EVENT, bow, mass_start)
        for bow, (race, crew) in enumerate(marathon, settings.marathon_first_bow)
    ]
    for place, (race, crew) in enumerate(semi_marathon):
        moment = first_start + timedelta(seconds=place * settings.semi_marathon_interval)
        bow = settings.semi_marathon_first_bow + place
        starts.append(_start(crew, race, numbers[race.id], bow, moment))
    return tuple(starts)


def published(
    starts: Sequence[Start],
    edition: Edition,
    programme: Sequence[Race],
    merges: Iterable[RaceMerge],
    crews: Sequence[Crew],
) -> tuple[Start, ...]:
    """A published list as it stands now: bows and times stay, withdrawn crews are scratches, late ones last.

    Args:
        starts: the list as it was published, or as it was brought up to date before.
        crews: all of the edition, as they are now.
    """
    now = {crew.id: crew for crew in crews}
    listed = [_as_it_is(start, now.get(start.crew_id)) for start in starts]
    known = {start.crew_id for start in starts}
    late = [pair for pair in _fields(edition, programme, merges, crews) if pair[1].id not in known]
    for race, crew in sorted(late, key=lambda pair: (pair[1].created_at, pair[1].id)):
        listed.append(_late(race, crew, listed, edition))
    return tuple(sorted(listed, key=lambda start: start.bow))


def _fields(
    edition: Edition, programme: Sequence[Race], merges: Iterable[RaceMerge], crews: Iterable[Crew]
) -> list[tuple[Race, Crew]]:
    """The crews that start, each with its race: in programme order, oldest first, then by creation."""
    races = starting_races(programme, merges)
    entered = [
        (races.get(crew.race.id, crew.race), crew)
        for crew in crews
        if crew.status is CrewStatus.COMPLETE
        and crew.race is not None
        and (edition.start_list_settings.unpaid_crews or not crew.price.due)
    ]
    return sorted(
        entered, key=lambda pair: (pair[0].order, -_average(pair[1]), pair[1].created_at, pair[1].id)
    )


def _check_bows(crews: int, first: int, semi_marathon_first: int) -> None:
    beyond = first + crews
    if beyond > semi_marathon_first:
        raise Invalid(
            f"{crews} marathon crews take the bows {first} to {beyond - 1}: "
            f"semiMarathonFirstBow, now {semi_marathon_first}, must be {beyond} or more.",
            "startListSettings.semiMarathonFirstBow",
            "BOWS_OVERLAP",
        )


def _event_numbers(races: Iterable[Race]) -> Mapping[str, int]:
    started = dict.fromkeys(race.id for race in races)
    return {race_id: number for number, race_id in enumerate(started, MARATHON_EVENT + 1)}


def _start(crew: Crew, race: Race, event_number: int, bow: int, starts_at: datetime) -> Start:
    return Start(
        bow=bow,
        starts_at=starts_at,
        event_number=event_number,
        race=race,
        crew_id=crew.id,
        crew_number=crew.number or "",
        clubs=crew.clubs,
        names=_names(crew),
        average_age=_average(crew),
        unpaid=crew.price.due > 0,
    )


def _as_it_is(start: Start, crew: Crew | None) -> Start:
    if crew is None or crew.status is CrewStatus.WITHDRAWN:
        return replace(start, scratch=True)
    return replace(
        start,
        crew_number=crew.number or start.crew_number,
        clubs=crew.clubs,
        names=_names(crew),
        average_age=_average(crew),
        unpaid=crew.price.due > 0,
        scratch=False,
    )


def _late(race: Race, crew: Crew, listed: Sequence[Start], edition: Edition) -> Start:
    settings = edition.start_list_settings
    own = [start for start in listed if start.race.event is race.event]
    if race.event is Event.MARATHON:
        bow = max((start.bow for start in own), default=settings.marathon_first_bow - 1) + 1
        starts_at = at(edition.calendar.competition_day, settings.marathon_start)
        return _start(crew, race, MARATHON_EVENT, _free_bow(bow, listed), starts_at)
    first = at(edition.calendar.competition_day, settings.semi_marathon_start)
    interval = timedelta(seconds=settings.semi_marathon_interval)
    starts_at = max((start.starts_at for start in own), default=first - interval) + interval
    number = next((start.event_number for start in own if start.race.id == race.id), None)
    if number is None:
        number = max((start.event_number for start in listed), default=MARATHON_EVENT) + 1
    bow = max((start.bow for start in own), default=settings.semi_marathon_first_bow - 1) + 1
    return _start(crew, race, number, _free_bow(bow, listed), starts_at)


def _free_bow(bow: int, listed: Sequence[Start]) -> int:
    # Late marathon crews may use up the bows below the semi-marathon's; what follows all others is free.
    taken = {start.bow for start in listed}
    return bow if bow not in taken else max(taken) + 1


def _average(crew: Crew) -> float:
    return 0.0 if crew.category is None else crew.category.average_age


def _names(crew: Crew) -> tuple[str, ...]:
    return tuple(f"{seat.first_name} {seat.last_name}" for seat in crew.seats if seat.member_id is not None)
