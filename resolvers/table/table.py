"""Reads and writes of the table, one method for each call to DynamoDB."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from resolvers.regatta.refusals import Busy
from resolvers.table.codec import Item, to_attribute
from resolvers.table.keys import Key
from resolvers.table.transaction import (
    Transaction,
    Unchanged,
    condition,
    key_attributes,
    update_expression,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")

BATCH = 100
"""Most items of one BatchGetItem or one TransactWriteItems."""

_CONTENTION = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
"""Why an item cancels a transaction that may be tried again as it is."""

_REFUSED_FOR_NOW = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
}
"""Errors of a whole call that may be sent again: it wrote nothing, or is known by its token."""


class Changed(Exception):
    """An item was not as the writer had read it, so nothing was written.

    Attributes:
        keys: the items concerned.
    """

    def __init__(self, keys: Sequence[Key[Any]]) -> None:
        super().__init__(", ".join(f"{key.pk} {key.sk}" for key in keys))
        self.keys = tuple(keys)


class _Contention(Exception):
    """DynamoDB refused a write for now: a transaction was under way on an item, or it was one too many."""


class Table:
    """The table of one environment.

    Every read is strongly consistent but those of the index, which can't be.
    """

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self.client = client
        self.name = name
        self._making = Lock()

    def get(self, key: Key[T]) -> T | None:
        """One entity, or none; one call."""
        item = self.get_item(key)
        return None if item is None else item.read(key.kind)

    def get_item(self, key: Key[Any]) -> Item | None:
        """One item with all its attributes, or none; one call."""
        if not key.possible:
            return None
        answer = self.client.get_item(TableName=self.name, Key=key_attributes(key), ConsistentRead=True)
        return Item(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Iterable[Key[Any]]) -> "Found":
        """The entities of many keys; one call for each hundred."""
        wanted = [key for key in dict.fromkeys(keys) if key.possible]
        found: dict[tuple[str, str], Item] = {}
        for start in range(0, len(wanted), BATCH):
            pending = [key_attributes(key) for key in wanted[start : start + BATCH]]
            for attempt in self._attempts():
                with attempt:
                    pending = [dict(key) for key in self._batch(pending, found)]
                    if pending:
                        raise _Contention
        return Found(found)

    def query(
        self,
        pk: str,
        prefix: str = "",
        *,
        after: str | None = None,
        index: bool = False,
        limit: int | None = None,
    ) -> Iterator[Item]:
        """The items of a partition whose sort key starts with `prefix`, in order; one call a page.

        Args:
            after: a sort key; only items behind it, whatever theirs starts with.
            index: whether `pk`, `prefix` and `after` are those of GSI1.
            limit: most items to read.
        """
        names = ("GSI1PK", "GSI1SK") if index else ("PK", "SK")
        sought = prefix if after is None else after
        among = "begins_with(#sk, :sk)" if after is None else "#sk > :sk"
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": f"#pk = :pk AND {among}" if sought else "#pk = :pk",
            "ExpressionAttributeNames": {"#pk": names[0], **({"#sk": names[1]} if sought else {})},
            "ExpressionAttributeValues": {":pk": {"S": pk}, **({":sk": {"S": sought}} if sought else {})},
            "ConsistentRead": not index,
            **({"IndexName": "GSI1"} if index else {}),
            **({"Limit": limit} if limit else {}),
        }
        while True:
            answer = self.client.query(**request)
            yield from map(Item, answer["Items"])
            if limit or "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def add(
        self,
        key: Key[Any],
        amounts: Mapping[str, int],
        *,
        unchanged: Unchanged | None = None,
        at_least: tuple[str, int] | None = None,
        at_most_once: bool = False,
    ) -> Item:
        """Counts attributes of one existing item up or down, atomically; one call.

        Args:
            amounts: attribute and what to add.
            unchanged: attributes that must still have the value given.
            at_least: an attribute and the least it must be before.
            at_most_once: whether a call whose answer is lost is not repeated, as the first may have counted.

        Returns:
            The item since.

        Raises:
            Changed: a condition does not hold.
            Busy: transactions were on the item at each of several attempts.
        """
        wanted = condition({**(unchanged or {}), "PK": key.pk})
        update = update_expression({}, (), amounts)
        values = {**wanted["ExpressionAttributeValues"], **update["ExpressionAttributeValues"]}
        names = {**wanted["ExpressionAttributeNames"], **update["ExpressionAttributeNames"]}
        terms = wanted["ConditionExpression"]
        if at_least is not None:
            names["#least"], values[":least"] = at_least[0], to_attribute(at_least[1])
            terms += " AND #least >= :least"
        client = self.unrepeating if at_most_once else self.client
        for attempt in self._attempts():
            with attempt:
                answer = self._update_once(
                    client,
                    key,
                    UpdateExpression=update["UpdateExpression"],
                    ConditionExpression=terms,
                    ExpressionAttributeNames=names,
                    ExpressionAttributeValues=values,
                )
        return Item(answer)

    def spend(self, key: Key[Any], most: int, expires_at: datetime) -> bool:
        """Counts `used` of an item up, made when it is not there, unless it has come to `most`; one call.

        Args:
            expires_at: when DynamoDB may delete the item.

        Raises:
            Busy: transactions were on the item at each of several attempts.
        """
        try:
            for attempt in self._attempts():
                with attempt:
                    self._update_once(
                        self.client,
                        key,
                        UpdateExpression="ADD #used :one SET #until = :until",
                        ConditionExpression="attribute_not_exists(#used) OR #used < :most",
                        ExpressionAttributeNames={"#used": "used", "#until": "expiresAt"},
                        ExpressionAttributeValues={
                            ":one": {"N": "1"},
                            ":most": {"N": f"{most}"},
                            ":until": {"N": f"{int(expires_at.timestamp())}"},
                        },
                    )
        except Changed:
            return False
        return True

    def write(self, transaction: Transaction) -> None:
        """Writes all of a transaction or nothing; one call.

        Raises:
            Changed: an item is not as it was read.
            Busy: other transactions were on the same items at each of several attempts.
        """
        for attempt in self._attempts():
            with attempt:
                self._write_once(transaction)

    @cached_property
    def unrepeating(self) -> "DynamoDBClient":
        """A client that sends every call once. Made when first needed: few requests do."""
        meta = self.client.meta
        once = meta.config.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
        with self._making:  # boto3 can't make two clients at once
            return boto3.client(
                "dynamodb", endpoint_url=meta.endpoint_url, region_name=meta.region_name, config=once
            )

    def _attempts(self) -> Iterator[Any]:
        try:
            yield from Retrying(
                stop=stop_after_attempt(8),
                wait=wait_random_exponential(multiplier=0.02, max=0.5),
                retry=retry_if_exception_type(_Contention),
                reraise=True,
            )
        except _Contention as error:
            raise Busy("Too many requests on the same thing at once: try again in a moment.") from error

    def _write_once(self, transaction: Transaction) -> None:
        try:
            self.client.transact_write_items(
                TransactItems=transaction.request(self.name),  # type: ignore[arg-type]
                ClientRequestToken=transaction.token,
            )
        except self.client.exceptions.TransactionCanceledException as error:
            codes = [reason.get("Code", "None") for reason in error.response["CancellationReasons"]]
            failed = [key for key, code in zip(transaction.keys, codes, strict=True) if code == _FAILED]
            if failed:
                raise Changed(failed) from error
            if _CONTENTION & set(codes):
                transaction.renew()
                raise _Contention from error
            raise
        except ClientError as error:
            if _is_for_now(error):
                raise _Contention from error
            raise

    def _update_once(self, client: "DynamoDBClient", key: Key[Any], **update: Any) -> Mapping[str, Any]:
        """The attributes of an item once it is updated."""
        try:
            answer = client.update_item(
                TableName=self.name, Key=key_attributes(key), ReturnValues="ALL_NEW", **update
            )
        except client.exceptions.ConditionalCheckFailedException as error:
            raise Changed([key]) from error
        except ClientError as error:
            if _is_for_now(error):
                raise _Contention from error
            raise
        return answer["Attributes"]

    def _batch(
        self, pending: list[dict[str, Any]], found: dict[tuple[str, str], Item]
    ) -> Sequence[Mapping[str, Any]]:
        """Reads what it can into `found`; the keys that DynamoDB left for another call."""
        answer = self.client.batch_get_item(
            RequestItems={self.name: {"Keys": pending, "ConsistentRead": True}}
        )
        for attributes in answer["Responses"].get(self.name, []):
            item = Item(attributes)
            found[item["PK"], item["SK"]] = item
        left = answer.get("UnprocessedKeys", {})
        return left[self.name]["Keys"] if self.name in left else []


_FAILED = "ConditionalCheckFailed"


def _is_for_now(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in _REFUSED_FOR_NOW


class Found:
    """What `get_many` found, by key."""

    def __init__(self, items: Mapping[tuple[str, str], Item]) -> None:
        self._items = items

    def __getitem__(self, key: Key[T]) -> T | None:
        item = self._items.get((key.pk, key.sk))
        return None if item is None else item.read(key.kind)


def connect() -> Table:
    """The table that the environment names in TABLE_NAME, over one client for the life of the process."""
    return _connect(os.environ["TABLE_NAME"], os.environ.get("AWS_ENDPOINT_URL"))


@cache
def _connect(name: str, endpoint: str | None) -> Table:
    # Sixty-four connections let an import write its rows side by side.
    config = Config(max_pool_connections=64, retries={"mode": "standard", "max_attempts": 4})
    return Table(boto3.client("dynamodb", endpoint_url=endpoint, config=config), name)
