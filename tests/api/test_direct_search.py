"""Lists that are searched by how something starts, without case and accents."""

import unicodedata
from uuid import uuid4

import pytest
from hypothesis import given as property_of
from hypothesis import strategies as st

from local.appsync.engine import Code
from resolvers import discovery
from resolvers.regatta.club import Club
from resolvers.regatta.default_programme import default_programme
from resolvers.regatta.names import fold
from resolvers.table import keys
from tests.api import given
from tests.api.client import Refusal
from tests.api.regatta import Regatta

PROGRAMME = {race.order: race for race in default_programme()}

FOLDED = {
    "": "",
    "   ": "",
    "Étoile  ": "etoile",
    "  de  La\tTour ": "de la tour",
    "ÇÀÎÔÜ": "caiou",
    "Œuvre": "oeuvre",
    "ÆRØ": "aero",
    "Łódź": "lodz",
    "Ðóra Þórs": "dora thors",
    "Işık": "isik",
    "Đorđe": "dorde",
    "Strauß": "strauss",
    "D’Aubigné-Noël": "d'aubigne-noel",
    "e\u0301te\u0301": "ete",
    "Le\u00a0Bras\u202fX": "le bras x",
    "İzmir": "izmir",
    "ΠΑΠΠΆΣ": "παππασ",
    "Παππάς": "παππασ",
}
PREFIX = Code((discovery.ROOT / "direct/functions/prefix.js").read_text("utf-8"), "prefix.js")


def folded_in_javascript(text: str) -> str:
    """What the pipelines' shared function makes of `startsWith`."""
    prefix: str = PREFIX.evaluate("request", {"arguments": {"startsWith": text}}).stash["prefix"]
    return prefix


@pytest.mark.parametrize(("name", "folded"), FOLDED.items())
def test_names_are_folded_alike_in_python_and_in_javascript(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert folded_in_javascript(name) == folded


LETTERS = [letter for letter in map(chr, range(0x10000)) if unicodedata.category(letter)[0] in "LM"]


@pytest.mark.parametrize("start", range(0, len(LETTERS), 1_000))
def test_every_letter_and_mark_of_the_basic_plane_is_folded_alike(start: int) -> None:
    name = "|".join(f"A{letter}b" for letter in LETTERS[start : start + 1_000])

    assert folded_in_javascript(name).split("|") == fold(name).split("|")


LATIN = st.characters(max_codepoint=0x17F, exclude_categories=["Cc"])
ACCENTS = st.characters(min_codepoint=0x300, max_codepoint=0x344)


@property_of(st.text(st.one_of(LATIN, ACCENTS)))
def test_whatever_a_name_is_made_of_both_fold_it_alike(name: str) -> None:
    assert folded_in_javascript(name) == fold(name)


SEARCHES = {
    "as it is written": "Étienne Lœwe",
    "without accents": "etienne loewe",
    "in capitals": "ÉTIENNE L",
    "with spaces around": "  étienne  lœ ",
    "the first letters": "ét",
}


@pytest.mark.parametrize("typed", SEARCHES.values(), ids=SEARCHES)
def test_members_are_found_by_how_the_last_name_starts(regatta: Regatta, typed: str) -> None:
    edition = regatta.another_edition()
    sought = given.member("somebody", last_name="Étienne Lœwe")
    others = [given.member("somebody", last_name=name) for name in ("Estienne", "Lœwe", "Zola")]
    regatta.has(*(keys.member_row(edition.year, member) for member in (sought, *others)))
    document = """query($year: Int, $startsWith: String) {
        edition(year: $year) { members(startsWith: $startsWith) { items { id } nextToken } }
    }"""

    answer = regatta.as_admin().execute(document, year=edition.year, startsWith=typed)

    assert answer.value["members"] == {"items": [{"id": sought.id}], "nextToken": None}


def test_members_are_in_order_of_folded_last_and_first_names(regatta: Regatta) -> None:
    edition = regatta.another_edition()
    names = [("Eluard", "Paul"), ("Éluard", "Zoé"), ("eluarde", "Anne"), ("Œillet", "Max"), ("Zola", "Émile")]
    for last_name, first_name in reversed(names):
        member = given.member("somebody", last_name=last_name, first_name=first_name)
        regatta.has(keys.member_row(edition.year, member))
    document = """query($year: Int) {
        edition(year: $year) { members { items { lastName firstName managerId } } }
    }"""

    items = regatta.as_admin().execute(document, year=edition.year).value["members"]["items"]

    assert [(item["lastName"], item["firstName"]) for item in items] == names


def test_managers_are_found_by_how_the_last_name_starts(regatta: Regatta) -> None:
    unique = uuid4().hex
    sought = regatta.as_manager(last_name=f"Éé{unique}")
    document = "query($startsWith: String) { managers(startsWith: $startsWith) { items { id email } } }"

    answer = regatta.as_admin().execute(document, startsWith=f"eE{unique[:20].upper()}")

    assert answer.value == {"items": [{"id": sought.sub, "email": f"{sought.sub}@example.org"}]}


def test_a_manager_is_found_by_id_or_is_null(regatta: Regatta) -> None:
    manager, admin = regatta.as_manager(club="Meaux"), regatta.as_admin()
    document = "query($id: ID!) { manager(id: $id) { id club } }"

    assert admin.execute(document, id=manager.sub).value == {"id": manager.sub, "club": "Meaux"}
    assert admin.execute(document, id="nobody").value is None


def test_clubs_are_found_by_how_the_name_starts(regatta: Regatta) -> None:
    unique = uuid4().hex
    regatta.has(keys.club_row(Club(f"Évreux {unique}", host_club=False)))
    document = "query($startsWith: String) { clubs(startsWith: $startsWith) { items { name hostClub } } }"

    answer = regatta.anonymous().execute(document, startsWith=f"EVREUX {unique}")

    assert answer.value == {"items": [{"name": f"Évreux {unique}", "hostClub": False}]}


def test_the_list_of_clubs_is_loaded_and_in_order(regatta: Regatta) -> None:
    document = (
        "query($nextToken: String) { clubs(limit: 500, nextToken: $nextToken) { items { name } nextToken } }"
    )

    names = [item["name"] for page in regatta.anonymous().pages(document, "clubs") for item in page]

    assert len(names) >= 40
    assert [fold(name) for name in names] == sorted(fold(name) for name in names)


CREWS_OF = {1: [1, 2], 4: [1], 14: [3], 15: [1, 2, 3, 30], 55: [7]}
CREW_SEARCHES = {
    None: ["M.1.1", "M.1.2", "M.4.1", "M.14.3", "SM.15.1", "SM.15.2", "SM.15.3", "SM.15.30", "SM.55.7", None],
    "": ["M.1.1", "M.1.2", "M.4.1", "M.14.3", "SM.15.1", "SM.15.2", "SM.15.3", "SM.15.30", "SM.55.7", None],
    "M.": ["M.1.1", "M.1.2", "M.4.1", "M.14.3"],
    "sm": ["SM.15.1", "SM.15.2", "SM.15.3", "SM.15.30", "SM.55.7", None],
    "SM.15.": ["SM.15.1", "SM.15.2", "SM.15.3", "SM.15.30"],
    "SM.15": ["SM.15.1", "SM.15.2", "SM.15.3", "SM.15.30"],
    " sm.15.3 ": ["SM.15.3"],
    "SM.15.30": ["SM.15.30"],
    "SM.15.4": [],
    "M.1": ["M.1.1", "M.1.2"],
    "M.4": ["M.4.1"],
    "M.15.": [],
    "SM.1": [],
    "SM.56.": [],
    "015": ["SM.15.1", "SM.15.2", "SM.15.3", "SM.15.30"],
    "004": ["M.4.1"],
    "999": [None],
}
UNREADABLE = ["S", "SM..", "SM.x", "15", "0155", "SM.15.3.1", "SM-15", "SM.15.123456", "%", "é", "015#"]
CREWS = """query($year: Int, $startsWith: String) {
    edition(year: $year) { crews(startsWith: $startsWith) { items { number } nextToken } }
}"""


@pytest.fixture(scope="module")
def year(regatta: Regatta) -> int:
    """An edition with crews in five races, and one without a race."""
    edition = regatta.another_edition()
    crews = [
        given.numbered_crew("somebody", PROGRAMME[order], number)
        for order, numbers in CREWS_OF.items()
        for number in numbers
    ]
    regatta.has(*(keys.crew_row(edition.year, crew) for crew in (given.crew("somebody"), *reversed(crews))))
    return edition.year


@pytest.mark.parametrize("typed", CREW_SEARCHES)
def test_crews_are_found_by_number_or_race_in_programme_order(
    regatta: Regatta, year: int, typed: str | None
) -> None:
    crews = regatta.as_admin().execute(CREWS, year=year, startsWith=typed).value["crews"]

    assert [crew["number"] for crew in crews["items"]] == CREW_SEARCHES[typed]
    assert crews["nextToken"] is None


@pytest.mark.parametrize("typed", UNREADABLE)
def test_what_is_neither_a_number_nor_a_race_is_invalid(regatta: Regatta, year: int, typed: str) -> None:
    refusal = regatta.as_admin().execute(CREWS, year=year, startsWith=typed).refusal

    assert refusal == Refusal("Invalid", {"field": "startsWith", "code": "FORMAT"})
