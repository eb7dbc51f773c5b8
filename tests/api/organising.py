"""What organisers prepare for a test: an edition of its own, current or not, and who enters it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from resolvers.table import keys, numbers
from tests.api.client import Client
from tests.api.given import new_id
from tests.api.regatta import Regatta

SETTINGS = """
    year version
    calendar { registrationOpens registrationCloses paymentDeadline competitionDay hostPriorityEnds }
    tariff { participationFee boatRentalPerSeat skiffRentalFactor earlyBirdFee earlyBirdUntil currency }
    capacity { semiMarathon marathon }
    upgradeCertificatesRequired
    startListSettings {
      marathonStart semiMarathonStart semiMarathonInterval marathonFirstBow semiMarathonFirstBow unpaidCrews
    }
    permissions { action phase allowed }
"""

RACE = "{ id order event code codeFr name nameFr boatClass hull ageCategory masterLetter gender version }"
SAVE_RACE = f"mutation($year: Int!, $input: RaceInput!) {{ saveRace(year: $year, input: $input) {RACE} }}"
DELETE_RACE = f"mutation($year: Int!, $id: ID!) {{ deleteRace(year: $year, id: $id) {RACE} }}"
RACES = f"query($year: Int) {{ edition(year: $year) {{ races {RACE} }} }}"
CREATE_EDITION = (
    f"mutation($year: Int!, $from: Int) {{ createEdition(year: $year, copyFrom: $from) {{{SETTINGS}}} }}"
)
SET_CURRENT = "mutation($year: Int!) { setCurrentEdition(year: $year) { year version } }"
EDITION = f"query($year: Int) {{ edition(year: $year) {{{SETTINGS}}} }}"
UPDATE_EDITION = f"""
mutation($year: Int!, $input: EditionInput!, $version: Int!, $confirmed: Boolean) {{
  updateEdition(year: $year, input: $input, version: $version, confirmed: $confirmed) {{{SETTINGS}}}
}}
"""
HISTORY = """
query($id: ID!) {
  history(entityId: $id) { items { action entityType actorId onBehalfOf before after } }
}
"""
CREATE_MEMBER = """
mutation($input: MemberInput!) { createMember(input: $input) { id } }
"""
CREATE_CREW = """
mutation($input: CrewInput!) { createCrew(input: $input) { id number status race { id } } }
"""

OPEN, CLOSED_TO_ENTRIES, CLOSED, NOT_YET_OPEN = (-10, 20, 26), (-10, -1, 5), (-10, -5, -1), (5, 20, 26)
"""Days from today to the first and the last day of registration, and to the last day to pay."""


def free_year(regatta: Regatta) -> int:
    """A year that has no edition."""
    editions = regatta.anonymous().execute("{ editions { year } }").value
    taken = {edition["year"] for edition in editions} | {regatta.year}
    return next(year for year in range(2030, 2100) if year not in taken)


def own_edition(regatta: Regatta) -> int:
    """The year of a new edition with every setting at its default."""
    edition = regatta.as_admin().execute(CREATE_EDITION, year=free_year(regatta)).value
    return int(edition["year"])


@contextmanager
def current_edition(regatta: Regatta, **settings: Any) -> Iterator[int]:
    """A new edition that is the current one meanwhile; its registration is open unless settings say else."""
    year, admin = own_edition(regatta), regatta.as_admin()
    settings = {"calendar": calendar(*OPEN), **settings}
    change_settings(admin, year, settings)
    assert not admin.execute(SET_CURRENT, year=year).errors
    try:
        yield year
    finally:
        assert not admin.execute(SET_CURRENT, year=regatta.year).errors


def change_settings(admin: Client, year: int, settings: dict[str, Any]) -> Any:
    """Changes settings as they stand, however many crews that touches."""
    version = admin.execute(EDITION, year=year).value["version"]
    changed = admin.execute(UPDATE_EDITION, year=year, input=settings, version=version, confirmed=True)
    return changed.value


def calendar(opens: int, closes: int, pays: int) -> dict[str, str]:
    """Days of an edition counted from today; the competition stays where it is."""
    return {
        "registrationOpens": day(opens),
        "registrationCloses": day(closes),
        "paymentDeadline": day(pays),
        "hostPriorityEnds": day(opens),
    }


def day(after_today: int) -> str:
    """A day as the API writes it."""
    return (date.today() + timedelta(days=after_today)).isoformat()


def member_input(year: int, **changes: Any) -> dict[str, Any]:
    """A woman of 24 years in the edition of that year."""
    person = {
        "firstName": "Camille",
        "lastName": "Doncieux",
        "dateOfBirth": f"{year - 24}-05-01",
        "gender": "WOMAN",
        "licence": new_id()[-12:],
    }
    return {**person, **changes}


def member_of(manager: Client, year: int, **changes: Any) -> str:
    """The id of a new member of the team."""
    member = manager.execute(CREATE_MEMBER, input=member_input(year, **changes)).value
    return str(member["id"])


def crew_input(
    manager: Client, year: int, boat_class: str, seats: int, race_id: str | None
) -> dict[str, Any]:
    """A full crew of new members, none of them in a seat yet."""
    seated = [{"position": seat, "memberId": member_of(manager, year)} for seat in range(1, seats + 1)]
    return {"boatClass": boat_class, "seats": seated, "raceId": race_id}


def history_of(admin: Client, entity_id: str) -> list[dict[str, Any]]:
    """What happened to an entity, newest first; before and after are read from their JSON."""
    return [
        {
            **change,
            "before": change["before"] and json.loads(change["before"]),
            "after": change["after"] and json.loads(change["after"]),
        }
        for change in admin.execute(HISTORY, id=entity_id).value["items"]
    ]


def races_of(admin: Client, year: int) -> list[dict[str, Any]]:
    """The programme, in order."""
    races: list[dict[str, Any]] = admin.execute(RACES, year=year).value["races"]
    return races


def enter(regatta: Regatta, year: int, race_id: str, crews: int) -> None:
    """Counts crews in a race as their entry does."""
    race = regatta.table.get(keys.race(year, race_id))
    assert race is not None
    for _ in range(crews):
        numbers.take(regatta.table, year, race)
