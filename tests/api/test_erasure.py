"""Erasures: nothing personal of a team is left anywhere, and nothing else is touched."""

from dataclasses import replace
from typing import Any

import pytest

from resolvers import accounts
from resolvers.regatta.erasure import anonymous_member
from resolvers.regatta.vocabulary import CrewStatus
from resolvers.table import keys
from tests.api import given, roster
from tests.api.client import Refusal
from tests.api.leaving import ERASE, Leaving, leaving_from
from tests.api.organising import history_of, member_input
from tests.api.regatta import Regatta
from tests.api.season import HAND_OVER
from tests.api.test_profile import CONSENT, UPDATE, profile
from tests.leaver import everything

ME = "{ me { firstName lastName email phone club language erasedAt consents { kind version } } }"
CREATE_MEMBER = "mutation($input: MemberInput!) { createMember(input: $input) { id } }"
WRITES = {
    "the profile": (UPDATE, lambda year: {"input": profile()}),
    "a consent": (CONSENT, lambda year: {"kind": "TERMS", "version": "1.0"}),
    "a member": (CREATE_MEMBER, lambda year: {"input": member_input(year)}),
}

once = pytest.mark.once
"""For all but the tests of the whole: they look through the table again and again, at which moto is slow."""


def test_nothing_personal_is_left_in_the_whole_table(leaving: Leaving) -> None:
    regatta, leaver = leaving.regatta, leaving.leaver
    named = profile(firstName=leaver.word, phone=leaver.phone)
    assert leaving.client.execute(UPDATE, input=named).value["firstName"] == leaver.word
    assert len(leaving.found()) > 12

    erasure = leaving.asks(f"  {leaver.email.upper()} ").value

    assert leaving.found() == []
    assert not leaving.has_account()
    assert (erasure["id"], erasure["members"], erasure["crews"]) == (leaver.sub, 3, 2)
    (newest, *earlier) = history_of(regatta.as_admin(), leaver.sub)
    assert (newest["action"], newest["actorId"], newest["entityType"]) == ("eraseMe", leaver.sub, "Manager")
    assert newest["after"]["erasedAt"] == erasure["at"]
    assert [(change["action"], change["before"], change["after"]) for change in earlier] == [
        ("updateProfile", None, None)
    ]


def test_what_results_and_accounting_need_stays(leaving: Leaving) -> None:
    regatta, sub, past = leaving.regatta, leaving.leaver.sub, leaving.past
    before = list(regatta.table.query(f"TEAM#{past}#{sub}"))
    me = leaving.client.execute(ME).value

    leaving.asks()

    after = {item["SK"]: item for item in regatta.table.query(f"TEAM#{past}#{sub}")}
    (crew,) = (item for item in before if item["SK"].startswith("CREW#"))
    kept = {"number", "race", "price", "category", "clubs", "status", "bow", "licenceState", "GSI1SK"}
    assert {name: after[crew["SK"]][name] for name in kept} == {name: crew[name] for name in kept}
    facts = {"position", "role", "memberId", "gender", "age", "club"}
    assert [{fact: seat[fact] for fact in facts} for seat in after[crew["SK"]]["seats"]] == [
        {fact: seat[fact] for fact in facts} for seat in crew["seats"]
    ]
    members = [item for item in before if item["SK"].startswith("MEMBER#")]
    (seated,) = (item for item in members if "crewId" in item)
    kept = {"gender", "age", "category", "club", "crewId"}
    assert {name: after[seated["SK"]][name] for name in kept} == {name: seated[name] for name in kept}
    assert after[seated["SK"]]["dateOfBirth"] == f"{past - 24}-01-01"
    assert {name for name in after if name.startswith("MEMBER#")} == {seated["SK"]}
    nobody = leaving.client.execute(ME).value
    assert nobody.pop("erasedAt") is not None
    assert nobody == {
        "firstName": "",
        "lastName": "Anonyme",
        "email": f"{sub}@erased.invalid",
        "phone": None,
        **{name: me[name] for name in ("club", "language", "consents")},
    }


@once
def test_nobody_finds_an_erased_name_in_a_list(leaving: Leaving) -> None:
    regatta, word = leaving.regatta, leaving.leaver.word
    document = "query($s: String) { managers(startsWith: $s) { items { id } } }"
    admin = regatta.as_admin()
    assert admin.execute(document, s=word).value["items"] == [{"id": leaving.leaver.sub}]

    leaving.asks()

    assert admin.execute(document, s=word).value["items"] == []


@once
def test_another_team_is_untouched(leaving: Leaving) -> None:
    regatta, staying = leaving.regatta, leaving_from(leaving.regatta, leaving.past)
    own = {key for key, item in everything(regatta.table).items() if leaving.leaver.sub in item}
    own |= {key for key, item in everything(regatta.table).items() if leaving.leaver.word in item.lower()}
    others = {key: item for key, item in everything(regatta.table).items() if key not in own}
    assert len(staying.found()) > 12

    leaving.asks()

    since = everything(regatta.table)
    assert {key: since.get(key) for key in others} == others
    assert staying.has_account()


@once
def test_a_member_who_was_handed_over_belongs_to_the_team_that_has_him(leaving: Leaving) -> None:
    regatta, other = leaving.regatta, leaving.regatta.as_manager()
    moved = given.new_id()
    mine = given.change(moved, leaving.leaver.sub, after={"lastName": leaving.leaver.word})
    theirs = given.change(moved, other.sub, action="handOver", after={"lastName": "Manet"})
    regatta.has(keys.change_row(mine), keys.change_row(theirs))

    leaving.asks()

    newest, oldest = history_of(regatta.as_admin(), moved)
    assert newest["after"] == {"lastName": "Manet"}
    assert oldest["after"] is None


@once
def test_a_freed_licence_may_be_registered_by_others(leaving: Leaving) -> None:
    (member,) = leaving.regatta.table.query(f"TEAM#{leaving.regatta.year}#{leaving.leaver.sub}", "MEMBER#")
    wanted = member_input(leaving.regatta.year, licence=member["licence"])
    other = leaving.regatta.as_manager()
    assert other.execute(CREATE_MEMBER, input=wanted).refusal.type == "LicenceTaken"

    leaving.asks()

    assert other.execute(CREATE_MEMBER, input=wanted).value["id"]


def test_entered_crews_are_withdrawn_first(leaving: Leaving) -> None:
    regatta, sub = leaving.regatta, leaving.leaver.sub
    for status in CrewStatus:
        regatta.has(keys.crew_row(regatta.year, given.crew(sub, status=status)))
    before = everything(regatta.table)

    answer = leaving.asks()

    assert answer.refusal == Refusal("InUse", {"crews": 3})
    assert "(3)" in answer.errors[0]["message"]
    assert everything(regatta.table) == before
    assert leaving.has_account()


@once
@pytest.mark.parametrize("confirmation", ["", "yes", "somebody@example.org"])
def test_the_address_of_the_account_confirms(leaving: Leaving, confirmation: str) -> None:
    before = everything(leaving.regatta.table)

    answer = leaving.asks(confirmation or " ")

    assert answer.refusal == Refusal("Invalid", {"field": "confirmation", "code": "CONFIRMATION"})
    assert everything(leaving.regatta.table) == before
    assert leaving.has_account()


@once
@pytest.mark.parametrize(("document", "variables"), WRITES.values(), ids=WRITES)
def test_a_token_that_outlives_the_account_writes_nothing(
    leaving: Leaving, document: str, variables: Any
) -> None:
    leaving.asks()
    before = everything(leaving.regatta.table)

    answer = leaving.client.execute(document, **variables(leaving.regatta.year))

    assert answer.refusal.type == "Unauthorized"
    assert everything(leaving.regatta.table) == before


@once
def test_nothing_is_handed_over_to_whoever_was_erased(leaving: Leaving) -> None:
    leaving.asks()
    giver = leaving.regatta.as_manager().sub

    answer = leaving.regatta.as_admin().execute(HAND_OVER, of=giver, to=leaving.leaver.sub)

    assert answer.refusal == Refusal("NotFound", {"type": "Manager", "id": leaving.leaver.sub})


@once
def test_organisers_still_act_on_what_is_left_of_the_team(leaving: Leaving) -> None:
    """As when a crew that was withdrawn before the erasure is there again after a restore."""
    regatta, sub, admin = leaving.regatta, leaving.leaver.sub, leaving.regatta.as_admin()
    leaving.asks()
    mails = len(regatta.account.sent_mail())
    crew = given.crew(sub, clubs=("Aviron de Meulan",))
    rower = anonymous_member(given.member(sub, crew_id=crew.id))
    seat = replace(crew.seats[0], member_id=rower.id, last_name=rower.last_name)
    crew = replace(crew, seats=(seat, *crew.seats[1:]))
    regatta.has(keys.crew_row(regatta.year, crew), keys.member_row(regatta.year, rower))
    other = regatta.as_manager().sub

    grant = 'mutation($of: ID!) { grantAccess(managerId: $of, reason: "none") { id } }'
    assert admin.execute(grant, of=sub).value
    given_on = admin.execute(HAND_OVER, of=sub, to=other, crewIds=[crew.id]).value
    named = member_input(regatta.year)
    changed = admin.execute(roster.UPDATE, id=rower.id, input=named, version=2, managerId=other).value

    assert len(regatta.account.sent_mail()) == mails
    assert given_on["memberIds"] == [rower.id]
    assert regatta.table.get(keys.licence(regatta.year, changed["licence"])) is not None


@once
def test_an_organiser_may_be_erased_and_what_was_organised_stays(regatta: Regatta, past: int) -> None:
    leaving = leaving_from(regatta, past, "admins")
    team = regatta.as_manager()
    decided = given.change(team.sub, team.sub, actor_id=leaving.leaver.sub)
    regatta.has(keys.change_row(decided))

    assert leaving.asks().value["members"] == 3

    assert leaving.found() == []
    assert history_of(team, team.sub)[0]["after"]["lastName"] == "Manet"


@once
def test_an_account_without_a_profile_is_deleted(regatta: Regatta) -> None:
    client, email = regatta.with_account("admins")

    erasure = client.execute(ERASE, confirmation=email).value

    assert (erasure["members"], erasure["crews"]) == (0, 0)
    assert accounts.email_of(regatta.account.user_pool_id, email) is None
    for document, variables in ((ERASE, {"confirmation": email}), (UPDATE, {"input": profile()})):
        assert client.execute(document, **variables).refusal.type == "Unauthorized"
    assert regatta.table.get(keys.manager(client.sub)) is None


@once
def test_an_erasure_needs_no_current_edition(leaving: Leaving) -> None:
    with leaving.regatta.no_current_edition():
        assert leaving.asks().value["members"] == 3
    assert leaving.found() == []
