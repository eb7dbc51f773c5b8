"""Loads the demonstration through the API, as its managers and organisers would enter it."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from local.account.account import Account
from local.account.people import PASSWORD, PEOPLE
from local.appsync.callers import API_KEY_CALLER, Caller, cognito_caller
from local.demonstration import documents
from local.demonstration.entries import Entry, entry, races_to_enter
from local.demonstration.people import Person, Population
from local.site import account_api
from resolvers.table.loader import load_default
from resolvers.table.table import connect
from resolvers.triggers.sign_up.handler import handler as after_confirmation

TEAMS = 25
MOST_CLUBS = 200
PLACES_LEFT = {"SEMI_MARATHON": 6, "MARATHON": 2}
"""Of each event; fewer than an eight needs, so that one waits."""

CONSENTS = "2027-1"
"""Version of the privacy policy and of the terms, as `frontend/src/texts/versions.ts` has it."""

MANAGER, OTHER, ADMIN, _ = PEOPLE


@dataclass(frozen=True, slots=True)
class Team:
    """What a manager enters."""

    manager: Caller
    entries: tuple[Entry, ...]
    reserves: tuple[Person, ...]


class DemonstrationError(Exception):
    """The API refused what the demonstration enters."""


def load(account: Account) -> None:
    """Fills an empty account: an edition open today, 25 clubs, 330 members, 75 crews in every state.

    Raises:
        DemonstrationError: the rules and the demonstration do not agree.
    """
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    _Loading(account, today, Random(1874)).run()  # noqa: S311  # the same people at every loading


class _Loading:
    def __init__(self, account: Account, today: date, random: Random) -> None:
        self._account = account
        self._api = account_api(account)
        self._today = today
        self._random = random
        self._year = _year_after(today)
        self._population = Population(self._year, random)
        self._numbers = count()
        self._admin = self._caller(self._sub(ADMIN.email), ADMIN.email, "admins")

    def run(self) -> None:
        load_default(connect(), self._year)
        self._do(
            documents.UPDATE_PROFILE,
            self._admin,
            input=_profile(ADMIN.given_name, ADMIN.family_name, ADMIN.club),
        )
        self._update_edition(calendar=_calendar_around(self._today, self._year))
        teams = self._teams()
        waiting = next(
            (team, crew) for team in reversed(teams) for crew in team.entries if len(crew.people) == 9
        )
        crews = [crew for team in teams for crew in self._enter(team, waiting[1])]
        self._fill(crews)
        self._enter_crew(waiting[0].manager, waiting[1], self._ids(waiting[0].manager))

    def _teams(self) -> list[Team]:
        """What each club enters; the first two are those of the accounts that can be tried."""
        races = races_to_enter(self._ask(documents.PROGRAMME)["edition"]["races"])
        listed = self._ask(documents.CLUBS, limit=MOST_CLUBS)["clubs"]["items"]
        names = [club["name"] for club in listed if club["name"] not in (MANAGER.club, OTHER.club)]
        clubs = [MANAGER.club, OTHER.club, *self._random.sample(names, TEAMS - 2)]
        return [self._team(index, club, races[index::TEAMS]) for index, club in enumerate(clubs)]

    def _team(self, index: int, club: str, races: Sequence[Mapping[str, Any]]) -> Team:
        entries = tuple(entry(race, club, self._population, self._random) for race in races)
        reserves = [self._population.person("WOMAN", self._random.randint(14, 60), club)]
        if index == 0:
            reserves.append(self._population.person("MAN", self._random.randint(19, 40), club))
        return Team(self._manager(index, club), entries, tuple(reserves))

    def _manager(self, index: int, club: str) -> Caller:
        """Signs a manager up; the accounts that can be tried are there already."""
        tried = {0: MANAGER.email, 1: OTHER.email}
        email = tried.get(index, f"manager{index:02d}@example.org")
        person = self._population.person("WOMAN", 40, club)
        if index not in tried:
            self._account.create_user(email, PASSWORD, ("managers",), _attributes(person, club))
        user = self._account.cognito.admin_get_user(UserPoolId=self._account.user_pool_id, Username=email)
        attributes = {item["Name"]: item["Value"] for item in user["UserAttributes"]}
        after_confirmation(_confirmation(self._account, user["Username"], attributes), None)
        return self._caller(attributes["sub"], user["Username"], "managers")

    def _enter(self, team: Team, last: Entry) -> list[dict[str, Any]]:
        """Imports the roster and enters the crews but `last`: some unfinished, some withdrawn again."""
        roster = [person for one in team.entries for person in one.people] + list(team.reserves)
        done = self._do(documents.IMPORT_MEMBERS, team.manager, csv=_csv(roster))["importMembers"]
        if done["errors"]:
            raise DemonstrationError(f"a roster was refused: {done['errors']}")
        ids = self._ids(team.manager)
        crews = []
        for one in (one for one in team.entries if one is not last):
            number = next(self._numbers)
            crew = self._enter_crew(
                team.manager,
                one,
                ids,
                without_cox_or_stroke=number % 12 == 1 and len(one.people) > 1,
                without_race=number % 20 == 8,
            )
            if number % 19 == 11:
                self._do(documents.WITHDRAW_CREW, team.manager, id=crew["id"])
                crew["status"] = "WITHDRAWN"
            crews.append(crew)
        return crews

    def _enter_crew(
        self,
        manager: Caller,
        one: Entry,
        ids: Mapping[str, str],
        *,
        without_cox_or_stroke: bool = False,
        without_race: bool = False,
    ) -> dict[str, Any]:
        seats = [
            {"position": position, "memberId": ids[person.licence]}
            for position, person in enumerate(one.people, start=1)
        ]
        wanted = {
            "boatClass": one.race["boatClass"],
            "seats": seats[:-1] if without_cox_or_stroke else seats,
            "raceId": None if without_race else one.race["id"],
            "coxChange": one.race["boatClass"] in ("COXED_QUAD", "EIGHT"),
        }
        crew: dict[str, Any] = self._do(documents.CREATE_CREW, manager, input=wanted)["createCrew"]
        return crew

    def _fill(self, crews: Sequence[Mapping[str, Any]]) -> None:
        """Leaves few places: in the semi-marathon fewer than an eight needs."""
        taken = dict.fromkeys(PLACES_LEFT, 0)
        for crew in crews:
            if crew["status"] == "COMPLETE":
                taken[crew["event"]] += len(crew["seats"])
        left = {event: taken[event] + places for event, places in PLACES_LEFT.items()}
        self._update_edition(capacity={"semiMarathon": left["SEMI_MARATHON"], "marathon": left["MARATHON"]})

    def _update_edition(self, **settings: Mapping[str, Any]) -> None:
        version = self._ask(documents.VERSION, year=self._year)["edition"]["version"]
        self._do(documents.UPDATE_EDITION, self._admin, year=self._year, version=version, input=settings)

    def _ids(self, manager: Caller) -> dict[str, str]:
        members = self._do(documents.ROSTER, manager)["team"]["members"]["items"]
        return {member["licence"]: member["id"] for member in members}

    def _sub(self, email: str) -> str:
        user = self._account.cognito.admin_get_user(UserPoolId=self._account.user_pool_id, Username=email)
        return next(item["Value"] for item in user["UserAttributes"] if item["Name"] == "sub")

    def _caller(self, sub: str, username: str, group: str) -> Caller:
        expires = (datetime.now(UTC) + timedelta(hours=1)).timestamp()
        claims = {
            "sub": sub,
            "iss": self._account.issuer,
            "username": username,
            "exp": expires,
            "cognito:groups": [group],
        }
        return cognito_caller(claims, "127.0.0.1")

    def _ask(self, document: str, **variables: Any) -> dict[str, Any]:
        return self._do(document, API_KEY_CALLER, **variables)

    def _do(self, document: str, caller: Caller, **variables: Any) -> dict[str, Any]:
        response = self._api.execute(document, variables, None, caller)
        if response.errors or response.data is None:
            raise DemonstrationError(f"{document.strip()} with {variables}: {response.errors}")
        return response.data


def _year_after(today: date) -> int:
    """The year of the next regatta that leaves time for a whole calendar from today on."""
    return today.year if today <= date(today.year, 3, 15) else today.year + 1


def _calendar_around(today: date, year: int) -> dict[str, str]:
    """Registration from three weeks ago for six weeks; the regatta on its own day, 1 May."""
    closes = today + timedelta(days=24)
    days = {
        "registrationOpens": today - timedelta(days=21),
        "registrationCloses": closes,
        "paymentDeadline": closes + timedelta(days=7),
        "competitionDay": date(year, 5, 1),
        "hostPriorityEnds": closes - timedelta(days=15),
    }
    return {name: day.isoformat() for name, day in days.items()}


def _profile(first_name: str, last_name: str, club: str) -> dict[str, str]:
    return {"firstName": first_name, "lastName": last_name, "club": club, "language": "FR"}


def _attributes(person: Person, club: str) -> dict[str, str]:
    return {
        "given_name": person.first_name,
        "family_name": person.last_name,
        "phone_number": "+33199000000",
        "locale": "fr",
        "custom:club": club,
    }


def _confirmation(account: Account, username: str, attributes: Mapping[str, str]) -> dict[str, Any]:
    """The event that Cognito sends once a person has confirmed the address."""
    return {
        "version": "1",
        "triggerSource": "PostConfirmation_ConfirmSignUp",
        "region": account.region,
        "userPoolId": account.user_pool_id,
        "userName": username,
        "callerContext": {"awsSdkVersion": "local", "clientId": account.client_id},
        "request": {
            "userAttributes": dict(attributes),
            "clientMetadata": {"privacy": CONSENTS, "terms": CONSENTS},
        },
        "response": {},
    }


def _csv(people: Sequence[Person]) -> str:
    """A roster as French clubs have it."""
    text = StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["Nom", "Prénom", "Date de naissance", "Sexe", "Licence", "Type de licence", "Club"])
    for person in people:
        rows.writerow(
            [
                person.last_name,
                person.first_name,
                f"{person.date_of_birth:%d/%m/%Y}",
                "F" if person.gender == "WOMAN" else "H",
                person.licence,
                "Étrangère" if person.licence_kind == "FOREIGN" else "FFA",
                person.club,
            ]
        )
    return text.getvalue()
