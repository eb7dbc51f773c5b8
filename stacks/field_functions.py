"""The functions that resolve fields, a folder each: how they run, and what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass

from stacks import time_limits
from stacks.environment import Environment
from stacks.functions import FunctionSettings
from stacks.table_access import ERASING, TableAccess

_MEMORY = 1024
"""Of which 55 MB are used: it buys 0.58 of a processor, of which importing the code takes 0.5 s where no
snapshot spares it, and a first answer 0.03 s (`tests/infrastructure/test_functions_run.py` prints them)."""


@dataclass(frozen=True, slots=True)
class FieldFunction:
    """The function of one folder.

    Attributes:
        folder: below `resolvers/`.
        table: what it does with the table: the API's tests prove that it does all of it, and nothing else.
        reads_accounts: whether it asks the user pool for an account.
        mails: whether it sends mail.
        erases: whether it deletes accounts, and notes whose, where there are backups of the table.
    """

    folder: str
    description: str
    table: TableAccess
    reads_accounts: bool
    mails: bool
    erases: bool = False

    def settings(
        self, environment: Environment, user_pool_id: str, backups_bucket: str | None
    ) -> FunctionSettings:
        """How it runs."""
        variables = {"TABLE_NAME": environment.table}
        if self.reads_accounts:
            variables["USER_POOL_ID"] = user_pool_id
        if self.mails:
            variables["MAIL_FROM"] = environment.mail_from
            # Where no organiser is named, as in dev, what is written to them comes back to the sender.
            variables["ORGANISERS_EMAIL"] = ",".join(environment.organiser_emails) or environment.mail_from
        if self.erases and backups_bucket is not None:
            variables["BACKUPS_BUCKET"] = backups_bucket
        return FunctionSettings(
            folder=self.folder,
            description=self.description,
            memory=_MEMORY,
            timeout=time_limits.FIELD,
            variables=variables,
            on_errors=f"{self.folder} ended before it could answer, for want of time or memory, or "
            "could not start: see its log; if the code is to blame, deploy the version before.",
        )


_REGISTRATION = FieldFunction(
    folder="registration",
    description="Members, crews and profiles: what managers register",
    table=TableAccess(
        get=("EDITION#*", "EDITIONS", "MANAGER#*", "TEAM#*"),
        get_many=("EDITION#*", "EDITIONS", "LICENCE#*", "MANAGER#*", "TEAM#*"),
        query=("EDITION#*", "TEAM#*"),
        put=("EDITION#*", "HISTORY#*", "LICENCE#*", "MANAGER#*", "TEAM#*"),
        update=("EDITION#*", "QUOTA#*", "TEAM#*"),
        delete=("EDITION#*", "LICENCE#*", "TEAM#*"),
    ),
    reads_accounts=True,
    mails=True,
)

_ADMINISTRATION = FieldFunction(
    folder="administration",
    description="Editions, programme, grants and clubs: what organisers decide",
    table=TableAccess(
        get=("CLUBS", "EDITION#*", "EDITIONS", "MANAGER#*", "TEAM#*"),
        get_many=("EDITIONS", "MANAGER#*", "TEAM#*"),
        query=("EDITION#*", "TEAM#*"),
        put=("CLUBS", "EDITION#*", "EDITIONS", "HISTORY#*", "LICENCE#*", "MANAGER#*", "TEAM#*"),
        update=("EDITION#*", "TEAM#*"),
        delete=("EDITION#*", "TEAM#*"),
    ),
    reads_accounts=False,
    mails=True,
)

_PRIVACY = FieldFunction(
    folder="privacy",
    description="Erasures and copies: what people may ask for their personal data",
    table=ERASING,
    reads_accounts=True,
    mails=False,
    erases=True,
)

FIELD_FUNCTIONS: Mapping[str, FieldFunction] = {
    one.folder: one for one in (_REGISTRATION, _ADMINISTRATION, _PRIVACY)
}
