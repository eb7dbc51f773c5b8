"""Managers who have their personal data erased, in the tests of the API."""

import random
import string
from dataclasses import dataclass
from itertools import count

from resolvers import accounts
from tests.api.client import Answer, Client
from tests.api.regatta import Regatta
from tests.leaver import Leaver, found_of

ERASE = "mutation($confirmation: String!) { eraseMe(confirmation: $confirmation) { id at members crews } }"

_BIRTHDAYS = ((month, day) for month in (11, 12) for day in range(2, 29))
_PHONES = count(33700000001)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A manager with a full team, who can ask to be erased."""

    regatta: Regatta
    client: Client
    leaver: Leaver
    past: int

    def asks(self, confirmation: str | None = None) -> Answer:
        """Asks for the erasure, with the address of the account unless the test says else."""
        return self.client.execute(ERASE, confirmation=confirmation or self.leaver.email)

    def found(self) -> list[str]:
        """The items on which something personal of the team stands."""
        return found_of(self.leaver, self.regatta.table)

    def has_account(self) -> bool:
        """Whether the account is in the user pool."""
        account = self.regatta.account
        return accounts.email_of(account.user_pool_id, self.leaver.email) is not None


def leaving_from(regatta: Regatta, past: int, group: str = "managers") -> Leaving:
    """Somebody else with such a team."""
    client, email = regatta.with_account(group)
    word = "".join(random.choices(string.ascii_lowercase, k=12))
    before = regatta.as_manager().sub
    leaver = Leaver(
        client.sub, email, word, f"+{next(_PHONES)}", next(_BIRTHDAYS), before, regatta.year, past
    )
    regatta.has(*leaver.rows())
    return Leaving(regatta, client, leaver, past)
