"""Licences of a crew: how far the organisers have checked them."""

from collections.abc import Iterable

from resolvers.regatta.crew import Seat
from resolvers.regatta.vocabulary import LicenceState


def crew_licence_state(seats: Iterable[Seat]) -> LicenceState | None:
    """None while nobody sits, INVALID when one is, VERIFIED when all are, else PENDING."""
    states = {seat.licence_state for seat in seats if seat.member_id is not None}
    if not states:
        return None
    if LicenceState.INVALID in states:
        return LicenceState.INVALID
    return LicenceState.VERIFIED if states == {LicenceState.VERIFIED} else LicenceState.PENDING
