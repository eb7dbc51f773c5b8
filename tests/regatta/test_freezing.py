"""When the tariff of a crew is frozen, and what its price follows until then."""

from dataclasses import replace
from datetime import timedelta

from resolvers.regatta.composition import changed_crew, new_crew, reseated_crew
from resolvers.regatta.crew import BoatRequest
from resolvers.regatta.vocabulary import BoatClass, BoatState, CrewStatus, Missing
from tests.regatta.builders import EDITION, GUEST, OPEN, crew, entry, men, seated


def test_the_tariff_stays_frozen_when_the_crew_loses_seats() -> None:
    people = men(30, 30, 30, 30)
    before = crew("MM4-", people)
    dearer = replace(EDITION, tariff=replace(EDITION.tariff, participation_fee=9900))
    after = changed_crew(before, entry("MM4-", people[:2]), dearer, GUEST, OPEN + timedelta(days=3))
    assert after.status is CrewStatus.INCOMPLETE
    assert after.price.frozen
    assert after.price.total == 4000
    assert after.frozen_at == OPEN


def test_the_tariff_is_frozen_by_an_allowed_race_and_not_before() -> None:
    people = men(26, 27, 27, 27)
    without_race = new_crew(
        "crew", "manager", replace(entry("MM4-", people), race=None), EDITION, GUEST, OPEN
    )
    assert (without_race.price.frozen, without_race.tariff, without_race.frozen_at) == (False, None, None)
    filled = reseated_crew(crew("MM4-", people[:3]), seated(BoatClass.FOUR, people), EDITION, GUEST, OPEN)
    assert filled.missing == (Missing.RACE_NOT_ALLOWED,)
    assert (filled.price.frozen, filled.tariff, filled.frozen_at) == (False, None, None)


def test_the_early_bird_counts_by_the_moment_of_freezing() -> None:
    early = replace(EDITION.tariff, early_bird_fee=1500, early_bird_until=OPEN.date())
    edition, late = replace(EDITION, tariff=early), OPEN + timedelta(days=1)
    people = men(30, 30, 30, 30)
    before, begun = (crew("MM4-", seats, edition=edition) for seats in (people, people[:3]))
    assert (before.price.total, begun.price.total) == (6000, 4500)
    assert changed_crew(before, entry("MM4-", people), edition, GUEST, late).price.total == 6000
    assert changed_crew(begun, entry("MM4-", people), edition, GUEST, late).price.total == 8000


def test_an_estimate_follows_the_tariff_of_the_day() -> None:
    dearer = replace(EDITION, tariff=replace(EDITION.tariff, participation_fee=9900))
    before = crew("MM4-", men(30))
    assert (before.price.total, before.price.frozen, before.tariff) == (2000, False, None)
    after = changed_crew(before, entry("MM4-", men(30)), dearer, GUEST, OPEN)
    assert (after.price.total, after.price.frozen) == (9900, False)


def test_a_pending_boat_request_keeps_a_crew_incomplete_yet_freezes_its_tariff() -> None:
    people = men(30, 30, 30, 30)
    asking = replace(crew("MM4-", people[:3]), boat_request=BoatRequest(BoatState.REQUESTED))
    after = changed_crew(asking, entry("MM4-", people), EDITION, GUEST, OPEN)
    assert after.missing == (Missing.BOAT,)
    assert after.boat_request == asking.boat_request
    assert after.status is CrewStatus.INCOMPLETE
    assert after.price.frozen
