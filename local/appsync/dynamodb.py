"""Owns the DynamoDB data source: from a request document to a call of boto3, and back to `ctx.result`.

Whoever wants to observe the calls registers a handler on the client's own event system
(`client.meta.events.register("before-call.dynamodb", ...)`).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from local.appsync.attributes import item_to_json, to_boto_map
from local.appsync.paging import InvalidToken, PageTokens
from local.appsync.sources import Answer, SourceError, malformed, wanted

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST_KEYS_OF_A_BATCH = 100
_INVALID_TOKEN = SourceError("Invalid pagination token given.", "DynamoDB:UserIllegalArgumentException")


class DynamoDB:
    """One table as a data source of AppSync. Safe to share between threads.

    Args:
        client: boto3's DynamoDB client.
        table_name: the table that documents without a table of their own are about.
        token_key: 32 secret bytes that seal page tokens.
    """

    def __init__(self, client: "DynamoDBClient", table_name: str, token_key: bytes) -> None:
        # The calls are made of documents that resolvers write: their shapes are checked by botocore.
        self._client: Any = client
        self._table_name = table_name
        self._tokens = PageTokens(token_key)
        self._operations: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "GetItem": self._get_item,
            "PutItem": self._put_item,
            "UpdateItem": self._update_item,
            "DeleteItem": self._delete_item,
            "Query": self._query,
            "BatchGetItem": self._batch_get_item,
            "TransactWriteItems": self._transact_write_items,
            "TransactGetItems": self._transact_get_items,
        }

    def invoke(self, document: Any) -> Answer:
        """Carries out a request document.

        Raises:
            FieldError: the document is none of DynamoDB's.
        """
        operation = wanted(document, "operation")
        carry_out = self._operations.get(operation)
        if carry_out is None:
            raise malformed(f"Unsupported operation '{operation}'.")
        try:
            return carry_out(document)
        except InvalidToken:
            return Answer(None, _INVALID_TOKEN)
        except ClientError as error:
            return Answer(None, _source_error(error))
        except BotoCoreError as error:
            return Answer(None, SourceError(str(error), "DynamoDB:SdkClientException"))

    def _get_item(self, document: dict[str, Any]) -> Answer:
        found = self._client.get_item(
            TableName=self._table_name,
            Key=to_boto_map(wanted(document, "key")),
            ConsistentRead=bool(document.get("consistentRead")),
            **_projection(document),
        )
        return Answer(item_to_json(found.get("Item")))

    def _put_item(self, document: dict[str, Any]) -> Answer:
        key = to_boto_map(wanted(document, "key"))
        item = key | to_boto_map(wanted(document, "attributeValues"))
        written = item_to_json(item) or {}
        condition = document.get("condition") or {}
        ignored = set(condition.get("equalsIgnore") or ())

        def already_there(current: dict[str, Any] | None) -> bool:
            return current is not None and _without(current, ignored) == _without(written, ignored)

        return self._conditionally(
            lambda: (
                self._client.put_item(TableName=self._table_name, Item=item, **_conditions(document))
                and written
            ),
            key,
            condition,
            already_there,
        )

    def _update_item(self, document: dict[str, Any]) -> Answer:
        key = to_boto_map(wanted(document, "key"))
        call = self._update_parameters(document)
        return self._conditionally(
            lambda: item_to_json(self._client.update_item(**call, ReturnValues="ALL_NEW").get("Attributes")),
            key,
            document.get("condition") or {},
            lambda _: False,
        )

    def _delete_item(self, document: dict[str, Any]) -> Answer:
        key = to_boto_map(wanted(document, "key"))
        call = {"TableName": self._table_name, "Key": key, "ReturnValues": "ALL_OLD", **_conditions(document)}
        return self._conditionally(
            lambda: item_to_json(self._client.delete_item(**call).get("Attributes")),
            key,
            document.get("condition") or {},
            lambda current: current is None,
        )

    def _conditionally(
        self,
        write: Callable[[], Any],
        key: dict[str, Any],
        condition: dict[str, Any],
        done: Callable[[dict[str, Any] | None], bool],
    ) -> Answer:
        """Writes; after a failed condition reads the item again, as AppSync does, and judges by that."""
        try:
            return Answer(write())
        except self._client.exceptions.ConditionalCheckFailedException as error:
            found = self._client.get_item(
                TableName=self._table_name,
                Key=key,
                ConsistentRead=condition.get("consistentRead") is not False,
            )
            current = item_to_json(found.get("Item"))
            return Answer(current, None if done(current) else _source_error(error))

    def _query(self, document: dict[str, Any]) -> Answer:
        query = wanted(document, "query")
        call = {
            "TableName": self._table_name,
            "KeyConditionExpression": wanted(query, "expression"),
            "ScanIndexForward": document.get("scanIndexForward") is not False,
            **_present(
                IndexName=document.get("index"),
                FilterExpression=(document.get("filter") or {}).get("expression"),
            ),
            **_expressions(query, document.get("filter")),
        }
        token = document.get("nextToken")
        start = {} if token is None else {"ExclusiveStartKey": self._tokens.open(token, call)}
        answer = self._client.query(
            **_merged(call, _projection(document)),
            **start,
            ConsistentRead=bool(document.get("consistentRead")),
            **_present(Limit=document.get("limit"), Select=document.get("select")),
        )
        last = answer.get("LastEvaluatedKey")
        return Answer(
            {
                "items": [item_to_json(item) for item in answer["Items"]],
                "nextToken": None if last is None else self._tokens.seal(last, call),
                "scannedCount": answer["ScannedCount"],
            }
        )

    def _batch_get_item(self, document: dict[str, Any]) -> Answer:
        tables: dict[str, Any] = wanted(document, "tables")
        keys = {name: [to_boto_map(key) for key in wanted(table, "keys")] for name, table in tables.items()}
        if sum(map(len, keys.values())) > _MOST_KEYS_OF_A_BATCH:
            raise malformed(f"A BatchGetItem takes at most {_MOST_KEYS_OF_A_BATCH} keys.")
        answer = self._client.batch_get_item(
            RequestItems={
                name: {"Keys": keys[name], "ConsistentRead": bool(table.get("consistentRead"))}
                for name, table in tables.items()
            }
        )
        found = {name: answer["Responses"].get(name, []) for name in tables}
        unprocessed = {name: part["Keys"] for name, part in answer.get("UnprocessedKeys", {}).items()}
        return Answer(
            {
                "data": {
                    name: [item_to_json(_item_of(key, found[name])) for key in keys[name]] for name in tables
                },
                "unprocessedKeys": {
                    name: [item_to_json(key) for key in unprocessed.get(name, [])] for name in tables
                },
            }
        )

    def _transact_write_items(self, document: dict[str, Any]) -> Answer:
        parts = wanted(document, "transactItems")
        try:
            self._client.transact_write_items(TransactItems=[self._transact_write(part) for part in parts])
        except self._client.exceptions.TransactionCanceledException as error:
            return Answer(_cancelled("keys", error), _source_error(error))
        keys = [item_to_json(to_boto_map(part["key"])) for part in parts]
        return Answer({"keys": keys, "cancellationReasons": None})

    def _transact_write(self, part: dict[str, Any]) -> dict[str, Any]:
        operation = wanted(part, "operation")
        key = to_boto_map(wanted(part, "key"))
        table = {"TableName": part.get("table") or self._table_name}
        if operation == "PutItem":
            item = key | to_boto_map(part.get("attributeValues"))
            return {"Put": {**table, "Item": item, **_conditions(part)}}
        if operation == "UpdateItem":
            return {"Update": self._update_parameters(part) | table}
        if operation == "DeleteItem":
            return {"Delete": {**table, "Key": key, **_conditions(part)}}
        if operation == "ConditionCheck":
            return {"ConditionCheck": {**table, "Key": key, **_conditions(part)}}
        raise malformed(f"Unsupported operation '{operation}' in a transaction.")

    def _transact_get_items(self, document: dict[str, Any]) -> Answer:
        gets = [
            {
                "Get": {
                    "TableName": part.get("table") or self._table_name,
                    "Key": to_boto_map(wanted(part, "key")),
                    **_projection(part),
                }
            }
            for part in wanted(document, "transactItems")
        ]
        try:
            answer = self._client.transact_get_items(TransactItems=gets)
        except self._client.exceptions.TransactionCanceledException as error:
            return Answer(_cancelled("items", error), _source_error(error))
        items = [item_to_json(part.get("Item")) for part in answer["Responses"]]
        return Answer({"items": items, "cancellationReasons": None})

    def _update_parameters(self, document: dict[str, Any]) -> dict[str, Any]:
        update = wanted(document, "update")
        condition = document.get("condition")
        return {
            "TableName": self._table_name,
            "Key": to_boto_map(document["key"]),
            "UpdateExpression": wanted(update, "expression"),
            **_present(ConditionExpression=(condition or {}).get("expression")),
            **_expressions(update, condition),
        }


def _conditions(document: dict[str, Any]) -> dict[str, Any]:
    condition = document.get("condition")
    if not condition:
        return {}
    return {"ConditionExpression": wanted(condition, "expression"), **_expressions(condition)}


def _projection(document: dict[str, Any]) -> dict[str, Any]:
    projection = document.get("projection")
    if not projection:
        return {}
    return {"ProjectionExpression": wanted(projection, "expression"), **_expressions(projection)}


def _expressions(*parts: dict[str, Any] | None) -> dict[str, Any]:
    """The names and values of the expressions of one call, together; boto3 takes no empty ones."""
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    for part in filter(None, parts):
        names |= part.get("expressionNames") or {}
        values |= to_boto_map(part.get("expressionValues"))
    return {
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": values} if values else {}),
    }


def _merged(call: dict[str, Any], projection: dict[str, Any]) -> dict[str, Any]:
    names = call.get("ExpressionAttributeNames", {}) | projection.get("ExpressionAttributeNames", {})
    return {**call, **projection, **({"ExpressionAttributeNames": names} if names else {})}


def _present(**parameters: Any) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if value is not None}


def _without(item: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


def _item_of(key: dict[str, Any], items: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((item for item in items if item.items() >= key.items()), None)


def _cancelled(empty: str, error: ClientError) -> dict[str, Any]:
    response: Any = error.response
    reasons = [
        {
            "type": reason.get("Code"),
            "message": reason.get("Message"),
            "item": item_to_json(reason.get("Item")),
        }
        for reason in response.get("CancellationReasons", [])
    ]
    return {empty: None, "cancellationReasons": reasons}


def _source_error(error: ClientError) -> SourceError:
    details: Any = error.response
    metadata = details.get("ResponseMetadata", {})
    origin = f"Status Code: {metadata.get('HTTPStatusCode')}, Request ID: {metadata.get('RequestId')}"
    message = f"{details['Error'].get('Message', '')} (Service: DynamoDb, {origin})"
    return SourceError(message, f"DynamoDB:{details['Error']['Code']}")
