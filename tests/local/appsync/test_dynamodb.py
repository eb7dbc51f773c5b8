"""Request documents carried out on a table, and what resolvers see of the answers."""

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from local.appsync.dynamodb import DynamoDB
from local.appsync.errors import FieldError
from local.appsync.sources import Answer
from tests.local.appsync.conftest import TABLE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ABSENT = {"expression": "attribute_not_exists(PK)"}
PRESENT = {"expression": "attribute_exists(PK)"}
FAILED = "DynamoDB:ConditionalCheckFailedException"


def key(sort: str, partition: str = "P") -> dict[str, Any]:
    return {"PK": {"S": partition}, "SK": {"S": sort}}


def put(sort: str, **more: Any) -> dict[str, Any]:
    """A document that puts an item with one number."""
    values = {"seats": {"N": 4}, "GSI1PK": {"S": "G"}}
    return {"operation": "PutItem", "key": key(sort), "attributeValues": values, **more}


def item(sort: str, seats: int = 4) -> dict[str, Any]:
    return {"PK": "P", "SK": sort, "seats": seats, "GSI1PK": "G"}


def query(**more: Any) -> dict[str, Any]:
    """A document that queries the partition of `put`."""
    expression = {
        "expression": "#k = :k",
        "expressionNames": {"#k": "PK"},
        "expressionValues": {":k": {"S": "P"}},
    }
    return {"operation": "Query", "query": expression, **more}


def get(sort: str, **more: Any) -> dict[str, Any]:
    return {"operation": "GetItem", "key": key(sort), **more}


@pytest.fixture
def filled(table: DynamoDB) -> DynamoDB:
    """The table with the items a, b, c and d."""
    for sort in "abcd":
        assert table.invoke(put(sort)).error is None
    return table


def test_every_type_of_value_comes_back_as_plain_json(table: DynamoDB) -> None:
    values = {
        "whole": {"N": 12345},
        "text_number": {"N": "7"},
        "large": {"N": 12345678901234567890},
        "part": {"N": 26.75},
        "none": {"NULL": None},
        "yes": {"BOOL": True},
        "list": {"L": [{"S": "a"}, {"M": {"n": {"N": 1}}}]},
        "bytes": {"B": "AQID"},
        "names": {"SS": ["x"]},
        "numbers": {"NS": [3]},
    }
    table.invoke({"operation": "PutItem", "key": key("a"), "attributeValues": values})
    result = table.invoke(get("a", consistentRead=True)).result
    assert result == {
        "PK": "P",
        "SK": "a",
        "whole": 12345,
        "text_number": 7,
        "large": 12345678901234567890,
        "part": 26.75,
        "none": None,
        "yes": True,
        "list": ["a", {"n": 1}],
        "bytes": "AQID",
        "names": ["x"],
        "numbers": [3],
    }
    assert type(result["whole"]) is int


def test_get_of_nothing_is_null(table: DynamoDB) -> None:
    assert table.invoke(get("nowhere")) == Answer(None)


def test_get_reads_a_projection(filled: DynamoDB) -> None:
    projection = {"expression": "#s", "expressionNames": {"#s": "seats"}}
    assert filled.invoke(get("a", projection=projection)).result == {"seats": 4}


def test_put_answers_the_item(table: DynamoDB) -> None:
    assert table.invoke(put("a")) == Answer(item("a"))


def update(sort: str, **more: Any) -> dict[str, Any]:
    expression = {
        "expression": "SET #s = :s",
        "expressionNames": {"#s": "seats"},
        "expressionValues": {":s": {"N": 8}},
    }
    return {"operation": "UpdateItem", "key": key(sort), "update": expression, **more}


def test_update_answers_the_new_item(filled: DynamoDB) -> None:
    condition = {
        "expression": "#s = :before",
        "expressionNames": {"#s": "seats"},
        "expressionValues": {":before": {"N": 4}},
    }
    assert filled.invoke(update("a", condition=condition)) == Answer(item("a", 8))


def test_delete_answers_the_old_item_or_null(filled: DynamoDB) -> None:
    delete = {"operation": "DeleteItem", "key": key("a")}
    assert filled.invoke(delete) == Answer(item("a"))
    assert filled.invoke(delete) == Answer(None)


@dataclasses.dataclass(frozen=True)
class Conditional:
    """A write whose condition fails on the filled table."""

    name: str
    document: dict[str, Any]
    result: dict[str, Any] | None
    succeeds: bool


CONDITIONAL = (
    Conditional("a put of what is there succeeds", put("a", condition=ABSENT), item("a"), True),
    Conditional(
        "a put of something else fails with what is there",
        put("a", condition=ABSENT) | {"attributeValues": {"seats": {"N": 8}, "GSI1PK": {"S": "G"}}},
        item("a"),
        False,
    ),
    Conditional(
        "a put ignores what it is told to",
        put("a", condition=ABSENT | {"equalsIgnore": ["seats"]})
        | {"attributeValues": {"seats": {"N": 8}, "GSI1PK": {"S": "G"}}},
        item("a"),
        True,
    ),
    Conditional("an update fails with what is there", update("a", condition=ABSENT), item("a"), False),
    Conditional("an update of nothing fails", update("z", condition=PRESENT), None, False),
    Conditional(
        "a delete of what is gone succeeds",
        {"operation": "DeleteItem", "key": key("z"), "condition": PRESENT},
        None,
        True,
    ),
    Conditional(
        "a delete of what is there fails",
        {"operation": "DeleteItem", "key": key("a"), "condition": ABSENT},
        item("a"),
        False,
    ),
)


@pytest.mark.parametrize("case", CONDITIONAL, ids=lambda case: case.name)
def test_a_failed_condition_is_judged_by_what_is_there(filled: DynamoDB, case: Conditional) -> None:
    answer = filled.invoke(case.document)
    assert answer.result == case.result
    assert (answer.error is None) == case.succeeds
    if answer.error:
        assert answer.error.type == FAILED


def keys(answer: Answer) -> list[str]:
    assert answer.error is None
    return [found["SK"] for found in answer.result["items"]]


def test_query_reads_pages_in_both_directions(filled: DynamoDB) -> None:
    for forward, expected in ((True, ["a", "b", "c", "d"]), (False, ["d", "c", "b", "a"])):
        first = filled.invoke(query(limit=3, scanIndexForward=forward))
        assert first.result["scannedCount"] == 3
        token = first.result["nextToken"]
        second = filled.invoke(query(limit=3, scanIndexForward=forward, nextToken=token))
        assert keys(first) + keys(second) == expected
        assert second.result["nextToken"] is None


def test_query_filters_and_projects(filled: DynamoDB) -> None:
    filled.invoke(update("b"))
    wanted = {
        "expression": "#s = :s",
        "expressionNames": {"#s": "seats"},
        "expressionValues": {":s": {"N": 8}},
    }
    projection = {"expression": "#sort", "expressionNames": {"#sort": "SK"}}
    answer = filled.invoke(query(filter=wanted, projection=projection))
    assert answer.result["items"] == [{"SK": "b"}]
    assert answer.result["scannedCount"] == 4


def by_index(**more: Any) -> dict[str, Any]:
    expression = {"expression": "GSI1PK = :k", "expressionValues": {":k": {"S": "G"}}}
    return {"operation": "Query", "index": "GSI1", "query": expression, "limit": 1, **more}


def test_query_reads_an_index(filled: DynamoDB) -> None:
    token = filled.invoke(by_index()).result["nextToken"]
    assert keys(filled.invoke(by_index(nextToken=token))) == ["b"]


SEATS = {
    "expression": "seats = :s",
    "expressionValues": {":s": {"N": 4}},
}
OTHER = {
    "expression": "#k = :k",
    "expressionNames": {"#k": "PK"},
    "expressionValues": {":k": {"S": "OTHER"}},
}
FOREIGN = {
    "another partition": query(query=OTHER),
    "another order": query(scanIndexForward=False),
    "another filter": query(filter=SEATS),
    "another index": by_index(),
}


@pytest.mark.parametrize("document", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_page_token_is_good_for_its_own_query_only(filled: DynamoDB, document: dict[str, Any]) -> None:
    token = filled.invoke(query(limit=1)).result["nextToken"]
    answer = filled.invoke(document | {"nextToken": token})
    assert answer.error
    assert answer.error.type == "DynamoDB:UserIllegalArgumentException"
    assert answer.error.message == "Invalid pagination token given."


@pytest.mark.parametrize("damaged", ["", "x", "é", "AAAA", 7, {"PK": {"S": "P"}}, "A" * 5000])
def test_a_damaged_page_token_is_refused(filled: DynamoDB, damaged: Any) -> None:
    assert filled.invoke(query(nextToken=damaged)).error


def test_no_byte_of_a_page_token_can_be_changed(filled: DynamoDB) -> None:
    token: str = filled.invoke(query(limit=1)).result["nextToken"]
    for position in range(len(token)):
        other = "A" if token[position] != "A" else "Q"
        forged = token[:position] + other + token[position + 1 :]
        # The last character of base64 may hold bits that mean nothing.
        if position < len(token.rstrip("=")) - 1:
            assert filled.invoke(query(nextToken=forged)).error, position


def test_a_page_token_of_another_key_is_refused(client: "DynamoDBClient", filled: DynamoDB) -> None:
    token = filled.invoke(query(limit=1)).result["nextToken"]
    assert DynamoDB(client, TABLE, b"k" * 32).invoke(query(nextToken=token)).error


def test_a_page_token_shows_nothing_of_its_key(filled: DynamoDB) -> None:
    tokens = {filled.invoke(query(limit=1)).result["nextToken"] for _ in range(2)}
    assert len(tokens) == 2


def test_batch_get_answers_in_the_order_of_its_keys(filled: DynamoDB) -> None:
    wanted = [key("c"), key("nowhere"), key("a")]
    answer = filled.invoke({"operation": "BatchGetItem", "tables": {TABLE: {"keys": wanted}}})
    assert answer.result == {
        "data": {TABLE: [item("c"), None, item("a")]},
        "unprocessedKeys": {TABLE: []},
    }


def test_batch_get_takes_a_hundred_keys(table: DynamoDB) -> None:
    wanted = [key(str(number)) for number in range(101)]
    with pytest.raises(FieldError, match="at most 100"):
        table.invoke({"operation": "BatchGetItem", "tables": {TABLE: {"keys": wanted}}})
    answer = table.invoke({"operation": "BatchGetItem", "tables": {TABLE: {"keys": wanted[:100]}}})
    assert answer.result["data"][TABLE] == [None] * 100


def test_a_transaction_writes_all_its_parts(filled: DynamoDB) -> None:
    parts = [
        {"table": TABLE, "operation": "PutItem", "key": key("e"), "attributeValues": {"seats": {"N": 1}}},
        update("a"),
        {"operation": "DeleteItem", "key": key("b")},
        {"operation": "ConditionCheck", "key": key("c"), "condition": PRESENT},
    ]
    answer = filled.invoke({"operation": "TransactWriteItems", "transactItems": parts})
    assert answer == Answer(
        {"keys": [{"PK": "P", "SK": sort} for sort in "eabc"], "cancellationReasons": None}
    )
    assert keys(filled.invoke(query())) == ["a", "c", "d", "e"]


def test_a_cancelled_transaction_says_why_of_each_part(filled: DynamoDB) -> None:
    parts = [update("a"), {"operation": "ConditionCheck", "key": key("z"), "condition": PRESENT}]
    answer = filled.invoke({"operation": "TransactWriteItems", "transactItems": parts})
    assert answer.error
    assert answer.error.type == "DynamoDB:TransactionCanceledException"
    assert answer.result["keys"] is None
    assert [reason["type"] for reason in answer.result["cancellationReasons"]] == [
        "None",
        "ConditionalCheckFailed",
    ]
    assert filled.invoke(get("a")).result == item("a")


def test_a_transaction_reads_its_parts(filled: DynamoDB) -> None:
    parts = [{"table": TABLE, "key": key("a")}, {"table": TABLE, "key": key("z")}]
    answer = filled.invoke({"operation": "TransactGetItems", "transactItems": parts})
    assert answer.result["items"] == [item("a"), None]


MALFORMED = {
    "no document": (None, r"Value for field '\$\[operation\]' not found"),
    "no operation": ({}, r"Value for field '\$\[operation\]' not found"),
    "an operation of none": ({"operation": "Scan"}, "Unsupported operation 'Scan'"),
    "no key": ({"operation": "GetItem"}, r"'\$\[key\]' not found"),
    "a key without types": ({"operation": "GetItem", "key": {"PK": "P"}}, "typed attribute value"),
    "a type of none": ({"operation": "GetItem", "key": {"PK": {"X": 1}}}, "type X"),
    "a number of none": ({"operation": "GetItem", "key": {"PK": {"N": True}}}, "type N"),
    "a query without expression": ({"operation": "Query", "query": {}}, "not found"),
    "a transaction of reads": (
        {"operation": "TransactWriteItems", "transactItems": [get("a")]},
        "Unsupported operation 'GetItem'",
    ),
}


@pytest.mark.parametrize(("document", "message"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_document_of_another_shape_is_refused(table: DynamoDB, document: Any, message: str) -> None:
    with pytest.raises(FieldError, match=message) as refused:
        table.invoke(document)
    assert refused.value.error_type == "MappingTemplate"


def test_what_dynamodb_refuses_is_an_error_of_the_call(table: DynamoDB) -> None:
    answer = table.invoke(query(index="NOWHERE"))
    assert answer.error
    assert answer.error.type.startswith("DynamoDB:")
    assert "(Service: DynamoDb, Status Code: 400" in answer.error.message


def test_what_boto3_refuses_is_an_error_of_the_call(table: DynamoDB) -> None:
    answer = table.invoke(query(limit="ten"))
    assert answer.error
    assert answer.error.type == "DynamoDB:SdkClientException"
