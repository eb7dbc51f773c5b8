"""Rosters as clients read and change them: the documents, and what tests of members begin with."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.api import organising
from tests.api.client import Answer, Client
from tests.api.organising import member_input

MEMBER = """
    id managerId firstName lastName dateOfBirth gender age category club hostClub
    licence licenceKind licenceState licenceCheckedBy licenceCheckedAt upgradeCertificate crewId
    issues { id } version
"""
CREATE = f"""
mutation($input: MemberInput!, $managerId: ID) {{
  createMember(input: $input, managerId: $managerId) {{ {MEMBER} }}
}}
"""
UPDATE = f"""
mutation($id: ID!, $input: MemberInput!, $version: Int!, $managerId: ID) {{
  updateMember(id: $id, input: $input, version: $version, managerId: $managerId) {{ {MEMBER} }}
}}
"""
DELETE = f"""
mutation($id: ID!, $managerId: ID) {{ deleteMember(id: $id, managerId: $managerId) {{ {MEMBER} }} }}
"""
ROSTER = f"{{ team {{ members(limit: 500) {{ items {{ {MEMBER} }} }} }} }}"
CREWS = """
{ team { crews { items {
  id number status missing clubs version price { total }
  category { age gender averageAge } seats { position memberId lastName age club }
} } } }
"""


def roster(manager: Client) -> list[dict[str, Any]]:
    """The team's members, as they can be read."""
    return list(manager.execute(ROSTER).value["members"]["items"])


def create(manager: Client, year: int, **changes: Any) -> dict[str, Any]:
    """A member of the team, made from the usual particulars."""
    return dict(manager.execute(CREATE, input=member_input(year, **changes)).value)


def in_skiff(manager: Client, year: int, member_id: str) -> dict[str, Any]:
    """A skiff with the member in it, entered for senior women."""
    crew = {**skiff_of(member_id), "raceId": "013"}
    return dict(manager.execute(organising.CREATE_CREW, input=crew).value)


def skiff_of(member_id: str) -> dict[str, Any]:
    """A skiff with the member in it and no race chosen."""
    return {"boatClass": "SKIFF", "seats": [{"position": 1, "memberId": member_id}]}


def renamed(year: int, member: dict[str, Any]) -> dict[str, Any]:
    """The member with another name."""
    return member_input(year, licence=member["licence"], lastName=f"Monet {member['id']}")


def only_crew(manager: Client) -> dict[str, Any]:
    """The one crew of the team."""
    (crew,) = manager.execute(CREWS).value["crews"]["items"]
    return dict(crew)


def side_by_side(requests: list[Callable[[], Answer]]) -> list[Answer]:
    """The answers to requests that are sent all at once."""
    with ThreadPoolExecutor(len(requests)) as threads:
        return [answer.result() for answer in [threads.submit(request) for request in requests]]
