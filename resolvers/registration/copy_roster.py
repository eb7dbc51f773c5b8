"""Mutation.copyRoster: enters the members whom the same team had in another edition."""

from collections.abc import Sequence

from ulid import ULID

from resolvers.acting import Acting, act
from resolvers.regatta.age import age_fault, age_in
from resolvers.regatta.member import Member
from resolvers.regatta.people import copied_member
from resolvers.regatta.refusals import Invalid, NotFound
from resolvers.regatta.roster_csv import CellError
from resolvers.regatta.vocabulary import Action
from resolvers.registration._roster_entry import Candidate, Import, RosterEntry, error_at
from resolvers.request import Request
from resolvers.table import keys, members


def copy_roster(request: Request) -> Import:
    """What was done; lines are places in the old roster, in the order of entry, without those erased.

    Who is on the team's roster already stays as he is, and whoever was erased stays behind. When time is up,
    the same call goes on.

    Raises:
        PhaseForbids, Invalid, NotFound: nothing was written.
        Unauthorized: the caller was erased, maybe since the copy began.
    """
    from_year: int = request.arguments["fromYear"]
    acting = act(request, lambda year, _: [keys.edition(from_year)])
    acting.allow(Action.EDIT_ROSTER)
    if from_year == acting.year:
        raise Invalid("fromYear: name another edition than the current one.", "fromYear", "SAME_EDITION")
    if acting.found[keys.edition(from_year)] is None:
        raise NotFound(f"There is no edition {from_year}.", "Edition", f"{from_year}")
    everybody = members.of_team(request.table, from_year, acting.manager.id)
    roster = [member for member in everybody if member.licence]  # whoever was erased has none
    candidates, errors = _sorted_out(acting, roster)
    entry = RosterEntry(acting, None, dry_run=False)
    resume_at = entry.enter(candidates)
    found = sorted([*errors, *entry.errors], key=lambda error: error.line)
    return Import(len(roster), entry.created, entry.updated, tuple(found), resume_at)


def _sorted_out(acting: Acting, roster: Sequence[Member]) -> tuple[list[Candidate], list[CellError]]:
    """Who may be on the roster of the current year, and who is too young or too old for it."""
    candidates, errors = [], []
    for line, member in enumerate(roster, 1):
        fault = age_fault(age_in(acting.year, member.date_of_birth))
        if fault is None:
            newcomer = copied_member(member, str(ULID()), acting.year)
            candidates.append(Candidate(line, newcomer, edited=_as_he_is))
        else:
            read = f"{member.first_name} {member.last_name}, {member.date_of_birth}"
            errors.append(error_at(line, fault, "dateOfBirth", read))
    return candidates, errors


def _as_he_is(member: Member) -> Member:
    return member
