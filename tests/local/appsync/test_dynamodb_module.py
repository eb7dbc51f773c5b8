"""The DynamoDB requests that @aws-appsync/utils/dynamodb and util.dynamodb make, as recorded from AWS."""

# ruff: noqa: E501 - a line of code in a table is not broken

from typing import Any

import pytest

from local.appsync.engine import Code


def value_of(expression: str) -> Any:
    """What a request handler that returns the expression gives."""
    source = (
        "import * as ddb from '@aws-appsync/utils/dynamodb';"
        f"export function request(ctx) {{ return {expression}; }}"
    )
    evaluation = Code(source).evaluate("request", {})
    assert evaluation.error is None, evaluation.error
    return evaluation.result


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("toDynamoDB('test')", {"S": "test"}),
        ("toDynamoDB(12345)", {"N": 12345}),
        ("toDynamoDB(true)", {"BOOL": True}),
        ("toDynamoDB(null)", {"NULL": None}),
        ("toDynamoDB(undefined)", {"NULL": None}),
        ("toDynamoDB({ a: [1, { b: 'c' }] })", {"M": {"a": {"L": [{"N": 1}, {"M": {"b": {"S": "c"}}}]}}}),
        ("toString('test')", {"S": "test"}),
        ("toString(null)", None),
        ("toStringSet(['a', 'b'])", {"SS": ["a", "b"]}),
        ("toNumber(12345)", {"N": 12345}),
        ("toNumberSet([1, 4.56])", {"NS": [1, 4.56]}),
        ("toBinary('foo')", {"B": "foo"}),
        ("toBinarySet(['foo'])", {"BS": ["foo"]}),
        ("toBoolean(false)", {"BOOL": False}),
        ("toNull()", {"NULL": None}),
        ("toList(['a', 1, { b: 'c' }])", {"L": [{"S": "a"}, {"N": 1}, {"M": {"b": {"S": "c"}}}]}),
        ("toMap({ a: 'b' })", {"M": {"a": {"S": "b"}}}),
        ("toMapValues({ a: 'b', c: ['d'] })", {"a": {"S": "b"}, "c": {"L": [{"S": "d"}]}}),
        ("toS3Object('foo', 'bar', 'baz')", {"S": '{"s3":{"key":"foo","bucket":"bar","region":"baz"}}'}),
        ("toS3Object('foo', 'bar', 'baz', 'beep')",
         {"S": '{"s3":{"key":"foo","bucket":"bar","region":"baz","version":"beep"}}'}),
        ("fromS3ObjectJson('{\"s3\":{\"key\":\"a\",\"bucket\":\"b\"}}')", {"key": "a", "bucket": "b"}),
    ],
)  # fmt: skip
def test_typed_values(call: str, expected: Any) -> None:
    assert value_of(f"util.dynamodb.{call}") == expected


KEY = {"id": {"S": "1"}}
CONDITION = {"expression": "(attribute_not_exists(#id))", "expressionNames": {"#id": "id"}}


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("get({ key: { id: '1' } })", {"operation": "GetItem", "key": KEY}),
        ("get({ key: { id: '1' }, consistentRead: true, projection: ['id', 'a.b', 'id'] })",
         {"operation": "GetItem", "key": KEY, "consistentRead": True,
          "projection": {"expression": "#expName_1, #expName_2.#expName_3, #expName_1",
                         "expressionNames": {"#expName_1": "id", "#expName_2": "a", "#expName_3": "b"}}}),
        ("put({ key: { id: '1' }, item: { value: 10 } })",
         {"operation": "PutItem", "key": KEY, "attributeValues": {"value": {"N": 10}}}),
        ("put({ key: { id: '1' }, item: {}, condition: { id: { attributeExists: false } }, _version: 2 })",
         {"operation": "PutItem", "key": KEY, "attributeValues": {}, "condition": CONDITION, "_version": 2}),
        ("remove({ key: { id: '1' } })", {"operation": "DeleteItem", "key": KEY}),
        ("remove({ key: { id: '1' }, condition: null })", {"operation": "DeleteItem", "key": KEY}),
        ("scan({ limit: 10, nextToken: 'abc' })", {"operation": "Scan", "limit": 10, "nextToken": "abc"}),
        ("scan()", {"operation": "Scan"}),
        ("scan({ filter: { a: { gt: 1 } }, segment: 0, totalSegments: 2, nextToken: undefined })",
         {"operation": "Scan", "segment": 0, "totalSegments": 2,
          "filter": {"expression": "(#a > :a_gt)", "expressionNames": {"#a": "a"},
                     "expressionValues": {":a_gt": {"N": 1}}}}),
        ("query({ query: { id: { eq: '1' }, sk: { beginsWith: 'A' } }, index: 'i', scanIndexForward: false,"
         " consistentRead: true, limit: 5, select: 'COUNT' })",
         {"operation": "Query", "index": "i", "scanIndexForward": False, "consistentRead": True, "limit": 5,
          "select": "COUNT",
          "query": {"expression": "(#id = :id_eq) AND (begins_with(#sk,:sk_beginsWith))",
                    "expressionNames": {"#id": "id", "#sk": "sk"},
                    "expressionValues": {":id_eq": {"S": "1"}, ":sk_beginsWith": {"S": "A"}}}}),
        ("sync({ limit: 10, lastSync: 1 })", {"operation": "Sync", "limit": 10, "lastSync": 1}),
        ("batchGet({ tables: { T: { keys: [{ id: '1' }], consistentRead: true } } })",
         {"operation": "BatchGetItem", "tables": {"T": {"keys": [KEY], "consistentRead": True}}}),
        ("batchPut({ tables: { T: [{ id: '1' }] } })", {"operation": "BatchPutItem", "tables": {"T": [KEY]}}),
        ("batchDelete({ tables: { T: [{ id: '1' }] } })", {"operation": "BatchDeleteItem", "tables": {"T": [KEY]}}),
        ("transactGet({ items: [{ table: 'T', key: { id: '1' } }] })",
         {"operation": "TransactGetItems", "transactItems": [{"table": "T", "key": KEY}]}),
        ("transactWrite({ items: [{ putItem: { table: 'T', key: { id: '1' }, item: { a: 1 } } },"
         " { updateItem: { table: 'T', key: { id: '1' }, update: { a: 1 } } },"
         " { deleteItem: { table: 'T', key: { id: '1' } } },"
         " { conditionCheck: { table: 'T', key: { id: '1' }, condition: { id: { attributeExists: false } } } }] })",
         {"operation": "TransactWriteItems", "transactItems": [
             {"table": "T", "operation": "PutItem", "key": KEY, "attributeValues": {"a": {"N": 1}}},
             {"table": "T", "operation": "UpdateItem", "key": KEY,
              "update": {"expression": "SET #expName_1 = :expValue_1", "expressionNames": {"#expName_1": "a"},
                         "expressionValues": {":expValue_1": {"N": 1}}}},
             {"table": "T", "operation": "DeleteItem", "key": KEY},
             {"table": "T", "operation": "ConditionCheck", "key": KEY, "condition": CONDITION}]}),
    ],
)  # fmt: skip
def test_requests(call: str, expected: dict[str, Any]) -> None:
    assert value_of(f"ddb.{call}") == expected


@pytest.mark.parametrize(
    ("update", "expression", "names", "values"),
    [
        ("{ a: 1, b: null }", "SET #expName_1 = :expValue_1, #expName_2 = :expValue_2", "a b", [{"N": 1}, {"NULL": None}]),
        ("{ age: ddb.operations.add(10) }", "SET #expName_1 = :expValue_1", "age", [{"N": 10}]),
        ("{ a: ddb.operations.replace({ b: 10 }) }", "SET #expName_1 = :expValue_1", "a", [{"M": {"b": {"N": 10}}}]),
        ("{ a: ddb.operations.increment(10) }", "SET #expName_1 = #expName_1 + :expValue_1", "a", [{"N": 10}]),
        ("{ a: ddb.operations.increment() }", "SET #expName_1 = #expName_1 + :expValue_1", "a", [{"N": 1}]),
        ("{ a: ddb.operations.decrement(2) }", "SET #expName_1 = #expName_1 - :expValue_1", "a", [{"N": 2}]),
        ("{ l: ddb.operations.append([1]) }", "SET #expName_1 = list_append(#expName_1, :expValue_1)", "l",
         [{"L": [{"N": 1}]}]),
        ("{ l: ddb.operations.prepend([1]) }", "SET #expName_1 = list_append(:expValue_1, #expName_1)", "l",
         [{"L": [{"N": 1}]}]),
        ("{ l: [ddb.operations.updateListItem('x', 1), ddb.operations.updateListItem('y', 2)] }",
         "SET #expName_1[1] = :expValue_1, #expName_1[2] = :expValue_2", "l", [{"S": "x"}, {"S": "y"}]),
        ("{ a: ddb.operations.remove() }", "REMOVE #expName_1", "a", []),
        ("{ a: ddb.operations.remove(), b: 1 }", "SET #expName_1 = :expValue_1 REMOVE #expName_2", "b a", [{"N": 1}]),
        ("{ m: { n: ddb.operations.increment(1), o: 2 } }",
         "SET #expName_1.#expName_2 = #expName_1.#expName_2 + :expValue_1, #expName_1.#expName_3 = :expValue_2",
         "m n o", [{"N": 1}, {"N": 2}]),
        ("{ m: { n: 1 } }", "SET #expName_1 = :expValue_1", "m", [{"M": {"n": {"N": 1}}}]),
    ],
)  # fmt: skip
def test_updates(update: str, expression: str, names: str, values: list[Any]) -> None:
    request = value_of(f"ddb.update({{ key: {{ id: '1' }}, update: {update} }})")

    assert request["operation"] == "UpdateItem"
    assert request["update"] == {
        "expression": expression,
        "expressionNames": {f"#expName_{number}": name for number, name in enumerate(names.split(), 1)},
        "expressionValues": {f":expValue_{number}": value for number, value in enumerate(values, 1)},
    }


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("add(10)", {"type": "OPERATION_ADD", "value": 10}),
        ("replace({ a: 10 })", {"type": "OPERATION_REPLACE", "value": {"a": 10}}),
        ("increment(10)", {"type": "OPERATION_INCREMENT", "by": 10}),
        ("decrement(10)", {"type": "OPERATION_DECREMENT", "by": 10}),
        ("append([1])", {"type": "OPERATION_APPEND", "items": [1]}),
        ("prepend([1])", {"type": "OPERATION_PREPEND", "items": [1]}),
        ("remove()", {"type": "OPERATION_REMOVE"}),
    ],
)
def test_operations(call: str, expected: dict[str, Any]) -> None:
    assert value_of(f"ddb.operations.{call}") == expected
