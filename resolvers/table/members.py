"""How members are read and written: with the marker that keeps the licence to one member of the edition."""

from collections.abc import Iterator

from resolvers.regatta.member import Member
from resolvers.table import keys
from resolvers.table.keys import LicenceInUse
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction, Unchanged


def of_team(table: Table, year: int, sub: str) -> Iterator[Member]:
    """The roster of a manager in an edition, in the order of entry; one call a page."""
    return (item.read(Member) for item in table.query(keys.team(year, sub), "MEMBER#"))


def create(transaction: Transaction, year: int, member: Member) -> None:
    """Puts a new member, whose licence nobody in the edition may have."""
    transaction.create(keys.member_row(year, member))
    transaction.create(keys.licence_row(year, _marker(member)))


def save(transaction: Transaction, year: int, before: Member, after: Member) -> None:
    """Puts a member over the one that was read, if neither edited nor seated elsewhere since."""
    transaction.replace(keys.member_row(year, after), _as_read(before))
    was, marker = _marker(before), _marker(after)
    if was.licence != marker.licence:
        _free(transaction, year, before)
        transaction.create(keys.licence_row(year, marker))
    elif was != marker:
        _mark(transaction, year, after)


def move(transaction: Transaction, year: int, before: Member, after: Member) -> None:
    """Puts a member as it was read into the team of another manager, with a crew or without one."""
    transaction.delete(keys.member(year, before.manager_id, before.id), _as_read(before))
    transaction.create(keys.member_row(year, after))
    _mark(transaction, year, after)


def delete(transaction: Transaction, year: int, member: Member) -> None:
    """Deletes a member as it was read, and leaves the licence to whoever comes."""
    transaction.delete(keys.member(year, member.manager_id, member.id), _as_read(member))
    _free(transaction, year, member)


def anonymise(transaction: Transaction, year: int, before: Member, after: Member) -> None:
    """Puts a member who has no licence any more over the one that was read."""
    transaction.replace(keys.member_row(year, after), _as_read(before))
    _free(transaction, year, before)


def _free(transaction: Transaction, year: int, member: Member) -> None:
    # An anonymous member has no licence.
    if member.licence:
        transaction.delete(keys.licence(year, member.licence), {"memberId": member.id})


def _mark(transaction: Transaction, year: int, member: Member) -> None:
    if member.licence:
        transaction.replace(keys.licence_row(year, _marker(member)), {"memberId": member.id})


def _as_read(member: Member) -> Unchanged:
    # Being seated is no new version, and must not be lost either.
    return {"version": member.version, "crewId": member.crew_id}


def _marker(member: Member) -> LicenceInUse:
    return LicenceInUse(member.licence, member.id, member.manager_id, member.club)
