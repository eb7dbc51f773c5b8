"""Managers with accounts, rosters and crews of their own, made through the API as any client would."""

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import httpx

from local.account.people import PASSWORD
from tests.browser.teams.rosters import Person, csv_of

_VERSIONS = Path(__file__).parents[3] / "frontend" / "src" / "texts" / "versions.ts"
CLUB = "Aviron de Chatou"

_IMPORT = """
mutation ($csv: String!) { importMembers(csv: $csv, dryRun: false) { created errors { message } } }
"""
_MEMBERS = "{ team { members(limit: 500) { items { id firstName lastName licence version } } } }"
_CREATE_CREW = """
mutation ($input: CrewInput!) { createCrew(input: $input) { id number status version } }
"""
_UPDATE_CREW = """
mutation ($id: ID!, $input: CrewInput!, $version: Int!) {
  updateCrew(id: $id, input: $input, version: $version) { id version }
}
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in, and calls the API by himself."""

    address: str
    email: str
    token: str

    def ask(self, query: str, **variables: object) -> Any:
        """The data of an answer that has no errors."""
        headers = {"Authorization": self.token}
        document = {"query": query, "variables": variables}
        answer = httpx.post(f"{self.address}/graphql", json=document, headers=headers, timeout=30).json()
        assert "errors" not in answer, answer
        return answer["data"]

    @property
    def id(self) -> str:
        """Of the manager."""
        return str(self.ask("{ me { id } }")["me"]["id"])

    def browser_session(self) -> list[tuple[str, str]]:
        """What the tab of a browser keeps while somebody is signed in there."""
        client = str(httpx.get(f"{self.address}/config.json").json()["userPoolClientId"])
        sub, now = self.id, int(time.time() * 1000)
        session = {
            "managerId": sub,
            "email": self.email,
            "groups": ["managers"],
            "startedAt": now,
            "activeAt": now,
        }
        amplify = f"CognitoIdentityServiceProvider.{client}"
        return [
            ("session", json.dumps(session)),
            (f"{amplify}.LastAuthUser", sub),
            (f"{amplify}.{sub}.accessToken", self.token),
        ]

    def enters(self, persons: Sequence[Person]) -> None:
        """Puts people on the roster."""
        assert self.ask(_IMPORT, csv=csv_of(persons))["importMembers"]["created"] == len(persons)

    def ids(self) -> dict[str, str]:
        """Of the members, by licence."""
        items = self.ask(_MEMBERS)["team"]["members"]["items"]
        return {item["licence"]: item["id"] for item in items}

    def race(self, code: str) -> str:
        """The key of a race of the current edition."""
        races = self.ask("{ edition { races { id code } } }")["edition"]["races"]
        return str(next(race["id"] for race in races if race["code"] == code))

    def composes(self, boat_class: str, persons: Sequence[Person | None], race: str | None = None) -> Any:
        """Enters a crew; nobody leaves a seat empty."""
        return self.ask(_CREATE_CREW, input=self._crew(boat_class, persons, race))["createCrew"]

    def recomposes(self, crew: Any, boat_class: str, persons: Sequence[Person | None]) -> None:
        """Changes a crew, as somebody else of the club would meanwhile."""
        wanted = self._crew(boat_class, persons, None)
        self.ask(_UPDATE_CREW, id=crew["id"], input=wanted, version=crew["version"])

    def _crew(self, boat_class: str, persons: Sequence[Person | None], race: str | None) -> dict[str, Any]:
        ids = self.ids()
        seats = [
            {"position": position, "memberId": ids[person.licence]}
            for position, person in enumerate(persons, 1)
            if person
        ]
        return {"boatClass": boat_class, "seats": seats, "raceId": race}


def fresh_email() -> str:
    """An address that nobody has yet."""
    return f"team-{token_hex(4)}@example.org"


def sign_in(address: str, email: str) -> Account:
    """Somebody who has an account already."""
    parameters = {"USERNAME": email, "PASSWORD": PASSWORD}
    done = _door(address, "InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)
    return Account(address, email, done["AuthenticationResult"]["AccessToken"])


def new_manager(address: str) -> Account:
    """A manager who has just signed up."""
    email = fresh_email()
    attributes = {
        "email": email,
        "given_name": "Andrée",
        "family_name": "Chatoux",
        "phone_number": "+33612345678",
        "locale": "fr",
        "custom:club": CLUB,
    }
    listed = [{"Name": name, "Value": value} for name, value in attributes.items()]
    _door(address, "SignUp", Username=email, Password=PASSWORD, UserAttributes=listed)
    metadata = {
        kind.lower(): version for kind, version in re.findall(r"(\w+): '(.+?)'", _VERSIONS.read_text())
    }
    code = mailed_code(address, email)
    _door(address, "ConfirmSignUp", Username=email, ConfirmationCode=code, ClientMetadata=metadata)
    return sign_in(address, email)


def mailed_code(address: str, email: str) -> str:
    """The code in the last mail to an address."""
    mails = httpx.get(f"{address}/mail/messages.json", params={"to": email}).json()
    found = re.search(r"\b\d{6}\b", mails[0]["text"])
    assert found, mails
    return found[0]


def _door(address: str, operation: str, **request: object) -> Any:
    client_id = httpx.get(f"{address}/config.json").json()["userPoolClientId"]
    headers = {"X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}"}
    answer = httpx.post(f"{address}/cognito/", json={"ClientId": client_id, **request}, headers=headers)
    assert answer.is_success, answer.text
    return answer.json()
