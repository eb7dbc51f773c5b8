"""Erasures: nothing personal of a team is left anywhere, and nothing else is touched."""

import random
import string
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from botocore.exceptions import ClientError

from resolvers import accounts
from resolvers.erasing import erase
from resolvers.regatta.erasure import anonymous_member
from resolvers.regatta.refusals import Busy
from resolvers.regatta.vocabulary import CrewStatus
from resolvers.table import keys
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction
from tests.api import given, roster
from tests.api.client import Answer, Client, Refusal
from tests.api.organising import history_of, member_input
from tests.api.regatta import Regatta
from tests.api.season import HAND_OVER
from tests.api.test_profile import CONSENT, UPDATE, profile
from tests.leaver import Leaver, everything, found_of

ERASE = "mutation($confirmation: String!) { eraseMe(confirmation: $confirmation) { id at members crews } }"
ME = "{ me { firstName lastName email phone club language erasedAt consents { kind version } } }"
CREATE_MEMBER = "mutation($input: MemberInput!) { createMember(input: $input) { id } }"

once = pytest.mark.once
"""For all but the tests of the whole: they look through the table again and again, at which moto is slow."""

_BIRTHDAYS = ((month, day) for month in (11, 12) for day in range(2, 29))
_PHONES = count(33700000001)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A manager with a full team, who can ask to be erased."""

    regatta: Regatta
    client: Client
    leaver: Leaver
    past: int

    def asks(self, confirmation: str | None = None) -> Answer:
        """Asks for the erasure, with the address of the account unless the test says else."""
        return self.client.execute(ERASE, confirmation=confirmation or self.leaver.email)

    def found(self) -> list[str]:
        """The items on which something personal of the team stands."""
        return found_of(self.leaver, self.regatta.table)

    def has_account(self) -> bool:
        """Whether the account is in the user pool."""
        account = self.regatta.account
        return accounts.email_of(account.user_pool_id, self.leaver.email) is not None


@pytest.fixture(scope="module")
def past(regatta: Regatta) -> int:
    """The year of an edition that is over."""
    return regatta.another_edition().year


@pytest.fixture
def leaving(regatta: Regatta, past: int) -> Leaving:
    """A manager with members and crews in this edition and in a past one, none entered any more."""
    return leaving_from(regatta, past)


def leaving_from(regatta: Regatta, past: int, group: str = "managers") -> Leaving:
    """Somebody else with such a team."""
    client, email = regatta.with_account(group)
    word = "".join(random.choices(string.ascii_lowercase, k=12))
    before = regatta.as_manager().sub
    leaver = Leaver(
        client.sub, email, word, f"+{next(_PHONES)}", next(_BIRTHDAYS), before, regatta.year, past
    )
    regatta.has(*leaver.rows())
    return Leaving(regatta, client, leaver, past)


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


def test_a_second_time_changes_nothing(leaving: Leaving) -> None:
    first = leaving.asks().value
    before = everything(leaving.regatta.table)

    again = leaving.asks().value

    assert again == {**first, "members": 0, "crews": 0}
    assert everything(leaving.regatta.table) == before


def interruptions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets each call write once more than the one before, until one gets to its end."""
    write = Table.write
    for allowed in count():
        left = iter(range(allowed))

        def once(table: Table, transaction: Transaction, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise ClientError({"Error": {"Code": "InternalServerError"}}, "TransactWriteItems")
            write(table, transaction)

        monkeypatch.setattr(Table, "write", once)
        yield


def test_whoever_was_interrupted_calls_again(leaving: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    for _ in interruptions(monkeypatch):
        answers.append(leaving.asks())
        if not answers[-1].errors:
            break
        assert leaving.has_account()
    *interrupted, last = answers

    assert len(interrupted) > 3
    assert {answer.refusal.type for answer in interrupted} == {"InternalFailure"}
    assert leaving.found() == []
    assert not leaving.has_account()
    history = history_of(leaving.regatta.as_admin(), leaving.leaver.sub)
    assert [change["action"] for change in history] == ["eraseMe"]
    assert history[0]["after"]["erasedAt"] == last.value["at"]


@once
def test_an_account_that_could_not_be_deleted_can_ask_again(
    leaving: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise ClientError({"Error": {"Code": "TooManyRequestsException"}}, "AdminDeleteUser")

    with monkeypatch.context() as failing:
        failing.setattr(accounts, "delete", fails)
        assert leaving.asks().refusal.type == "InternalFailure"

    assert leaving.asks().value["id"] == leaving.leaver.sub
    assert not leaving.has_account()


@once
def test_what_changes_meanwhile_is_read_again(leaving: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    regatta, sub, past = leaving.regatta, leaving.leaver.sub, leaving.past
    (item,) = regatta.table.query(f"TEAM#{past}#{sub}", "CREW#")
    key = keys.crew(past, sub, item["id"])
    write, overtaken = Table.write, [False]

    def change(table: Table) -> None:
        stands = table.get(key)
        assert stands is not None
        regatta.has(keys.crew_row(past, replace(stands, version=stands.version + 1, bow=99)))

    def overtaking(table: Table, transaction: Transaction) -> None:
        if key in transaction.keys and not overtaken[0]:
            overtaken[0] = True
            with ThreadPoolExecutor(1) as somebody_else:
                somebody_else.submit(change, table).result()
        write(table, transaction)

    monkeypatch.setattr(Table, "write", overtaking)
    assert leaving.asks().value["crews"] == 2

    assert overtaken[0]
    assert leaving.found() == []
    crew = regatta.table.get(key)
    assert crew is not None
    assert crew.bow == 99


@pytest.mark.concurrent
def test_asked_for_several_times_at_once_it_happens_once(leaving: Leaving) -> None:
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(leaving.asks) for _ in range(4)]
        answers = [one.result() for one in asked]

    # Whoever comes late may find no account any more, and nothing left to erase.
    assert {answer.refusal.type for answer in answers if answer.errors} <= {"Unauthorized"}
    assert leaving.found() == []
    assert not leaving.has_account()
    history = history_of(leaving.regatta.as_admin(), leaving.leaver.sub)
    assert [change["action"] for change in history] == ["eraseMe"]


@once
def test_more_than_one_transaction_holds(leaving: Leaving) -> None:
    regatta, leaver = leaving.regatta, leaving.leaver
    members = [leaver.member(regatta.year) for _ in range(120)]
    regatta.has(*(keys.member_row(regatta.year, one) for one in members))
    regatta.has(
        *(
            keys.licence_row(regatta.year, keys.LicenceInUse(one.licence, one.id, leaver.sub, one.club))
            for one in members
        )
    )

    with regatta.calls() as calls:
        assert leaving.asks().value["members"] == 123

    written = [call.parameters["TransactItems"] for call in calls if call.name == "TransactWriteItems"]
    assert max(map(len, written)) == 100
    assert leaving.found() == []


@once
def test_when_time_is_up_the_next_call_goes_on(leaving: Leaving) -> None:
    table, sub = leaving.regatta.table, leaving.leaver.sub
    left = iter([20.0, 20.0, 3.0])

    with pytest.raises(Busy):
        erase(table, sub, given.A_DAY, lambda: next(left))
    assert leaving.found() != []

    assert leaving.asks().value["at"] == "2026-11-01T12:00:00.000Z"
    assert leaving.found() == []


WRITES = {
    "the profile": (UPDATE, lambda year: {"input": profile()}),
    "a consent": (CONSENT, lambda year: {"kind": "TERMS", "version": "1.0"}),
    "a member": (CREATE_MEMBER, lambda year: {"input": member_input(year)}),
}


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
