"""Mutation.deleteRace: takes a race out of the programme."""

from resolvers.administration._edition import stored_programme
from resolvers.administration._programme import race_of, write_programme
from resolvers.regatta.race import Race
from resolvers.request import Request


def delete_race(request: Request) -> Race:
    """The race that was.

    Raises:
        NotFound: the year has no edition, or its programme no such race.
        InUse: crews are entered in it, or in another whose letters it bounds.
    """
    programme = stored_programme(request.table, request.arguments["year"])
    race = race_of(programme, request.arguments["id"])
    write_programme(request, programme, [other for other in programme.races if other.id != race.id])
    return race
