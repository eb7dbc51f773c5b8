"""How the programme of an edition is changed: a race, with what that makes of the others, or nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from resolvers.acting import author_of
from resolvers.regatta.programme import judged_otherwise, with_oldest_letters
from resolvers.regatta.race import Race
from resolvers.regatta.refusals import InUse, NotFound
from resolvers.request import Request
from resolvers.table import editions
from resolvers.table.editions import StandingProgramme
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


def race_of(programme: StandingProgramme, race_id: str) -> Race:
    """A race of the programme.

    Raises:
        NotFound: it has no such race.
    """
    found = programme.race(race_id)
    if found is None:
        raise NotFound(f"The programme of {programme.year} has no such race.", "Race", race_id)
    return found.race


def write_programme(
    request: Request, programme: StandingProgramme, wanted: Iterable[Race]
) -> Mapping[str, Race]:
    """Puts the races wanted in the place of those that stand, and touches only those that change.

    Args:
        wanted: the whole programme as it is to be.

    Returns:
        Every race as it stands since, by id.

    Raises:
        InUse: a race with crews would be gone, or judge otherwise.
        Changed: somebody else was first; nothing is written.
    """
    before = {race.id: race for race in programme.races}
    after = {race.id: race for race in with_oldest_letters(wanted)}
    changed = [race.id for race in judged_otherwise(before.values(), after.values())]
    _check_unused(programme, changed)
    new = [race_id for race_id in after if race_id not in before]
    # A new race counts on from the whole programme: a crew that was judged by another race in its place can't
    # then take it for that one.
    versions = {
        **dict.fromkeys(new, programme.version + 1),
        **{race_id: before[race_id].version + 1 for race_id in changed},
    }
    since = {
        race_id: replace(race, version=versions[race_id]) if race_id in versions else before[race_id]
        for race_id, race in after.items()
    }
    if versions:
        _write(request, programme, before, since, versions)
    return since


def _write(
    request: Request,
    programme: StandingProgramme,
    before: Mapping[str, Race],
    since: Mapping[str, Race],
    race_ids: Collection[str],
) -> None:
    transaction = Transaction()
    editions.change_races(transaction, programme, {race_id: since.get(race_id) for race_id in race_ids})
    for race_id in race_ids:
        was, race = before.get(race_id), since.get(race_id)
        entity_id = f"RACE#{programme.year}#{race_id}"
        record(transaction, author_of(request), entity_id, before=was, after=race)
    request.table.write(transaction)


def _check_unused(programme: StandingProgramme, race_ids: Collection[str]) -> None:
    used = [standing for standing in programme.standing if standing.race.id in race_ids]
    used = [standing for standing in used if standing.crews]
    if used:
        crews = sum(standing.crews for standing in used)
        codes = ", ".join(standing.race.code for standing in used)
        raise InUse(f"{codes} must stay as it is: it judged the {crews} crews entered in it.", crews)
