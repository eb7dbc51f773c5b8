"""How edited members are written: with the crew they sit in, judged again, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from resolvers.acting import Acting
from resolvers.entering import write_crew
from resolvers.regatta.composition import rejudged_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.member import Member
from resolvers.regatta.people import Particulars, edited_member
from resolvers.table import members
from resolvers.table.history import record
from resolvers.table.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Edit:
    """A member as read, and as the edit makes him."""

    before: Member
    after: Member

    @classmethod
    def of(cls, member: Member, person: Particulars, year: int) -> "Edit":
        """The edit that gives a member these particulars."""
        return cls(member, replace(edited_member(member, person, year), version=member.version + 1))

    def add_to(self, transaction: Transaction, acting: Acting) -> None:
        """Adds the member, the licence's marker and the history."""
        members.save(transaction, acting.year, self.before, self.after)
        member = self.after
        record(
            transaction,
            acting.author,
            member.id,
            before=self.before,
            after=member,
            manager_id=member.manager_id,
        )


def save_edits(acting: Acting, edits: Sequence[Edit], crew: Crew | None) -> None:
    """Writes the edits of members who sit in one crew, or in none.

    Args:
        crew: as read after its members. It is judged again and may become INCOMPLETE, or give up its place
            in the queue; one whose seats stay as they are is not written.

    Raises:
        Changed: a member or the crew is not as it was read; nothing is written.
    """

    def members_with(transaction: Transaction) -> None:
        for edit in edits:
            edit.add_to(transaction, acting)

    table = acting.request.table
    judged = crew and _judged(acting, edits, crew)
    if crew is None or judged is None:
        transaction = Transaction()
        members_with(transaction)
        table.write(transaction)
    else:
        write_crew(table, acting.year, acting.author, crew, judged, {}, also=members_with)


def _judged(acting: Acting, edits: Sequence[Edit], crew: Crew) -> Crew | None:
    after = tuple(edit.after for edit in edits)
    judged = rejudged_crew(crew, after, acting.edition, acting.manager.club, acting.request.now)
    return judged if judged.seats != crew.seats else None
