"""Clubs: which is a host club, and which clubs a crew comes from."""

from collections.abc import Iterable

from resolvers.regatta.crew import Seat

_HOST_CLUB_NAMES = ("rcpm", "port-marly", "port marly")


def is_host_club(club: str) -> bool:
    """Whether the name contains RCPM, Port-Marly or Port Marly, in any case."""
    name = club.casefold()
    return any(part in name for part in _HOST_CLUB_NAMES)


def crew_clubs(seats: Iterable[Seat], manager_club: str) -> tuple[str, ...]:
    """The distinct clubs of a crew's members, sorted without case; the manager's club while it is empty.

    Clubs that differ in case alone are one, in the spelling of the first seat.
    """
    spellings: dict[str, str] = {}
    for seat in seats:
        if seat.club is not None:
            spellings.setdefault(seat.club.casefold(), seat.club)
    if not spellings:
        return (manager_club,)
    return tuple(spelling for _, spelling in sorted(spellings.items()))
