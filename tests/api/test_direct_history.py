"""The history of a thing: newest first, and to a manager only what happened in the own team."""

import json

from resolvers.table import keys
from tests.api import given
from tests.api.regatta import Regatta

HISTORY = """query($id: ID!) { history(entityId: $id) {
    items { id at action entityType entityId managerId actorId onBehalfOf before after } nextToken
} }"""


def test_a_change_says_what_was_there_before_and_since(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    change = given.change(given.new_id(), manager.sub, on_behalf_of=manager.sub, actor_id="an-admin")
    regatta.has(keys.change_row(change))

    (read,) = manager.execute(HISTORY, id=change.entity_id).value["items"]

    assert json.loads(read.pop("before")) == {"lastName": "Monet", "issues": []}
    assert json.loads(read.pop("after")) == {"lastName": "Manet", "issues": [{"text": "é"}]}
    assert read == {
        "id": change.id,
        "at": "2026-11-01T12:00:00.000Z",
        "action": "updateMember",
        "entityType": "Member",
        "entityId": change.entity_id,
        "managerId": manager.sub,
        "actorId": "an-admin",
        "onBehalfOf": manager.sub,
    }


def test_a_new_thing_has_nothing_before_and_a_deleted_one_nothing_after(regatta: Regatta) -> None:
    manager = regatta.as_manager()
    made = given.change(given.new_id(), manager.sub, before=None)
    deleted = given.change(made.entity_id, manager.sub, after=None)
    regatta.has(keys.change_row(made), keys.change_row(deleted))

    items = manager.execute(HISTORY, id=made.entity_id).value["items"]

    seen = {item["id"]: (item["before"] is None, item["after"] is None) for item in items}
    assert seen == {made.id: (True, False), deleted.id: (False, True)}


def test_what_was_handed_over_shows_each_manager_the_own_time(regatta: Regatta) -> None:
    before, since, admin = regatta.as_manager(), regatta.as_manager(), regatta.as_admin()
    moment = given.new_id()[:-1]
    first = given.change(given.new_id(), before.sub, id=f"{moment}0")
    second = given.change(first.entity_id, since.sub, id=f"{moment}Z")
    regatta.has(keys.change_row(first), keys.change_row(second))

    def ids(reader_items: list[dict[str, str]]) -> list[str]:
        return [item["id"] for item in reader_items]

    assert ids(before.execute(HISTORY, id=first.entity_id).value["items"]) == [first.id]
    assert ids(since.execute(HISTORY, id=first.entity_id).value["items"]) == [second.id]
    assert ids(admin.execute(HISTORY, id=first.entity_id).value["items"]) == [second.id, first.id]


def test_nobody_elses_history_and_none_of_the_settings_is_shown(regatta: Regatta) -> None:
    manager, stranger = regatta.as_manager(), regatta.as_manager()
    members, settings = given.change(given.new_id(), manager.sub), given.change("EDITION#1900", None)
    regatta.has(keys.change_row(members), keys.change_row(settings))

    assert stranger.execute(HISTORY, id=members.entity_id).value == {"items": [], "nextToken": None}
    assert stranger.execute(HISTORY, id="EDITION#1900").value == {"items": [], "nextToken": None}
    assert len(regatta.as_admin().execute(HISTORY, id="EDITION#1900").value["items"]) == 1
