// The objects resolver code sees: util, extensions and runtime, and the modules it imports.
const RESTRICTED_HEADERS = ["transfer-encoding", "connection", "host", "expect", "keep-alive", "upgrade",
  "proxy-authenticate", "proxy-authorization", "te", "content-length"];
const RESERVED_HEADERS = ["access-control-allow-credentials", "access-control-allow-origin",
  "access-control-expose-headers", "access-control-max-age", "access-control-allow-methods",
  "access-control-allow-headers", "vary", "content-type"];

const copyHeaders = (headers) => {
  const copy = {};
  for (const [name, value] of native.entries(headers ?? {})) {
    if (RESTRICTED_HEADERS.indexOf(name.toLowerCase()) < 0) copy[name] = value;
  }
  return copy;
};

const addResponseHeader = (name, value) => {
  const lower = native.text(name).toLowerCase();
  const reserved = RESTRICTED_HEADERS.indexOf(lower) >= 0 || RESERVED_HEADERS.indexOf(lower) >= 0;
  if (reserved || lower.startsWith("x-amzn-") || lower.startsWith("x-amz-")) {
    codeError("RUNTIME_ERROR", "Header " + name + " is restricted");
  }
  evaluation.responseHeaders[name] = value;
};

// The roundNum, minVal, … of util.math; Java's Math.round and JavaScript's agree on halves.
const mathUtil = {
  roundNum: (value) => Math.round(value),
  minVal: (left, right) => Math.min(left, right),
  maxVal: (left, right) => Math.max(left, right),
  randomDouble,
  randomWithinRange: (start, end) => start + Math.floor(randomDouble() * (end - start)),
};

const NORMAL_FORMS = { nfc: "NFC", nfd: "NFD", nfkc: "NFKC", nfkd: "NFKD" };

const errorDetails = (message, type, data, info) => ({
  message: isAbsent(message) ? null : native.text(message),
  errorType: type ?? null,
  data: data ?? null,
  errorInfo: info ?? null,
});

const unauthorized = () => {
  const { fieldName, parentTypeName } = evaluation.context.info ?? {};
  const named = !isAbsent(fieldName) && !isAbsent(parentTypeName);
  const message = named ? "Not Authorized to access " + fieldName + " on type " + parentTypeName : "Unauthorized";
  stop("error", errorDetails(message, "Unauthorized"));
};

const util = {
  error: (message, type, data, info) => stop("error", errorDetails(message, type, data, info)),
  appendError: (message, type, data, info) => {
    evaluation.errors.push(errorDetails(message, type, data, info));
  },
  unauthorized,
  authType,
  autoId,
  autoUlid,
  autoKsuid,
  // As Java's Pattern.matches, from whose documentation AWS takes its example: the whole text must match.
  matches: (pattern, text) =>
    native.test(javaPattern(native.text(pattern), "", true), native.text(text ?? "")),
  escapeJavaScript,
  urlEncode,
  urlDecode,
  base64Encode,
  base64Decode,
  time: timeUtil,
  dynamodb: dynamodbUtil,
  transform: {
    toDynamoDBFilterExpression: toDynamoDBExpression,
    toDynamoDBConditionExpression: toDynamoDBExpression,
    toSubscriptionFilter,
    toElasticsearchQueryDSL,
  },
  str: { normalize: (value, form) => native.normalize(value, NORMAL_FORMS[form] ?? form) },
  math: mathUtil,
  http: {
    copyHeaders,
    addResponseHeader,
    addResponseHeaders: (headers) => native.keys(headers).forEach((name) => addResponseHeader(name, headers[name])),
  },
  rds: { toJsonObject },
  xml: { toMap: xmlToMap, toJsonString: (text) => native.stringify(xmlToMap(text)) },
};

const extensions = {
  setSubscriptionFilter: (filter) => {
    evaluation.subscriptionFilter = filter;
  },
  setSubscriptionInvalidationFilter: (filter) => {
    evaluation.subscriptionInvalidationFilter = filter;
  },
  invalidateSubscriptions: (invalidation) => {
    evaluation.invalidations.push(invalidation);
  },
  evictFromApiCache: (typeName, fieldName, keyValuePair) => {
    evaluation.cacheEvictions.push({ typeName, fieldName, keyValuePair });
  },
};

const runtime = {
  earlyReturn: (value, options) => stop("early", { value, skipTo: options?.skipTo ?? null }),
};

const modules = {
  "@aws-appsync/utils": { util, extensions, runtime },
  "@aws-appsync/utils/dynamodb": dynamodbModule,
  "@aws-appsync/utils/rds": rdsModule,
};
