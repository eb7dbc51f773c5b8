"""What APPSYNC_JS has: its globals, the methods it knows, and the members of util and of the modules.

Source: AWS AppSync developer guide, "Supported runtime features", and the types of @aws-appsync/utils.
"""

from collections.abc import Mapping
from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODULES: Final[Mapping[str, frozenset[str]]] = {
    "@aws-appsync/utils": _names("util extensions runtime"),
    "@aws-appsync/utils/dynamodb": _names(
        "get put update remove query scan sync batchGet batchPut batchDelete transactGet transactWrite"
        " operations toStringSet toNumberSet toBinarySet"
    ),
    "@aws-appsync/utils/rds": _names(
        "select insert update remove createPgStatement createMySQLStatement sql agg toJsonObject typeHint"
    ),
}

# Objects whose members are known by name: anything else on them is refused, as AWS's type check does.
MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    "util": _names(
        "error appendError unauthorized authType autoId autoUlid autoKsuid matches escapeJavaScript urlEncode"
        " urlDecode base64Encode base64Decode time dynamodb transform str math http rds xml"
    ),
    "util.time": _names(
        "nowISO8601 nowEpochSeconds nowEpochMilliSeconds nowFormatted parseFormattedToEpochMilliSeconds"
        " parseISO8601ToEpochMilliSeconds epochMilliSecondsToSeconds epochMilliSecondsToISO8601"
        " epochMilliSecondsToFormatted"
    ),
    "util.dynamodb": _names(
        "toDynamoDB toString toStringSet toNumber toNumberSet toBinary toBinarySet toBoolean toNull toList"
        " toMap toMapValues toS3Object fromS3ObjectJson"
    ),
    "util.transform": _names(
        "toDynamoDBFilterExpression toDynamoDBConditionExpression toSubscriptionFilter"
        " toElasticsearchQueryDSL"
    ),
    "util.str": _names("normalize"),
    "util.math": _names("roundNum minVal maxVal randomDouble randomWithinRange"),
    "util.http": _names("copyHeaders addResponseHeader addResponseHeaders"),
    "util.rds": _names("toJsonObject"),
    "util.xml": _names("toMap toJsonString"),
    "extensions": _names(
        "setSubscriptionFilter setSubscriptionInvalidationFilter invalidateSubscriptions evictFromApiCache"
    ),
    "runtime": _names("earlyReturn"),
    "console": _names("log error"),
    "operations": _names("add remove replace increment decrement append prepend updateListItem"),
    "typeHint": _names("DATE DECIMAL JSON TIME TIMESTAMP UUID"),
    "agg": _names("avg avgDistinct count countDistinct max maxDistinct min minDistinct sum sumDistinct"),
    "Object": _names("assign entries hasOwn keys values"),
    # isArray is in neither AWS's list nor its linter's list of refused methods; it is let through.
    "Array": _names("isArray"),
    "String": _names("raw"),
    "Number": _names("isFinite isNaN"),
    "Math": _names("random min max round floor ceil"),
    "JSON": _names("parse stringify"),
}

GLOBALS: Final = _names(
    "NaN Infinity undefined util extensions runtime console Object Array String Number Math JSON"
)
# Globals that hold functions and are none themselves: AWS answers Number("1") with Invalid function: Number.
NAMESPACES: Final = _names("Object Array String Number Math JSON")

# The only methods that take a function.
CALLBACK_METHODS: Final = _names(
    "forEach map flatMap filter reduce reduceRight find findIndex findLast findLastIndex some every"
)

# Methods of JavaScript's strings, arrays, numbers, objects and functions that APPSYNC_JS has not. Not among
# them, though AWS does not list them either: substring, which AWS's own samples use, and what AWS's linter
# does not refuse either (at, codePointAt, substr, toFixed, toString).
MISSING_METHODS: Final = (
    _names("charCodeAt includes isWellFormed localeCompare match matchAll normalize padEnd padStart repeat")
    | _names("search toLocaleLowerCase toLocaleUpperCase toWellFormed trimLeft trimRight")
    | _names("copyWithin entries keys toReversed toSorted toSpliced values with toExponential toPrecision")
    | _names("apply bind call hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString valueOf")
)
