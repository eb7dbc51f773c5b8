"""Enters many people on a roster in one call: each whole or not at all, until all are done or time is up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from resolvers.acting import Acting, check_not_erased
from resolvers.regatta.crew import Crew
from resolvers.regatta.fault import Fault
from resolvers.regatta.member import Member
from resolvers.regatta.refusals import Busy
from resolvers.regatta.roster_csv import CellError
from resolvers.registration._member_edits import Edit, save_edits
from resolvers.table import keys
from resolvers.table.keys import LicenceInUse
from resolvers.table.table import Changed

GROUP = 33
"""People of one transaction, which has 100 items: each is a member, a licence and a change."""

RESERVE = 10.0
"""Seconds that must be left to begin a group: more than the slowest one takes."""

ATTEMPTS = 10
"""How often people are judged whom somebody else changes meanwhile."""

_BUSY = Fault(
    "BUSY",
    "somebody else changes this member at the same time; send the row again.",
    "quelqu’un d’autre modifie ce membre au même moment ; renvoyez la ligne.",
)


@dataclass(frozen=True, slots=True)
class Import:
    """`Import` of the API; lines are those of the file, or places in the roster that is copied."""

    rows: int
    created: int
    updated: int
    errors: tuple[CellError, ...]
    resume_at: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be on the roster.

    Attributes:
        newcomer: as a new member of the team.
        edited: what becomes of the member of the team who has the licence already.
    """

    line: int
    newcomer: Member
    edited: Callable[[Member], Member]


class RosterEntry:
    """Enters candidates, whose licences all differ, and counts what became of them.

    Args:
        licence_column: header under which the licences stood, none where there is no file.
        dry_run: everything is read and judged, nothing written.
    """

    def __init__(self, acting: Acting, licence_column: str | None, *, dry_run: bool) -> None:
        self._acting = acting
        self._licence_column = licence_column
        self._dry_run = dry_run
        self.created = 0
        self.updated = 0
        self.unchanged = 0
        self.errors: list[CellError] = []

    def enter(self, candidates: Sequence[Candidate]) -> int | None:
        """Enters them in order, a group at a time, and the first in any case.

        Those of an earlier call that ended early are found to be as they should, and pass.

        Returns:
            Line of the first who was not handled, none when all were.

        Raises:
            Unauthorized: the caller was erased meanwhile, and goes on entering nobody.
        """
        for start in range(0, len(candidates), GROUP):
            if start and self._acting.request.seconds_left() < RESERVE:
                return candidates[start].line
            try:
                self._enter_group(candidates[start : start + GROUP], ATTEMPTS)
            except Busy:
                return candidates[start].line
        return None

    def _enter_group(self, group: Sequence[Candidate], attempts: int) -> None:
        judged = list(self._judged(group))
        if self._dry_run:
            self._count(judged)
            return
        for crew, together in self._by_crew(judged):
            try:
                save_edits(self._acting, [edit for _, edit in together], crew)
            except Changed as changed:
                self._enter_again(together, changed, attempts - 1)
            else:
                self._count(together)

    def _enter_again(self, together: "Sequence[_Judged]", changed: Changed, attempts: int) -> None:
        """Judges those whom somebody else changed meanwhile again, each alone, and the others together."""
        if attempts == 0:
            self.errors += [error_at(candidate.line, _BUSY) for candidate, _ in together]
            return
        overtaken = {(key.pk, key.sk) for key in changed.keys}
        alone = [candidate for candidate, edit in together if overtaken & self._keys(edit)]
        rest = [candidate for candidate, _ in together if candidate not in alone]
        for candidate in alone:
            self._enter_group([candidate], attempts)
        if rest:
            self._enter_group(rest, attempts)

    def _judged(self, group: Sequence[Candidate]) -> "Iterator[_Judged]":
        """Who is to be written, and how; the others are as they should be, or errors."""
        markers = self._markers(group)
        team = self._acting.manager.id
        own = [marker.member_id for marker in markers.values() if marker.manager_id == team]
        found = self._acting.request.table.get_many(self._member_key(member_id) for member_id in own)
        for candidate in group:
            marker = markers.get(candidate.newcomer.licence)
            if marker is not None and marker.manager_id != team:
                self._refuse(candidate, marker)
                continue
            member = None if marker is None else found[self._member_key(marker.member_id)]
            if member is None:
                yield candidate, Edit(None, candidate.newcomer)
                continue
            edited = candidate.edited(member)
            if edited == member:
                self.unchanged += 1
            else:
                yield candidate, Edit(member, replace(edited, version=member.version + 1))

    def _markers(self, group: Sequence[Candidate]) -> dict[str, LicenceInUse]:
        by_licence = {
            candidate.newcomer.licence: keys.licence(self._acting.year, candidate.newcomer.licence)
            for candidate in group
        }
        profile = keys.manager(self._acting.manager.id)
        found = self._acting.request.table.get_many([*by_licence.values(), profile])
        manager = found[profile]
        if manager is not None:
            check_not_erased(self._acting.request, manager)
        return {licence: marker for licence, key in by_licence.items() if (marker := found[key])}

    def _by_crew(self, judged: "Sequence[_Judged]") -> "Iterator[tuple[Crew | None, list[_Judged]]]":
        """Those who must be written together: who sits in one crew, and everybody without a seat."""
        crew_ids = dict.fromkeys(edit.before.crew_id if edit.before else None for _, edit in judged)
        seated = [self._crew_key(crew_id) for crew_id in crew_ids if crew_id is not None]
        found = self._acting.request.table.get_many(seated)
        for crew_id in crew_ids:
            together = [one for one in judged if (one[1].before and one[1].before.crew_id) == crew_id]
            yield None if crew_id is None else found[self._crew_key(crew_id)], together

    def _count(self, judged: "Iterable[_Judged]") -> None:
        for _, edit in judged:
            if edit.before is None:
                self.created += 1
            else:
                self.updated += 1

    def _refuse(self, candidate: Candidate, marker: LicenceInUse) -> None:
        fault = Fault(
            "LICENCE_TAKEN",
            f"this licence is in use by a member of {marker.club}; check the number.",
            f"cette licence est déjà celle d’un membre du club « {marker.club} » ; vérifiez le numéro.",
        )
        self.errors.append(error_at(candidate.line, fault, self._licence_column, marker.licence))

    def _keys(self, edit: Edit) -> set[tuple[str, str]]:
        member = edit.after
        own = (self._member_key(member.id), keys.licence(self._acting.year, member.licence))
        return {(key.pk, key.sk) for key in own}

    def _member_key(self, member_id: str) -> keys.Key[Member]:
        return keys.member(self._acting.year, self._acting.manager.id, member_id)

    def _crew_key(self, crew_id: str) -> keys.Key[Crew]:
        return keys.crew(self._acting.year, self._acting.manager.id, crew_id)


def error_at(line: int, fault: Fault, column: str | None = None, read: str = "") -> CellError:
    """What is wrong in a line, as the API says it."""
    return CellError(line, column, read, fault.code, fault.message, fault.message_fr)


_Judged = tuple[Candidate, Edit]
