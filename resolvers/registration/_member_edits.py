"""How members are written: each with licence and history, and with the crew he sits in, judged again."""

from collections.abc import Sequence
from dataclasses import dataclass

from resolvers.acting import Acting
from resolvers.entering import write_crew
from resolvers.regatta.composition import rejudged_crew
from resolvers.regatta.crew import Crew
from resolvers.regatta.member import Member
from resolvers.table import crews, keys, members
from resolvers.table.history import record
from resolvers.table.table import Changed
from resolvers.table.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Edit:
    """A member as read, none for a new one, and as he is to be, with the version that follows."""

    before: Member | None
    after: Member

    def add_to(self, transaction: Transaction, acting: Acting) -> None:
        """Adds the member, the licence's marker and the history: three items at most, four for a licence."""
        before, after = self.before, self.after
        if before is None:
            members.create(transaction, acting.year, after)
        else:
            members.save(transaction, acting.year, before, after)
        record(transaction, acting.author, after.id, before=before, after=after, manager_id=after.manager_id)


def save_edits(acting: Acting, edits: Sequence[Edit], crew: Crew | None) -> None:
    """Writes all edits or none, of members who sit in one crew, or in none.

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
    judged = None if crew is None else _judged(acting, edits, crew)
    if judged is None:
        transaction = Transaction()
        members_with(transaction)
        table.write(transaction)
    else:
        write_crew(table, acting.year, acting.author, crew, judged, {}, also=members_with)


def _judged(acting: Acting, edits: Sequence[Edit], crew: Crew) -> Crew | None:
    seated = crews.occupants(crew)
    gone = [edit.after for edit in edits if edit.after.id not in seated]
    if gone:
        # The crew was read after them, and was withdrawn or gave them up in between.
        raise Changed([keys.member(acting.year, member.manager_id, member.id) for member in gone])
    after = tuple(edit.after for edit in edits)
    judged = rejudged_crew(crew, after, acting.edition, acting.manager.club, acting.request.now)
    return judged if judged.seats != crew.seats else None
