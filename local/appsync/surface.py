"""What APPSYNC_JS has: its globals, the methods it knows, and the members of util and of the modules.

Source: AWS AppSync developer guide, "Supported runtime features", and the types of @aws-appsync/utils.
"""

from collections.abc import Mapping
from typing import Final

MODULES: Final[Mapping[str, frozenset[str]]] = {
    "@aws-appsync/utils": frozenset({"util", "extensions", "runtime"}),
    "@aws-appsync/utils/dynamodb": frozenset(
        [
            "get",
            "put",
            "update",
            "remove",
            "query",
            "scan",
            "sync",
            "batchGet",
            "batchPut",
            "batchDelete",
            "transactGet",
            "transactWrite",
            "operations",
            "toStringSet",
            "toNumberSet",
            "toBinarySet",
        ]
    ),
    "@aws-appsync/utils/rds": frozenset(
        [
            "select",
            "insert",
            "update",
            "remove",
            "createPgStatement",
            "createMySQLStatement",
            "sql",
            "toJsonObject",
            "typeHint",
        ]
    ),
}

# Objects whose members are known by name: anything else on them is refused, as AWS's type check does.
MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    "util": frozenset(
        [
            "error",
            "appendError",
            "unauthorized",
            "authType",
            "autoId",
            "autoUlid",
            "autoKsuid",
            "matches",
            "escapeJavaScript",
            "urlEncode",
            "urlDecode",
            "base64Encode",
            "base64Decode",
            "time",
            "dynamodb",
            "transform",
            "str",
            "math",
            "http",
            "rds",
            "xml",
        ]
    ),
    "util.time": frozenset(
        [
            "nowISO8601",
            "nowEpochSeconds",
            "nowEpochMilliSeconds",
            "nowFormatted",
            "parseFormattedToEpochMilliSeconds",
            "parseISO8601ToEpochMilliSeconds",
            "epochMilliSecondsToSeconds",
            "epochMilliSecondsToISO8601",
            "epochMilliSecondsToFormatted",
        ]
    ),
    "util.dynamodb": frozenset(
        [
            "toDynamoDB",
            "toString",
            "toStringSet",
            "toNumber",
            "toNumberSet",
            "toBinary",
            "toBinarySet",
            "toBoolean",
            "toNull",
            "toList",
            "toMap",
            "toMapValues",
            "toS3Object",
            "fromS3ObjectJson",
        ]
    ),
    "util.transform": frozenset(
        [
            "toDynamoDBFilterExpression",
            "toDynamoDBConditionExpression",
            "toSubscriptionFilter",
            "toElasticsearchQueryDSL",
        ]
    ),
    "util.str": frozenset({"normalize"}),
    "util.math": frozenset(["roundNum", "minVal", "maxVal", "randomDouble", "randomWithinRange"]),
    "util.http": frozenset(["copyHeaders", "addResponseHeader", "addResponseHeaders"]),
    "util.rds": frozenset({"toJsonObject"}),
    "util.xml": frozenset({"toMap", "toJsonString"}),
    "extensions": frozenset(
        [
            "setSubscriptionFilter",
            "setSubscriptionInvalidationFilter",
            "invalidateSubscriptions",
            "evictFromApiCache",
        ]
    ),
    "runtime": frozenset({"earlyReturn"}),
    "console": frozenset({"log", "error"}),
    "Object": frozenset(["assign", "entries", "hasOwn", "keys", "values"]),
    # isArray is in neither AWS's list nor its linter's list of refused methods; it is let through.
    "Array": frozenset({"isArray"}),
    "String": frozenset({"raw"}),
    "Number": frozenset({"isFinite", "isNaN"}),
    "Math": frozenset(["random", "min", "max", "round", "floor", "ceil"]),
    "JSON": frozenset({"parse", "stringify"}),
    "operations": frozenset(
        ["add", "remove", "replace", "increment", "decrement", "append", "prepend", "updateListItem"]
    ),
}

GLOBALS: Final = frozenset(
    [
        "NaN",
        "Infinity",
        "undefined",
        "util",
        "extensions",
        "runtime",
        "console",
        "Object",
        "Array",
        "String",
        "Number",
        "Math",
        "JSON",
    ]
)

# The only methods that take a function.
CALLBACK_METHODS: Final = frozenset(
    [
        "forEach",
        "map",
        "flatMap",
        "filter",
        "reduce",
        "reduceRight",
        "find",
        "findIndex",
        "findLast",
        "findLastIndex",
        "some",
        "every",
    ]
)

# Methods of JavaScript's strings, arrays, numbers, objects and functions that APPSYNC_JS has not.
MISSING_METHODS: Final = frozenset(
    # String
    "at charCodeAt codePointAt includes isWellFormed localeCompare match matchAll normalize padEnd padStart repeat"
    " search substr substring toLocaleLowerCase toLocaleUpperCase toWellFormed trimLeft trimRight"
    # Array
    " copyWithin entries keys toReversed toSorted toSpliced values with"
    # Number
    " toExponential toFixed toPrecision"
    # Object and Function
    " apply bind call hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString valueOf".split()
)
