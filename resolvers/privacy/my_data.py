"""Query.myData: everything that is held on the caller and the caller's team, in all editions."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from resolvers import accounts
from resolvers.regatta.refusals import Invalid
from resolvers.request import Request
from resolvers.table import editions, keys
from resolvers.table.plain import Plain
from resolvers.table.table import Table

MOST_BYTES = 2_000_000
"""Of the items in one part: as text within the answer, its quotes escaped, it stays within AppSync's 5 MB."""

_OF_THE_TABLE = {"PK", "SK", "GSI1PK", "GSI1SK"}


def my_data(request: Request) -> Plain:
    """One part of it: as much as an answer can hold, and `next`, from where the next part goes on, if any.

    Whatever lies in the partitions of the manager and of the team is given as it is stored, so that a kind of
    item that is added belongs to it without a word here.

    Returns:
        `account` (in the first part, unless it was deleted), `profile`, `notifications`, `teams` (by year:
        `members`, `crews`, `grants`), `history` (of changes in the team), and `next`.

    Raises:
        Invalid: `after` is not the `next` of a part.
    """
    sub, after = request.caller.sub, request.arguments.get("after")
    sections = _sections(request.table, sub)
    part: Plain = {}
    if after is None:
        account = accounts.attributes_of(os.environ["USER_POOL_ID"], request.caller.username)
        if account is not None:
            part["account"] = account
    first, behind = _place(after, sections)
    room, reached = MOST_BYTES, after
    for section in sections[first:]:
        for item in request.table.query(section.pk, index=section.index, after=behind):
            held = {name: value for name, value in item.items() if name not in _OF_THE_TABLE}
            room -= len(json.dumps(held, ensure_ascii=False).encode())
            if room < 0 and reached != after:
                return {**part, "next": reached}
            section.add(part, item["SK"], held)
            reached = f"{section.name}#{item['GSI1SK' if section.index else 'SK']}"
        behind = None
    return part


@dataclass(frozen=True, slots=True)
class _Section:
    """A partition of the table, or of its index, that is all the caller's."""

    name: str
    pk: str
    index: bool = False

    def add(self, part: Plain, sort_key: str, held: Plain) -> None:
        """Puts an item where it belongs in the part."""
        kind = sort_key.partition("#")[0].lower()
        if self.index:
            part.setdefault("history", []).append(held)
        elif kind == "profile":
            part[kind] = held
        else:
            holder: dict[str, Any] = part
            if self.name.isdecimal():
                holder = part.setdefault("teams", {}).setdefault(self.name, {})
            holder.setdefault(f"{kind}s", []).append(held)


def _sections(table: Table, sub: str) -> list[_Section]:
    teams = [_Section(f"{year}", keys.team(year, sub)) for year in editions.every(table).years]
    manager = _Section("manager", keys.manager(sub).pk)
    return [manager, *teams, _Section("history", keys.history(sub), index=True)]


def _place(after: str | None, sections: Sequence[_Section]) -> tuple[int, str | None]:
    """In which section to begin, and behind which of its sort keys; of the caller's own, whatever is said."""
    if after is None:
        return 0, None
    name, _, behind = after.partition("#")
    names = [section.name for section in sections]
    if name not in names or not (behind.isascii() and 0 < len(behind) <= keys.LONGEST_SK):
        raise Invalid(
            "after: say the `next` of the part before, or leave it out to start over.",
            "after",
            "UNKNOWN_TOKEN",
        )
    return names.index(name), behind
