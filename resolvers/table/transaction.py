"""The one builder of transactions: all of its actions are written, or none is."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from resolvers.table.codec import Attributes, entity_attributes, to_attribute
from resolvers.table.keys import Key, Row
from resolvers.table.plain import to_plain

Unchanged = Mapping[str, Any]


class Transaction:
    """Puts, updates and deletes of at most 100 items, no item twice.

    `unchanged` names attributes and the plain value that each must still have, `None` for one that must be
    absent; an item of which anything differs cancels the whole transaction.

    Attributes:
        keys: of the items, in the order of the actions.
        token: has DynamoDB write it once, however often it is sent: an answer may be lost.
    """

    def __init__(self) -> None:
        self.keys: list[Key[Any]] = []
        self.renew()
        self._named: set[tuple[str, str]] = set()
        self._actions: list[tuple[str, dict[str, Any]]] = []
        self._encoded: dict[int, tuple[Any, Attributes]] = {}

    def encoded(self, entity: Any) -> Attributes:
        """An entity as attribute values, not to be changed: it is written, and the history tells of it."""
        known = self._encoded.get(id(entity))
        if known is None:
            # With the entity itself, so that no other gets its id meanwhile.
            known = self._encoded[id(entity)] = entity, entity_attributes(entity)
        return known[1]

    def renew(self) -> None:
        """Makes a new attempt of it, after one that was cancelled."""
        self.token = str(uuid4())

    def create(self, row: Row[Any]) -> None:
        """Puts an item that must not exist yet."""
        self._act(row.key, "Put", Item=row.item(self.encoded(row.entity)), **_ABSENT)

    def replace(self, row: Row[Any], unchanged: Unchanged) -> None:
        """Puts an item over one that is still as it was read."""
        self._act(row.key, "Put", Item=row.item(self.encoded(row.entity)), **condition(unchanged))

    def update(
        self,
        key: Key[Any],
        unchanged: Unchanged,
        *,
        assign: Mapping[str, Any] | None = None,
        remove: tuple[str, ...] = (),
        add: Mapping[str, int] | None = None,
    ) -> None:
        """Assigns, removes and counts up attributes of an item that exists."""
        expression = update_expression(assign or {}, remove, add or {})
        wanted = condition({**unchanged, "PK": key.pk})
        names = {**expression["ExpressionAttributeNames"], **wanted["ExpressionAttributeNames"]}
        values = {
            **expression.get("ExpressionAttributeValues", {}),
            **wanted["ExpressionAttributeValues"],
        }
        self._act(
            key,
            "Update",
            Key=key_attributes(key),
            ConditionExpression=wanted["ConditionExpression"],
            UpdateExpression=expression["UpdateExpression"],
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
        )

    def delete(self, key: Key[Any], unchanged: Unchanged) -> None:
        """Deletes an item that exists and is still as it was read."""
        self._act(key, "Delete", Key=key_attributes(key), **condition({**unchanged, "PK": key.pk}))

    def request(self, table_name: str) -> list[dict[str, Any]]:
        """The `TransactItems` of DynamoDB's TransactWriteItems."""
        return [{kind: {**action, "TableName": table_name}} for kind, action in self._actions]

    def _act(self, key: Key[Any], kind: str, **action: Any) -> None:
        if (key.pk, key.sk) in self._named:
            raise ValueError(f"two actions on {key.pk} {key.sk} in one transaction")
        self._named.add((key.pk, key.sk))
        self.keys.append(key)
        self._actions.append((kind, action))


def key_attributes(key: Key[Any]) -> dict[str, Any]:
    """The primary key as DynamoDB wants it."""
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}


def condition(unchanged: Unchanged) -> dict[str, Any]:
    """The condition that every attribute has the value given, and that those of `None` are absent."""
    terms: list[str] = []
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    for position, (name, value) in enumerate(unchanged.items()):
        names[f"#was{position}"] = name
        if value is None:
            terms.append(f"attribute_not_exists(#was{position})")
        else:
            terms.append(f"#was{position} = :was{position}")
            values[f":was{position}"] = to_attribute(to_plain(value))
    built: dict[str, Any] = {"ConditionExpression": " AND ".join(terms), "ExpressionAttributeNames": names}
    return {**built, "ExpressionAttributeValues": values} if values else built


def update_expression(
    assign: Mapping[str, Any], remove: tuple[str, ...], add: Mapping[str, int]
) -> dict[str, Any]:
    """The update that assigns, removes and counts up attributes, as DynamoDB wants it."""
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    clauses: list[str] = []
    for word, joint, entries in (("SET", " = ", assign), ("ADD", " ", add)):
        terms = []
        for name, value in entries.items():
            mark = f"{word.lower()}{len(names)}"
            names[f"#{mark}"], values[f":{mark}"] = name, to_attribute(to_plain(value))
            terms.append(f"#{mark}{joint}:{mark}")
        if terms:
            clauses.append(f"{word} {', '.join(terms)}")
    if remove:
        names.update({f"#remove{position}": name for position, name in enumerate(remove)})
        clauses.append(f"REMOVE {', '.join(f'#remove{position}' for position in range(len(remove)))}")
    built: dict[str, Any] = {"UpdateExpression": " ".join(clauses), "ExpressionAttributeNames": names}
    return {**built, "ExpressionAttributeValues": values} if values else built


_ABSENT = condition({"PK": None})
