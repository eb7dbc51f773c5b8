"""What a manager asks of a crew: read from the arguments, with the members and the race it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from resolvers.acting import Acting
from resolvers.regatta.composition import Entry
from resolvers.regatta.member import Member
from resolvers.regatta.race import Race
from resolvers.regatta.refusals import Invalid, NotFound
from resolvers.regatta.seating import seats_of
from resolvers.regatta.vocabulary import BoatClass
from resolvers.table import keys
from resolvers.table.keys import Key

MOST_SEATS = 9


@dataclass(frozen=True, slots=True)
class CrewInput:
    """`CrewInput` of the API.

    Attributes:
        seats: position and member id, none for an empty one.
    """

    boat_class: BoatClass
    seats: tuple[tuple[int, str | None], ...]
    race_id: str | None
    cox_change: bool

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "CrewInput":
        """From the arguments of a mutation, or of `eligibility`.

        Raises:
            Invalid: more seats than any boat has.
        """
        if len(plain["seats"]) > MOST_SEATS:
            raise Invalid(f"A boat has {MOST_SEATS} seats at most.", "seats", "TOO_MANY_SEATS")
        return cls(
            boat_class=BoatClass(plain["boatClass"]),
            seats=tuple((seat["position"], seat.get("memberId") or None) for seat in plain["seats"]),
            race_id=plain.get("raceId") or None,
            cox_change=bool(plain.get("coxChange")),
        )

    def keys(self, year: int, sub: str) -> Iterable[Key[Any]]:
        """Of the members and the race that are named."""
        yield from (keys.member(year, sub, member_id) for _, member_id in self.seats if member_id)
        if self.race_id is not None:
            yield keys.race(year, self.race_id)

    def members(self, acting: Acting) -> dict[str, Member]:
        """The members named, by id.

        Raises:
            NotFound: one is not on the team's roster.
        """
        return {member_id: acting.member(member_id) for _, member_id in self.seats if member_id is not None}

    def entry(self, acting: Acting, members: Mapping[str, Member], crew_id: str | None = None) -> Entry:
        """What is asked for, ready to be judged.

        Args:
            crew_id: the crew being edited, whose members may stay.

        Raises:
            NotFound: there is no such race.
            Invalid: a position or a member is given twice, or a position does not exist.
            AlreadySeated: a member has a seat in another crew.
        """
        assignments = ((position, members[of] if of else None) for position, of in self.seats)
        seats = seats_of(self.boat_class, assignments, crew_id)
        return Entry(self.boat_class, seats, self._race(acting), self.cox_change)

    def _race(self, acting: Acting) -> Race | None:
        if self.race_id is None:
            return None
        race = acting.found[keys.race(acting.year, self.race_id)]
        if race is None:
            raise NotFound("There is no such race in the programme.", "Race", self.race_id)
        return race
