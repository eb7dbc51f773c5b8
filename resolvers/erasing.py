"""Erases a manager and the team from the table, in all editions: for eraseMe, and when it is played again.

The profile goes first, in one transaction with the history of the erasure, and from then on no request of the
manager begins. All that follows may be stopped anywhere and done again: what is anonymous already is not
written again, and what was changed meanwhile is read again. What a request that was under way wrote
afterwards goes when the erasure is played again, in the next night, where erasures are noted.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from resolvers.afresh import afresh
from resolvers.regatta.change import Change
from resolvers.regatta.crew import Crew
from resolvers.regatta.erasure import (
    Erasure,
    anonymous_crew,
    anonymous_grant,
    anonymous_manager,
    anonymous_member,
)
from resolvers.regatta.grant import Grant
from resolvers.regatta.manager import Manager
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import Busy
from resolvers.table import keys, members
from resolvers.table.codec import Item
from resolvers.table.history import Author, record
from resolvers.table.keys import Key
from resolvers.table.table import BATCH, Table
from resolvers.table.transaction import Transaction

ACTION = "eraseMe"
"""In the history, also when it is played again."""

_LARGEST_STEP = 2
"""Items that one step writes at most."""

_SECONDS_TO_END = 4.0
"""For one transaction and the answer."""

Step = Callable[[Transaction], None]
"""Adds to a transaction what is written for one thing."""


def erase(
    table: Table,
    manager_id: str,
    profile: Manager | None,
    years: Iterable[int],
    at: datetime,
    seconds_left: Callable[[], float],
) -> Erasure:
    """What was erased by this call; a hundred items in each transaction.

    Args:
        profile: as it stands; an organiser made by hand may have none.
        years: of all editions.
        at: when it was asked for; what stands when the profile is erased already is the first time.
        seconds_left: until the function is stopped.

    Raises:
        Changed: the profile is not as it was read; nothing was erased.
        Busy: time is up, or too much happens in the team at once; what is left is erased by the next call.
    """
    since = at if profile is None else _erase_profile(table, profile, at)
    erasing = _Erasing(table, manager_id, years, seconds_left)
    afresh(erasing.write)
    return Erasure(manager_id, since, len(erasing.member_ids), len(erasing.crew_ids))


def _erase_profile(table: Table, before: Manager, at: datetime) -> datetime:
    """Since when the profile is erased."""
    after = anonymous_manager(before, at)
    since = after.erased_at or at
    if after == before:
        return since
    after = replace(after, version=before.version + 1)
    # What the history says of it: that it happened, and nothing of what was there.
    nobody = replace(after, version=before.version, erased_at=None)
    transaction = Transaction()
    transaction.replace(keys.manager_row(after), {"version": before.version})
    author = Author(ACTION, after.id, at)
    record(transaction, author, after.id, before=nobody, after=after, manager_id=after.id)
    table.write(transaction)
    return since


class _Erasing:
    """Erases what a manager has beside the profile, and knows whom and what it has erased."""

    def __init__(
        self, table: Table, manager_id: str, years: Iterable[int], seconds_left: Callable[[], float]
    ) -> None:
        self.member_ids: set[str] = set()
        self.crew_ids: set[str] = set()
        self._table = table
        self._manager_id = manager_id
        self._years = tuple(years)
        self._seconds_left = seconds_left

    def write(self) -> None:
        """Erases what stands, as much at once as a transaction takes.

        Raises:
            Changed: something was overtaken; what was written before it is erased.
            Busy: time is up, or too much happens at once.
        """
        transaction = Transaction()
        for step in self._steps():
            step(transaction)
            if len(transaction.keys) > BATCH - _LARGEST_STEP:
                self._write_one(transaction)
                transaction = Transaction()
        if transaction.keys:
            self._write_one(transaction)

    def _write_one(self, transaction: Transaction) -> None:
        if self._seconds_left() < _SECONDS_TO_END:
            raise Busy("There is more to erase than one call can: call again, and it goes on.")
        self._table.write(transaction)

    def _steps(self) -> Iterator[Step]:
        for year in self._years:
            yield from self._team(year)
        yield from self._notifications()
        # Last, for the index may lag a moment behind.
        yield from self._changes()

    def _team(self, year: int) -> Iterator[Step]:
        """Members, crews and grants of an edition."""
        for item in self._table.query(keys.team(year, self._manager_id)):
            match item["SK"].partition("#")[0]:
                case "MEMBER":
                    step = self._member(year, item.read(Member))
                case "CREW":
                    step = self._crew(year, item.read(Crew))
                case "GRANT":
                    step = self._grant(year, item.read(Grant))
                case kind:
                    raise ValueError(f"no erasure knows what is personal in a {kind}")
            if step is not None:
                yield step

    def _member(self, year: int, member: Member) -> Step | None:
        if member.crew_id is None:
            # Neither results nor accounting know who sits in no crew.
            self.member_ids.add(member.id)
            return partial(members.delete, year=year, member=member)
        after = anonymous_member(member)
        if after == member:
            return None
        self.member_ids.add(member.id)
        after = replace(after, version=member.version + 1)
        return partial(members.anonymise, year=year, before=member, after=after)

    def _crew(self, year: int, crew: Crew) -> Step | None:
        after = anonymous_crew(crew)
        if after == crew:
            return None
        self.crew_ids.add(crew.id)
        row = keys.crew_row(year, replace(after, version=crew.version + 1))
        return partial(Transaction.replace, row=row, unchanged={"version": crew.version})

    def _grant(self, year: int, grant: Grant) -> Step | None:
        after = anonymous_grant(grant)
        if after == grant:
            return None
        return partial(
            Transaction.replace, row=keys.grant_row(year, after), unchanged={"revokedAt": grant.revoked_at}
        )

    def _notifications(self) -> Iterator[Step]:
        """What the manager was told, which is of no use to anybody else."""
        for item in self._table.query(keys.manager(self._manager_id).pk, "NOTIFICATION#"):
            key = keys.notification(self._manager_id, item["id"])
            yield partial(Transaction.delete, key=key, unchanged={})

    def _changes(self) -> Iterator[Step]:
        """Who did what when stays; what was there before and since does not."""
        for item in self._own_history():
            if item["action"] != ACTION and ("before" in item or "after" in item):
                key = Key(item["PK"], item["SK"], Change)
                yield partial(Transaction.update, key=key, unchanged={}, remove=("before", "after"))

    def _own_history(self) -> Iterator[Item]:
        """Every change of the manager's time; and the earlier ones of what was handed over to the team."""
        seen: set[str] = set()
        entities = {self._manager_id: None}
        for change in self._table.query(keys.history(self._manager_id), index=True):
            seen.add(change["id"])
            if change["action"] == "handOver":
                entities[change["entityId"]] = None
            yield change
        for entity_id in entities:
            changes = list(self._table.query(keys.history(entity_id)))
            if changes and changes[-1].get("managerId") == self._manager_id:
                yield from (change for change in changes if change["id"] not in seen)
