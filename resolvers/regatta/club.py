"""A rowing club of the list that managers choose from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Club:
    """A club of the list; `name` as the club writes itself."""

    name: str
    host_club: bool
