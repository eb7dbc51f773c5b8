"""Mutation.handOver: hands members and crews over to another manager."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from resolvers.acting import Acting, act
from resolvers.afresh import afresh
from resolvers.regatta.crew import Crew
from resolvers.regatta.handover import (
    check_handed_over_with_crew,
    goes_with_crew,
    handed_over_crew,
    handed_over_member,
)
from resolvers.regatta.manager import Manager
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import Busy, Invalid, NotFound
from resolvers.request import Request
from resolvers.table import crews, keys, members
from resolvers.table.history import record
from resolvers.table.keys import Key
from resolvers.table.table import Changed
from resolvers.table.transaction import Transaction

MOST_NAMED = 500
"""Members, and crews, that one call may name."""

_TOGETHER = 25
"""Members without a seat in one transaction: four actions each, of a hundred."""

_RESERVE = 4.0
"""Seconds that must be left to begin a transaction."""


@dataclass(frozen=True, slots=True)
class Handover:
    """`Handover` of the API."""

    manager_id: str
    to: str
    member_ids: tuple[str, ...]
    crew_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the arguments name; nothing for the whole team."""

    to: str
    member_ids: tuple[str, ...]
    crew_ids: tuple[str, ...]

    def keys(self, year: int, sub: str) -> Iterable[Key[Any]]:
        yield keys.manager(self.to)
        yield from (keys.crew(year, sub, crew_id) for crew_id in self.crew_ids)
        yield from (keys.member(year, sub, member_id) for member_id in self.member_ids)


class _Moving:
    """Moves from one team to another, and knows what it has moved."""

    def __init__(self, acting: Acting, to: Manager) -> None:
        self.crew_ids: list[str] = []
        self.member_ids: list[str] = []
        self._acting = acting
        self._table = acting.request.table
        self._to = to

    def crew(self, crew_id: str) -> None:
        """Moves a crew with its members, all or nothing; one that is gone meanwhile is passed over.

        Raises:
            Changed: it was changed while it was being moved.
        """
        year, sub = self._acting.year, self._acting.manager.id
        before = self._table.get(keys.crew(year, sub, crew_id))
        if before is None:
            return
        wanted = [keys.member(year, sub, seat.member_id) for seat in before.seats if seat.member_id]
        found = self._table.get_many(wanted)
        along = [member for key in wanted if (member := found[key]) and goes_with_crew(member, before)]
        if len(along) < len(crews.occupants(before)):
            raise Changed(wanted)
        after = handed_over_crew(before, self._to)
        transaction = Transaction()
        crews.move(transaction, year, before, after)
        self._record(transaction, before, after)
        self._write(transaction, along)
        self.crew_ids.append(crew_id)

    def members(self, member_ids: Sequence[str]) -> None:
        """Moves those of these members who have no seat; one who has one by now goes with his crew only.

        Raises:
            Changed: one was changed while they were being moved.
        """
        year, sub = self._acting.year, self._acting.manager.id
        found = self._table.get_many(keys.member(year, sub, member_id) for member_id in member_ids)
        roster = [found[keys.member(year, sub, member_id)] for member_id in member_ids]
        free = [member for member in roster if member is not None and member.crew_id is None]
        if free:
            self._write(Transaction(), free)

    def _write(self, transaction: Transaction, moved: Sequence[Member]) -> None:
        for member in moved:
            after = handed_over_member(member, self._to)
            members.move(transaction, self._acting.year, member, after)
            self._record(transaction, member, after)
        self._table.write(transaction)
        self.member_ids += [member.id for member in moved]

    def _record(self, transaction: Transaction, before: Crew | Member, after: Crew | Member) -> None:
        author, to = self._acting.author, self._to.id
        record(transaction, author, after.id, before=before, after=after, manager_id=to)


def hand_over(request: Request) -> Handover:
    """What was handed over: each crew with its members in one transaction, the other members in groups.

    So a crew and its members are on one side whatever fails on the way. When time is up, or too much happens
    in the team at once, what is left out of the answer stays where it is, for another call.

    Raises:
        NotFound, Invalid, Busy: nothing was written.
    """
    wanted = _wanted(request)
    acting = act(request, wanted.keys)
    to = acting.found[keys.manager(wanted.to)]
    if to is None or to.erased_at is not None:
        raise NotFound("There is no such manager to hand over to.", "Manager", wanted.to)
    crew_ids, member_ids = _checked(acting, wanted) if wanted.crew_ids or wanted.member_ids else _all(acting)
    moving = _Moving(acting, to)
    groups = [member_ids[start : start + _TOGETHER] for start in range(0, len(member_ids), _TOGETHER)]
    steps = [
        *(partial(moving.crew, crew_id) for crew_id in crew_ids),
        *(partial(moving.members, group) for group in groups),
    ]
    try:
        for step in steps:
            if request.seconds_left() < _RESERVE:
                raise Busy("There was no time to hand anything over: try again in a moment.")
            afresh(step)
    except Busy:
        if not moving.crew_ids and not moving.member_ids:
            raise
    return Handover(acting.manager.id, to.id, tuple(moving.member_ids), tuple(moving.crew_ids))


def _wanted(request: Request) -> _Wanted:
    arguments = request.arguments
    named = {field: arguments.get(field) for field in ("memberIds", "crewIds")}
    for field, ids in named.items():
        if len(ids or ()) > MOST_NAMED:
            raise Invalid(f"{field}: {MOST_NAMED} at most in one call.", field, "TOO_MANY")
    # Two empty lists are a slip, not a wish to hand everything over.
    if not any(named.values()) and any(ids is not None for ids in named.values()):
        raise Invalid(
            "Name a member or a crew, or leave both lists out for the whole team.", "memberIds", "EMPTY"
        )
    if arguments["to"] == arguments["managerId"]:
        raise Invalid("The team is this manager’s already: name another.", "to", "SAME_MANAGER")
    member_ids, crew_ids = (tuple(dict.fromkeys(ids or ())) for ids in named.values())
    return _Wanted(arguments["to"], member_ids, crew_ids)


def _checked(acting: Acting, wanted: _Wanted) -> tuple[Sequence[str], Sequence[str]]:
    """Crews, and members without a seat, that are named."""
    for crew_id in wanted.crew_ids:
        acting.crew(crew_id)
    named = [acting.member(member_id) for member_id in wanted.member_ids]
    for member in named:
        check_handed_over_with_crew(member, frozenset(wanted.crew_ids))
    return wanted.crew_ids, [member.id for member in named if member.crew_id is None]


def _all(acting: Acting) -> tuple[Sequence[str], Sequence[str]]:
    """Crews, and members without a seat, of the whole team."""
    table, year, sub = acting.request.table, acting.year, acting.manager.id
    roster, entered = members.of_team(table, year, sub), crews.of_team(table, year, sub)
    return [crew.id for crew in entered], [member.id for member in roster if member.crew_id is None]
