"""Mutation.importMembers: enters the members of a CSV file, and changes those of the team it names again."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from ulid import ULID

from resolvers.acting import Acting, act
from resolvers.regatta.fault import Fault
from resolvers.regatta.member import Member
from resolvers.regatta.people import Particulars, edited_member, new_member
from resolvers.regatta.refusals import Invalid
from resolvers.regatta.roster_columns import Field
from resolvers.regatta.roster_csv import CellError, Roster, RosterRow, parse_roster
from resolvers.regatta.vocabulary import Action
from resolvers.registration._roster_entry import Candidate, Import, RosterEntry, error_at
from resolvers.request import Request

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
MOST_ERRORS = 5_000


def import_members(request: Request) -> Import:
    """What was done, or would be in a dry run.

    Each row handled is created, updated or an error; a member who is as the row says already counts as
    updated, and is not written. When time is up, `resume_at` is the line of the first row not handled. The
    same file, sent again, goes on from there: rows that are done are found so, which costs reads alone.

    Raises:
        PhaseForbids: nothing was written.
        Invalid: the file is longer than 1 MB or 5,000 rows; nothing was written.
        Unauthorized: the caller was erased, maybe since the import began.
    """
    text, dry_run = request.arguments["csv"], request.arguments["dryRun"]
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Invalid("csv: 1 MB at most; send the file in parts.", "csv", "TOO_LONG")
    acting = act(request)
    acting.allow(Action.EDIT_ROSTER)
    roster = parse_roster(text, year=acting.year, club=acting.manager.club)
    if roster.count > MOST_ROWS:
        raise Invalid(
            f"csv: {MOST_ROWS} rows at most; this has {roster.count}: send the file in parts.",
            "csv",
            "TOO_MANY_ROWS",
        )
    entry = RosterEntry(acting, roster.headers.get(Field.LICENCE), dry_run=dry_run)
    resume_at = entry.enter([_candidate(acting, row, roster.headers) for row in roster.rows])
    errors = _errors(roster, entry)
    return Import(roster.count, entry.created, entry.updated + entry.unchanged, errors, resume_at)


def _candidate(acting: Acting, row: RosterRow, headers: Mapping[Field, str]) -> Candidate:
    newcomer = new_member(str(ULID()), acting.manager.id, row.person, acting.year)
    return Candidate(row.line, newcomer, partial(_edited, row.person, headers, acting.year))


def _edited(person: Particulars, headers: Mapping[Field, str], year: int, member: Member) -> Member:
    """The member as the file has it; what the file has no column for stays."""
    said = replace(
        person,
        licence_kind=person.licence_kind if Field.LICENCE_KIND in headers else member.licence_kind,
        club=person.club if Field.CLUB in headers else member.club,
        upgrade_certificate=(
            person.upgrade_certificate if Field.UPGRADE_CERTIFICATE in headers else member.upgrade_certificate
        ),
    )
    return edited_member(member, said, year)


def _errors(roster: Roster, entry: RosterEntry) -> tuple[CellError, ...]:
    errors = sorted([*roster.errors, *entry.errors], key=lambda error: error.line)
    if len(errors) <= MOST_ERRORS:
        return tuple(errors)
    # An answer has 5 MB at most.
    left = len(errors) - MOST_ERRORS
    fault = Fault(
        "MORE_ERRORS",
        f"{left} more errors from this line on; mend the file and send it again.",
        f"{left} autres erreurs à partir de cette ligne ; corrigez le fichier et renvoyez-le.",
    )
    return (*errors[:MOST_ERRORS], error_at(errors[MOST_ERRORS].line, fault))
