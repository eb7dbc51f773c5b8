"""What util answers: text, identifiers, patterns, time, transforms and the rest."""

# ruff: noqa: E501 - a line of code in a table is not broken

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from local.appsync.engine import Code


def value_of(expression: str, context: dict[str, Any] | None = None) -> Any:
    """What a request handler that returns the expression gives."""
    source = (
        "import { util } from '@aws-appsync/utils'; import * as rds from '@aws-appsync/utils/rds';"
        f"export function request(ctx) {{ return {expression}; }}"
    )
    evaluation = Code(source).evaluate("request", context or {})
    assert evaluation.error is None, evaluation.error
    return evaluation.result


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("util.base64Encode('héllo €😀')", "aMOpbGxvIOKCrPCfmIA="),
        ("util.base64Decode('aMOpbGxvIOKCrPCfmIA=')", "héllo €😀"),
        ("util.base64Encode('')", ""),
        ("util.base64Decode('_w')", ""),
        ("util.urlEncode(\"a b&c=é*~'\")", "a+b%26c%3D%C3%A9*%7E%27"),
        ("util.urlDecode('a+b%26c%3D%C3%A9*')", "a b&c=é*"),
        (r"util.escapeJavaScript('it\'s \"é\"\n</a>')", r"it\'s \"\u00E9\"\n<\/a>"),
        ("util.str.normalize('é', 'nfd').length", 2),
        ("util.str.normalize('e\u0301', 'nfc').length", 1),
        ("util.math.roundNum(2.5)", 3),
        ("util.math.minVal(1, 2)", 1),
        ("util.math.maxVal(1, 2)", 2),
        ("util.http.copyHeaders({ Host: 'a', 'Content-Length': '1', authorization: 'b' })", {"authorization": "b"}),
        ("util.rds.toJsonObject('{bad')", None),
        ("util.xml.toMap('<a b=\"1\"><c>x &amp; y</c><c/><!-- n --><d><![CDATA[<z>]]></d></a>')",
         {"a": {"b": 1, "c": ["x & y", ""], "d": "<z>"}}),
        ("util.xml.toJsonString('<a><b>true</b></a>')", '{"a":{"b":true}}'),
        ("JSON.parse('{bad')", ""),
        ("JSON.parse('[1]')", [1]),
        ("JSON.stringify({ a: [1, undefined], b: undefined })", '{"a":[1,null]}'),
        ("[10, 9, 1].sort()", [1, 10, 9]),
        ("Math.floor(Math.random())", 0),
        (r"String.raw`a\n${1}`", r"a\n1"),
    ],
)  # fmt: skip
def test_helpers(expression: str, expected: Any) -> None:
    assert value_of(expression) == expected


@pytest.mark.parametrize(
    ("call", "pattern"),
    [
        ("util.autoId()", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ("util.autoUlid()", r"[0-7][0-9A-HJKMNP-TV-Z]{25}"),
        ("util.autoKsuid()", r"[0-9A-Za-z]{27}"),
    ],
)
def test_identifiers_have_their_shape_and_differ(call: str, pattern: str) -> None:
    made = value_of(f"[{call}, {call}]")

    assert all(re.fullmatch(pattern, one) for one in made)
    assert made[0] != made[1]


def test_a_ulid_tells_when_it_was_made() -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    milliseconds = 0
    for digit in value_of("util.autoUlid()")[:10]:
        milliseconds = milliseconds * 32 + alphabet.index(digit)

    assert abs(milliseconds / 1000 - datetime.now(UTC).timestamp()) < 5


@pytest.mark.parametrize(
    ("subject", "pattern", "replacement", "expected"),
    [
        ("aXbX", "X", "-", "a-b-"),
        ("a.b", ".", "_", "___"),
        ("a.b", r"\.", "_", "a_b"),
        ("x1y22", r"(\d+)", "[$1]", "x[1]y[22]"),
        ("2020-01-02", r"(?<y>\d+)-(\d+)-(\d+)", "$3/${y}", "02/2020"),
        ("a1", r"\d", r"\$", "a$"),
        ("Ab", "(?i)a", "z", "zb"),
        ("a+b", r"\Qa+b\E", "z", "z"),
        ("it's", r"[^\p{Alnum}]", "", "its"),
        ("a-b_c", "[-_]", "", "abc"),
        ("abc", "[a-z&&[^b]]", "x", "xbx"),
        ("a.b(c)/", "[.()/]", "", "abc"),
        ("a]b", "[]]", "-", "a-b"),
        ("aab", "a++b", "z", "z"),
        ("e\u0301a", r"\p{M}", "", "ea"),
        ("e\u0301a", r"\p{InCombiningDiacriticalMarks}+", "", "ea"),
        ("a/b", "/", "-", "a-b"),
    ],
)
def test_replace_takes_java_patterns(subject: str, pattern: str, replacement: str, expected: str) -> None:
    arguments = {"subject": subject, "pattern": pattern, "replacement": replacement}

    replaced = value_of(
        "ctx.args.subject.replaceAll(ctx.args.pattern, ctx.args.replacement)", {"arguments": arguments}
    )

    assert replaced == expected


def test_replace_replaces_the_first_match_only() -> None:
    assert value_of("'aXbX'.replace('X', '-')") == "a-bX"


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("a*b", "aaaaab", True),
        ("b", "abc", False),
        ("^[A-Z]{2}$", "AB", True),
        ("a|ab", "ab", True),
        ("(?i)ABC", "abc", True),
        (r"[^@]+@[^@]+\.[a-z]{2,}", "a.b@c.fr", True),
    ],
)
def test_matches(pattern: str, text: str, matches: bool) -> None:
    arguments = {"pattern": pattern, "text": text}

    assert value_of("util.matches(ctx.args.pattern, ctx.args.text)", {"arguments": arguments}) is matches


COGNITO = {
    "sub": "1",
    "issuer": "i",
    "username": "u",
    "claims": {},
    "sourceIp": ["::1"],
    "defaultAuthStrategy": "ALLOW",
}
IAM = {"accountId": "1", "userArn": "a", "username": "u", "sourceIp": ["::1"], "cognitoIdentityId": None}  # fmt: skip
OIDC = {"sub": "1", "issuer": "i", "claims": {}}


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (None, "API Key Authorization"),
        ({}, "Lambda Authorization"),
        ({"resolverContext": {"a": 1}}, "Lambda Authorization"),
        (IAM, "IAM Authorization"),
        (IAM | {"userArn": None}, "API Key Authorization"),
        (IAM | {"sourceIp": None}, "API Key Authorization"),
        (COGNITO, "User Pool Authorization"),
        (COGNITO | {"groups": ["admins"]}, "User Pool Authorization"),
        (COGNITO | {"defaultAuthStrategy": None}, "API Key Authorization"),
        (OIDC, "Open ID Connect Authorization"),
        (OIDC | {"username": "u"}, "API Key Authorization"),
        ({"claims": {}}, "API Key Authorization"),
    ],
)
def test_auth_type_is_read_from_the_identity(identity: Any, expected: str) -> None:
    assert value_of("util.authType()", {"identity": identity}) == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("epochMilliSecondsToSeconds(1517943695758)", 1517943695),
        ("epochMilliSecondsToISO8601(1517943695758)", "2018-02-06T19:01:35.758Z"),
        ("epochMilliSecondsToISO8601(-1)", "1969-12-31T23:59:59.999Z"),
        ("epochMilliSecondsToFormatted(1517943695758, 'yyyy-MM-dd HH:mm:ssZ')", "2018-02-06 19:01:35+0000"),
        ("epochMilliSecondsToFormatted(1517943695758, 'yyyy-MM-dd HH:mm:ssZ', 'Australia/Perth')",
         "2018-02-07 03:01:35+0800"),
        ("epochMilliSecondsToFormatted(1517943695758, 'EEEE d MMMM uuuu, h:mm a')", "Tuesday 6 February 2018, 7:01 PM"),
        ("epochMilliSecondsToFormatted(1517943695758, \"EEE dd MMM yy 'at' KK kk ''SSS\")",
         "Tue 06 Feb 18 at 07 19 '758"),
        ("epochMilliSecondsToFormatted(1609459199000, 'YYYY-ww DDD Q')", "2021-01 366 4"),
        ("epochMilliSecondsToFormatted(1530000000000, 'HH:mm XXX X VV z', 'Europe/Paris')",
         "10:00 +02:00 +02 Europe/Paris CEST"),
        ("epochMilliSecondsToFormatted(0, 'HH:mm XXX', '+05:30')", "05:30 +05:30"),
        ("parseISO8601ToEpochMilliSeconds('2018-02-01T17:21:05.180+08:00')", 1517476865180),
        ("parseISO8601ToEpochMilliSeconds('2018-02-01T09:21Z')", 1517476860000),
        ("parseISO8601ToEpochMilliSeconds('2018-02-30T09:21:00Z')", None),
        ("parseISO8601ToEpochMilliSeconds('yesterday')", None),
        ("parseFormattedToEpochMilliSeconds('2018-02-01 17:21:05.180+0800', 'yyyy-MM-dd HH:mm:ss.SSSZ')", 1517476865180),
        ("parseFormattedToEpochMilliSeconds('2018-02-01 17:21:05', 'yyyy-MM-dd HH:mm:ss', 'Australia/Perth')",
         1517476865000),
        ("parseFormattedToEpochMilliSeconds('20180201', 'yyyyMMdd')", 1517443200000),
        ("parseFormattedToEpochMilliSeconds('1 Feb 2018 5:30 PM', 'd MMM yyyy h:mm a')", 1517506200000),
        ("parseFormattedToEpochMilliSeconds('2018-02-30', 'yyyy-MM-dd')", None),
        ("parseFormattedToEpochMilliSeconds('01/02/2018', 'yyyy-MM-dd')", None),
        # 02:30 does not exist that night in Paris and exists twice seven months later: the offset before counts.
        ("parseFormattedToEpochMilliSeconds('2018-03-25 02:30', 'yyyy-MM-dd HH:mm', 'Europe/Paris')", 1521941400000),
        ("parseFormattedToEpochMilliSeconds('2018-10-28 02:30', 'yyyy-MM-dd HH:mm', 'Europe/Paris')", 1540686600000),
    ],
)  # fmt: skip
def test_time(call: str, expected: Any) -> None:
    assert value_of(f"util.time.{call}") == expected


def test_the_present_in_all_its_forms() -> None:
    now = value_of(
        "[util.time.nowISO8601(), util.time.nowEpochSeconds(), util.time.nowEpochMilliSeconds(),"
        " util.time.nowFormatted('yyyy-MM-dd'), util.time.nowFormatted('yyyy-MM-dd HH', 'Pacific/Auckland')]"
    )

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now[0])
    assert datetime.fromisoformat(now[0]).timestamp() == pytest.approx(now[2] / 1000, abs=1)
    assert now[1] == pytest.approx(datetime.now(UTC).timestamp(), abs=5)
    assert now[3] == now[0][:10]
    assert now[4][:10] >= now[3]


def test_an_unknown_zone_is_an_error() -> None:
    source = "export const request = () => util.time.nowFormatted('yyyy', 'Nowhere/Town');"

    error = Code(source).evaluate("request", {}).error

    assert error is not None
    assert error.message.endswith("Unknown time-zone ID: Nowhere/Town")


@pytest.mark.parametrize(
    ("filter_", "expression", "values"),
    [
        ({"v": {"eq": "x"}}, "(#v = :v_eq)", {":v_eq": {"S": "x"}}),
        ({"v": {"ne": 1.5}}, "(#v <> :v_ne)", {":v_ne": {"N": 1.5}}),
        ({"v": {"lt": True}}, "(#v < :v_lt)", {":v_lt": {"BOOL": True}}),
        ({"v": {"le": None}}, "(#v <= :v_le)", {":v_le": {"NULL": None}}),
        ({"v": {"gt": {"a": 1}}}, "(#v > :v_gt)", {":v_gt": {"M": {"a": {"N": 1}}}}),
        ({"v": {"ge": [1]}}, "(#v >= :v_ge)", {":v_ge": {"L": [{"N": 1}]}}),
        ({"title": {"contains": "x"}}, "(contains(#title,:title_contains))", {":title_contains": {"S": "x"}}),
        ({"v": {"notContains": "x"}}, "(NOT contains(#v,:v_notContains))", {":v_notContains": {"S": "x"}}),
        ({"v": {"beginsWith": "x"}}, "(begins_with(#v,:v_beginsWith))", {":v_beginsWith": {"S": "x"}}),
        ({"v": {"between": [1, 9, 3]}}, "(#v BETWEEN :v_between_start AND :v_between_end)",
         {":v_between_start": {"N": 1}, ":v_between_end": {"N": 9}}),
        ({"v": {"in": ["a", "b"]}}, "(#v IN (:v_in_0, :v_in_1))", {":v_in_0": {"S": "a"}, ":v_in_1": {"S": "b"}}),
        ({"v": {"in": []}}, "(null)", {}),
        ({"v": {"attributeExists": True}}, "(attribute_exists(#v))", {}),
        ({"v": {"attributeExists": False}}, "(attribute_not_exists(#v))", {}),
        ({"v": {"attributeType": "stringSet"}}, "(attribute_type(#v,:v_attributeType))", {":v_attributeType": {"S": "SS"}}),
        ({"v": {"size": {"gt": 2}}}, "(size(#v) > :v_size_gt)", {":v_size_gt": {"N": 2}}),
        ({"v": {"size": {"size": {"gt": 1}}}}, "(size(#v) > :v_size_size_gt)", {":v_size_size_gt": {"N": 1}}),
        ({"v": {"ge": 1, "le": 5}}, "((#v >= :v_ge) AND (#v <= :v_le))", {":v_ge": {"N": 1}, ":v_le": {"N": 5}}),
        ({"a": {"eq": 1}, "b": {"eq": 2}}, "(#a = :a_eq) AND (#b = :b_eq)", {":a_eq": {"N": 1}, ":b_eq": {"N": 2}}),
        ({"id": {"attributeExists": True}, "version": {"eq": 10}},
         "(attribute_exists(#id)) AND (#version = :version_eq)", {":version_eq": {"N": 10}}),
        ({"and": [{"a": {"eq": 1}}]}, "(#a = :and_0_a_eq)", {":and_0_a_eq": {"N": 1}}),
        ({"or": [{"and": [{"a": {"eq": 1}}, {"b": {"eq": 2}}]}, {"c": {"eq": 3}}]},
         "(((#a = :or_0_and_0_a_eq) AND (#b = :or_0_and_1_b_eq)) OR (#c = :or_1_c_eq))",
         {":or_0_and_0_a_eq": {"N": 1}, ":or_0_and_1_b_eq": {"N": 2}, ":or_1_c_eq": {"N": 3}}),
        ({"not": {"not": {"a": {"eq": 1}}}}, "(NOT (NOT (#a = :not_not_a_eq)))", {":not_not_a_eq": {"N": 1}}),
        ({"a": {"eq": 1}, "b": {}}, "(#a = :a_eq) AND ", {":a_eq": {"N": 1}}),
        ({"and": [{"a": {"eq": 1}}, {}]}, "((#a = :and_0_a_eq) AND )", {":and_0_a_eq": {"N": 1}}),
        ({"not": {}}, "(NOT )", {}),
        ({}, "", {}),
        ({"a.b": {"eq": 1}}, "(#a.b = :a.b_eq)", {":a.b_eq": {"N": 1}}),
    ],
)  # fmt: skip
def test_filters_become_expressions_as_recorded_from_aws(
    filter_: dict[str, Any], expression: str, values: dict[str, Any]
) -> None:
    for helper in ("toDynamoDBFilterExpression", "toDynamoDBConditionExpression"):
        built = json.loads(value_of(f"util.transform.{helper}(ctx.args.f)", {"arguments": {"f": filter_}}))
        assert built["expression"] == expression
        assert built["expressionValues"] == values
        assert all(name == f"#{attribute}" for name, attribute in built["expressionNames"].items())


@pytest.mark.parametrize(
    "filter_",
    [
        None,
        [],
        "text",
        {"v": {"foo": 1}},
        {"v": "x"},
        {"a": {"b": {"eq": 1}}},
        {"and": {"a": {"eq": 1}}},
        {"and": None},
        {"and": [None]},
        {"not": [{"a": {"eq": 1}}]},
        {"v": {"between": [1]}},
        {"v": {"in": "x"}},
        {"v": {"attributeExists": "yes"}},
        {"v": {"attributeType": "S"}},
        {"v": {"size": 3}},
    ],
)
def test_a_filter_that_can_not_be_rendered_gives_null(filter_: Any) -> None:
    assert (
        value_of("util.transform.toDynamoDBFilterExpression(ctx.args.f)", {"arguments": {"f": filter_}})
        is None
    )


def groups(*alternatives: list[tuple[str, str, Any]]) -> dict[str, Any]:
    """A subscription filter from alternatives of (field, operator, value)."""
    return {
        "filterGroup": [
            {"filters": [{"fieldName": f, "operator": o, "value": v} for f, o, v in alternative]}
            for alternative in alternatives
        ]
    }


A, B, C, R = ("a", "eq", 1), ("b", "eq", 2), ("c", "eq", 3), ("r", "gt", 4)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("{ a: { eq: 1 } }", groups([A])),
        ("{ a: { eq: 1 }, b: { eq: 2 } }", groups([A, B])),
        ("{ a: { eq: 1, ne: 2 } }", groups([A], [("a", "ne", 2)])),
        ("{ or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }", groups([A], [B])),
        ("{ and: [{ a: { eq: 1 } }, { or: [{ b: { eq: 2 } }, { c: { eq: 3 } }] }] }", groups([A, B], [A, C])),
        ("{ not: { a: { eq: 1 } } }", groups([("not", "a", {"eq": 1})])),
        ("{ a: { eq: 1 }, b: { eq: 2 } }, ['a']", groups([B])),
        ("{ a: { eq: 1 } }, [], { r: { gt: 4 }, c: { eq: 3 } }", groups([A, R], [A, C])),
        ("{}, [], { r: { gt: 4 } }", groups([R])),
        ("{}", groups()),
        ("{ a: {} }", groups()),
        ("{ and: [] }", groups()),
        ("null", None),
        ("[]", None),
        ("'{}'", None),
    ],
)
def test_subscription_filters_as_recorded_from_aws(arguments: str, expected: Any) -> None:
    assert value_of(f"util.transform.toSubscriptionFilter({arguments})") == expected


def test_open_search_query_of_the_documentation() -> None:
    built = value_of(
        "util.transform.toElasticsearchQueryDSL({ upvotes: { ne: 15, range: [10, 20] },"
        " title: { eq: 'hihihi', wildcard: 'h*i' } })"
    )

    upvotes = [
        {"bool": {"must_not": {"term": {"upvotes": 15}}}},
        {"range": {"upvotes": {"gte": 10, "lte": 20}}},
    ]
    title = [{"term": {"title": "hihihi"}}, {"wildcard": {"title": "h*i"}}]
    assert json.loads(built) == {"bool": {"must": [{"bool": {"must": upvotes}}, {"bool": {"must": title}}]}}


@pytest.mark.parametrize(
    ("expression", "statements", "variables"),
    [
        ("rds.createPgStatement(rds.select({ table: 'g', where: { or: [{ name: { eq: 'S' } }, { id: { gt: 10 } }] },"
         " limit: 10, offset: 1, columns: ['id', 'name'], orderBy: [{ column: 'name' }, { column: 'id', dir: 'DESC' }] }))",
         ['SELECT "id", "name" FROM "g" WHERE ("name" = :P0) OR ("id" > :P1) ORDER BY "name" ASC, "id" DESC'
          " LIMIT :P2 OFFSET :P3"],
         {":P0": "S", ":P1": 10, ":P2": 10, ":P3": 1}),
        ("rds.createMySQLStatement(rds.select({ table: 'g', where: { and: [{ id: { eq: rds.typeHint.UUID('1') } }] } }))",
         ["SELECT * FROM `g` WHERE (`id` = :P0)"], {":P0": "1"}),
        ("rds.createPgStatement(rds.insert({ table: 'persons', values: { name: 'test' }, returning: '*' }))",
         ['INSERT INTO "persons" ("name") VALUES (:P0) RETURNING *'], {":P0": "test"}),
        ("rds.createMySQLStatement(rds.update({ table: 'persons', values: { a: 1, b: 2 }, where: { id: { eq: 'x' } } }))",
         ["UPDATE `persons` SET `a` = :P0, `b` = :P1 WHERE `id` = :P2"], {":P0": 1, ":P1": 2, ":P2": "x"}),
        ("rds.createPgStatement(rds.remove({ table: 'persons', where: { id: { eq: 'x' } }, returning: ['id', 'name'] }))",
         ['DELETE FROM "persons" WHERE "id" = :P0 RETURNING "id", "name"'], {":P0": "x"}),
        ("rds.createPgStatement(rds.sql`insert into p values(${1}, ${'t'})`, rds.sql`select ${2}`, 'select 1')",
         ["insert into p values(:P0, :P1)", "select :P2", "select 1"], {":P0": 1, ":P1": "t", ":P2": 2}),
    ],
)  # fmt: skip
def test_sql_statements_as_recorded_from_aws(
    expression: str, statements: list[str], variables: dict[str, Any]
) -> None:
    built = value_of(expression)

    assert (built["statements"], built["variableMap"]) == (statements, variables)


def test_sql_results_become_rows() -> None:
    result = {
        "sqlStatementResults": [
            {"numberOfRecordsUpdated": 1},
            {
                "records": [[{"stringValue": "Twain"}, {"longValue": 3}, {"isNull": True}]],
                "columnMetadata": [{"label": "author"}, {"label": "copies"}, {"label": "note"}],
            },
        ]
    }

    rows = value_of("rds.toJsonObject(ctx.result)", {"result": json.dumps(result)})

    assert rows == [[{}], [{"author": "Twain", "copies": 3, "note": None}]]
