"""The four accounts of the demonstration. They exist on this machine only."""

from dataclasses import dataclass

from local.account.account import Account

HOST_CLUB = "Rowing Club de Port-Marly (RCPM)"
PASSWORD = "Impressionnistes-1874!"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in; names and club are Cognito attributes of his."""

    email: str
    groups: tuple[str, ...]
    given_name: str
    family_name: str
    club: str


PEOPLE = (
    Person("manager@example.org", ("managers",), "Camille", "Dujardin", "Société Nautique de la Basse-Seine"),
    Person("other@example.org", ("managers",), "Dominique", "Lavigne", HOST_CLUB),
    Person("admin@example.org", ("admins",), "Claude", "Marchand", HOST_CLUB),
    Person("devops@example.org", ("devops",), "Maxime", "Fontaine", HOST_CLUB),
)


def create_people(account: Account) -> None:
    """Make the four users; they can sign in at once.

    Raises:
        UsernameExistsException: they are there already.
    """
    for person in PEOPLE:
        attributes = {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "phone_number": "+33199000000",
            "locale": "fr",
            "custom:club": person.club,
        }
        account.create_user(person.email, PASSWORD, person.groups, attributes)
