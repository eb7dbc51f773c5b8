"""A team with something of every kind that an erasure must find, for the tests of erasures."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from resolvers.regatta.change import Change
from resolvers.regatta.crew import BoatRequest, Crew, Seat
from resolvers.regatta.issue import Issue
from resolvers.regatta.member import Member
from resolvers.regatta.vocabulary import BoatState, CrewStatus, IssueState
from resolvers.table import keys
from resolvers.table.keys import LicenceInUse, Row
from resolvers.table.plain import to_plain
from resolvers.table.table import Table
from tests.api import given

_AGE = 24


@dataclass(frozen=True, slots=True)
class Leaver:
    """A manager who is in two editions, and on whose items a word stands that stands nowhere else.

    Attributes:
        word: of letters; every name, text and licence of the team has it.
        birthday: of every member, month and day.
        before: whose team a member of this one was in once.
        current, past: years of the two editions.
    """

    sub: str
    email: str
    word: str
    phone: str
    birthday: tuple[int, int]
    before: str
    current: int
    past: int

    def traces(self) -> tuple[str, ...]:
        """What nobody must find any more."""
        birthdays = [date(year - _AGE, *self.birthday).isoformat() for year in (self.current, self.past)]
        return (self.word.lower(), self.email.lower(), self.phone, *birthdays)

    def rows(self) -> Iterator[Row[Any]]:
        """All that is in the table of the team; 3 members and 2 crews, of which one is withdrawn."""
        yield keys.manager_row(
            given.manager(
                self.sub,
                first_name=f"Berthe {self.word}",
                last_name=f"{self.word}-Manet",
                email=self.email,
                phone=self.phone,
            )
        )
        yield keys.notification_row(given.notification(self.sub, message=f"Access for {self.word}."))
        current, past = self.current, self.past
        yield keys.grant_row(current, given.grant(self.sub, reason=f"{self.word} était souffrante"))
        crew = self._crew()
        rower = self.member(past, crew_id=crew.id, issues=(self._issue(),))
        yield keys.crew_row(past, replace(crew, seats=_seated(crew, rower)))
        yield from self._with_licence(past, rower)
        yield from self._with_licence(past, self.member(past))
        withdrawn = replace(self._crew(), status=CrewStatus.WITHDRAWN)
        free = self.member(current)
        yield keys.crew_row(current, replace(withdrawn, seats=_seated(withdrawn, free)))
        yield from self._with_licence(current, free)
        yield from map(keys.change_row, self._changes(free))

    def member(self, year: int, **changes: Any) -> Member:
        """A member of the team in an edition."""
        number = given.new_id()[-6:]
        return given.member(
            self.sub,
            first_name=f"Paul {self.word}",
            last_name=f"Sérusier {self.word}",
            date_of_birth=date(year - _AGE, *self.birthday),
            licence=f"{self.word}{number}".upper(),
            **changes,
        )

    def _crew(self) -> Crew:
        request = BoatRequest(BoatState.REQUESTED, comment=f"Pour {self.word}", assigned_comment=self.word)
        return replace(given.crew_with_everything(self.sub), boat_request=request, issues=(self._issue(),))

    def _issue(self) -> Issue:
        return Issue(given.new_id(), f"Le certificat de {self.word} manque.", IssueState.OPEN, given.A_DAY)

    def _with_licence(self, year: int, member: Member) -> Iterator[Row[Any]]:
        yield keys.member_row(year, member)
        yield keys.licence_row(year, LicenceInUse(member.licence, member.id, self.sub, member.club))

    def _changes(self, member: Member) -> Iterator[Change]:
        """A member who came from another team and was edited here, and one who was deleted."""
        personal = to_plain(member)
        came, stays = {"managerId": self.before}, {"managerId": self.sub}
        none = {"before": None, "after": None}
        yield given.change(member.id, self.before, **none | {"after": personal | came})
        yield given.change(member.id, self.sub, action="handOver", before=came, after=stays)
        yield given.change(member.id, self.sub, before={"lastName": self.word}, after={"lastName": "x"})
        yield given.change(given.new_id(), self.sub, action="deleteMember", **none | {"before": personal})


def everything(table: Table) -> dict[tuple[str, str], str]:
    """Every item of the table as JSON, by its key, as only a test may look at it."""
    found = {}
    for page in table.client.get_paginator("scan").paginate(TableName=table.name, ConsistentRead=True):
        for item in page["Items"]:
            found[item["PK"]["S"], item["SK"]["S"]] = json.dumps(item, ensure_ascii=False, sort_keys=True)
    return found


def found_of(leaver: Leaver, table: Table) -> list[str]:
    """The items on which something personal of the team stands."""
    return [
        item for item in everything(table).values() if any(trace in item.lower() for trace in leaver.traces())
    ]


def _seated(crew: Crew, member: Member) -> tuple[Seat, ...]:
    """The seats of the crew with the member in the first, and the same name in the others."""
    return tuple(
        replace(
            seat,
            member_id=member.id if seat.position == 1 else seat.member_id,
            first_name=member.first_name,
            last_name=member.last_name,
        )
        for seat in crew.seats
    )
