"""A rowing club, and which one holds the regatta."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Club:
    """A club of the list; `name` as the club writes itself."""

    name: str
    host_club: bool


def is_host_club(name: str) -> bool:
    """Whether a club holds the regatta: its name contains RCPM, Port-Marly or Port Marly, in any case."""
    lowered = name.casefold()
    return any(mark in lowered for mark in ("rcpm", "port-marly", "port marly"))
