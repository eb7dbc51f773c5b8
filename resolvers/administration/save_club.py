"""Mutation.saveClub: adds a club to the list, or spells one anew."""

from resolvers.acting import author_of
from resolvers.regatta.club import Club
from resolvers.regatta.clubs import is_host_club
from resolvers.regatta.fault import valid
from resolvers.regatta.names import fold
from resolvers.regatta.people import EMPTY, LONGEST_CLUB, clean_club
from resolvers.regatta.refusals import Invalid
from resolvers.request import Request
from resolvers.table import keys
from resolvers.table.history import record
from resolvers.table.transaction import Transaction

LONGEST_FOLDED = 2 * LONGEST_CLUB
"""The folded name is a key of 1,024 bytes at most, and one letter can fold to eighteen."""


def save_club(request: Request) -> Club:
    """The club; one whose name differs in case, accents or spaces alone takes the new spelling.

    Raises:
        Invalid: the name is empty, longer than 100 characters, or has no letter.
    """
    after = _club(request.arguments["name"])
    key = keys.club(after.name)
    before = request.table.get(key)
    if before == after:
        return after
    transaction = Transaction()
    if before is None:
        transaction.create(keys.club_row(after))
    else:
        transaction.replace(keys.club_row(after), {"name": before.name})
    record(transaction, author_of(request), f"CLUB#{key.sk}", before=before, after=after)
    request.table.write(transaction)
    return after


def _club(text: str) -> Club:
    name = valid("name", clean_club(text))
    if not any(letter.isalnum() for letter in name):
        raise EMPTY.of("name")
    if len(fold(name)) > LONGEST_FOLDED:
        raise Invalid("name: this has ligatures of too many letters; write them out.", "name", "TOO_LONG")
    return Club(name, is_host_club(name))
