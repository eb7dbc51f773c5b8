"""A boat of the host club's rental fleet."""

from dataclasses import dataclass

from resolvers.regatta.vocabulary import BoatClass, BoatState, Hull


@dataclass(frozen=True, slots=True)
class Boat:
    """A physical hull that can be rented; `weights` is what rowers it carries, in words."""

    id: str
    name: str
    boat_class: BoatClass
    hull: Hull
    state: BoatState = BoatState.AVAILABLE
    weights: str | None = None
    crew_id: str | None = None
