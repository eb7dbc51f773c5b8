"""Mutation.updateEdition: changes the settings of an edition."""

from dataclasses import replace

from resolvers.acting import author_of, check_version
from resolvers.administration._edition import history_id, stored_edition, stored_programme
from resolvers.administration._edition_input import edited
from resolvers.queueing import serve_queue
from resolvers.regatta.capacity import places_of
from resolvers.regatta.edition import Edition
from resolvers.regatta.refusals import InUse, NeedsConfirmation
from resolvers.regatta.settings import checked_edition, judges_otherwise, touches_crews
from resolvers.regatta.vocabulary import Event
from resolvers.request import Request
from resolvers.table import editions, keys
from resolvers.table.editions import StandingProgramme
from resolvers.table.history import record
from resolvers.table.table import Table
from resolvers.table.transaction import Transaction


def update_edition(request: Request) -> Edition:
    """The edition with its settings changed; places that a larger capacity brings go to the queue first.

    Raises:
        NotFound, Conflict, Invalid, InUse, NeedsConfirmation: nothing was written.
    """
    year, table = request.arguments["year"], request.table
    before = stored_edition(table, year)
    check_version("edition", request.arguments["version"], before.version)
    after = checked_edition(edited(before, request.arguments["input"]))
    if after == before:
        return before
    after = replace(after, version=before.version + 1)
    if touches_crews(before, after) and not request.arguments.get("confirmed"):
        _check_nobody_entered(table, year)

    transaction = Transaction()
    transaction.replace(keys.edition_row(after), {"version": before.version})
    if judges_otherwise(before, after):
        editions.judge_anew(transaction, _programme_without_crews(table, year))
    _move_places(transaction, before, after)
    record(transaction, author_of(request), history_id(year), before=before, after=after)
    table.write(transaction)
    for event in _enlarged(before, after):
        serve_queue(table, year, event, request.now)
    return after


def _check_nobody_entered(table: Table, year: int) -> None:
    crews = editions.crews_entered(table, year)
    if crews:
        raise NeedsConfirmation(
            f"The change touches {crews} crews: send it again with confirmed: true.", crews
        )


def _programme_without_crews(table: Table, year: int) -> StandingProgramme:
    programme = stored_programme(table, year)
    if programme.crews:
        raise InUse(
            f"{programme.crews} crews are entered that the setting upgradeCertificatesRequired judged: "
            "it stays as it is.",
            programme.crews,
        )
    return programme


def _move_places(transaction: Transaction, before: Edition, after: Edition) -> None:
    for event in Event:
        more = _difference(before, after, event)
        if more:
            counter = "released" if more > 0 else "free"
            transaction.update(keys.places(after.year, event), {}, add={counter: more})


def _enlarged(before: Edition, after: Edition) -> list[Event]:
    return [event for event in Event if _difference(before, after, event) > 0]


def _difference(before: Edition, after: Edition, event: Event) -> int:
    return places_of(after.capacity, event) - places_of(before.capacity, event)
