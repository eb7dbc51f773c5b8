"""The list of clubs: adding one, spelling one anew, and what no club is called."""

from typing import Any
from uuid import uuid4

import pytest

from resolvers.regatta.names import fold
from tests.api.client import Refusal
from tests.api.organising import history_of
from tests.api.regatta import Regatta

SAVE_CLUB = "mutation($name: String!) { saveClub(name: $name) { name hostClub } }"
CLUBS = "query($startsWith: String) { clubs(startsWith: $startsWith) { items { name hostClub } } }"


def test_a_club_is_added(regatta: Regatta) -> None:
    admin, name = regatta.as_admin(), f"Société d’Aviron {uuid4()}"

    club = admin.execute(SAVE_CLUB, name=f"  {name} ").value

    assert club == {"name": name, "hostClub": False}
    assert _clubs(regatta, name) == [club]
    (change,) = history_of(admin, f"CLUB#{fold(name)}")
    assert (change["action"], change["actorId"]) == ("saveClub", admin.sub)
    assert (change["before"], change["after"]) == (None, club)


def test_another_spelling_takes_the_place_of_the_first(regatta: Regatta) -> None:
    admin, mark = regatta.as_admin(), uuid4()
    admin.execute(SAVE_CLUB, name=f"EMULATION  nautique {mark}")

    club = admin.execute(SAVE_CLUB, name=f"Émulation Nautique {mark}").value

    assert _clubs(regatta, f"emulation nautique {mark}") == [club]
    change = history_of(admin, f"CLUB#emulation nautique {mark}")[0]
    assert change["before"] == {"name": f"EMULATION nautique {mark}"}
    assert change["after"] == {"name": f"Émulation Nautique {mark}"}


def test_a_club_saved_as_it_stands_is_no_change(regatta: Regatta) -> None:
    admin, name = regatta.as_admin(), f"Aviron {uuid4()}"
    admin.execute(SAVE_CLUB, name=name)

    assert admin.execute(SAVE_CLUB, name=name).value["name"] == name

    assert len(history_of(admin, f"CLUB#{fold(name)}")) == 1


@pytest.mark.parametrize(
    ("name", "host"),
    [
        pytest.param("rcpm", True, id="its letters"),
        pytest.param("Les Amis de PORT-MARLY", True, id="its town"),
        pytest.param("Aviron de Port Marly", True, id="its town without a hyphen"),
        pytest.param("Aviron de Marly", False, id="the town next to it"),
    ],
)
def test_the_name_tells_the_host_club(regatta: Regatta, name: str, host: bool) -> None:
    assert regatta.as_admin().execute(SAVE_CLUB, name=f"{name} {uuid4()}").value["hostClub"] is host


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("", "EMPTY", id="nothing"),
        pytest.param(" \u00a0 ", "EMPTY", id="spaces"),
        pytest.param("-- .", "EMPTY", id="no letter"),
        pytest.param("\u0301", "EMPTY", id="an accent without its letter"),
        pytest.param("x" * 101, "TOO_LONG", id="101 letters"),
        pytest.param("\ufdfa" * 100, "TOO_LONG", id="letters that are eighteen each"),
        pytest.param("Aviron\u0007", "CONTROL_CHARACTER", id="a bell"),
    ],
)
def test_what_no_club_is_called(regatta: Regatta, name: str, code: str) -> None:
    refusal = regatta.as_admin().execute(SAVE_CLUB, name=name).refusal

    assert refusal == Refusal("Invalid", {"field": "name", "code": code})


def test_a_hundred_letters_are_a_name(regatta: Regatta) -> None:
    name = f"{uuid4()}{'é' * 64}"

    assert regatta.as_admin().execute(SAVE_CLUB, name=name).value["name"] == name


def _clubs(regatta: Regatta, starts_with: str) -> Any:
    return regatta.anonymous().execute(CLUBS, startsWith=starts_with).value["items"]
