// DynamoDB's typed values (util.dynamodb) and the requests of @aws-appsync/utils/dynamodb.
// Recorded from AWS: a number stays a number ({"N":12345}) and NULL holds null; the data source makes strings of them.
const toDynamoDB = (value) => {
  if (isAbsent(value)) return { NULL: null };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (native.isArray(value)) return { L: value.map(toDynamoDB) };
  return { M: toMapValues(value) };
};

const toMapValues = (map) => {
  if (isAbsent(map)) return null;
  const values = {};
  for (const [name, value] of native.entries(map)) values[name] = toDynamoDB(value);
  return values;
};

const typed = (type) => (value) => (isAbsent(value) ? null : { [type]: value });

const dynamodbUtil = {
  toDynamoDB,
  toString: typed("S"),
  toStringSet: typed("SS"),
  toNumber: typed("N"),
  toNumberSet: typed("NS"),
  toBinary: typed("B"),
  toBinarySet: typed("BS"),
  toBoolean: typed("BOOL"),
  toNull: () => ({ NULL: null }),
  toList: (list) => (isAbsent(list) ? null : { L: list.map(toDynamoDB) }),
  toMap: (map) => (isAbsent(map) ? null : { M: toMapValues(map) }),
  toMapValues,
  toS3Object: (key, bucket, region, version) => {
    const object = { s3: isAbsent(version) ? { key, bucket, region } : { key, bucket, region, version } };
    return { S: native.stringify(object) };
  },
  fromS3ObjectJson: (text) => {
    try {
      return native.parse(text).s3 ?? null;
    } catch {
      return null;
    }
  },
};

// An optional member that was not given, or given as null, is left out of the request.
const withOptional = (request, optional) => {
  for (const [name, value] of native.entries(optional)) if (!isAbsent(value)) request[name] = value;
  return request;
};

// A condition, filter or key condition is an object here, and one that binds nothing has no expressionValues.
const expressionOf = (filter) => {
  const built = isAbsent(filter) ? null : filterExpression(filter);
  if (built === null) return null;
  const { expression, expressionNames, expressionValues } = built;
  if (native.keys(expressionValues).length === 0) return { expression, expressionNames };
  return { expression, expressionNames, expressionValues };
};

// Attribute names become #expName_1, #expName_2, … in the order they are first written; a name keeps its alias.
const aliases = () => {
  const byName = { __proto__: null };
  const expressionNames = {};
  const aliasOf = (name) => {
    if (byName[name] === undefined) {
      byName[name] = "#expName_" + (native.keys(byName).length + 1);
      expressionNames[byName[name]] = name;
    }
    return byName[name];
  };
  return { aliasOf, expressionNames };
};

const projectionOf = (paths) => {
  if (!native.isArray(paths) || paths.length === 0) return null;
  const { aliasOf, expressionNames } = aliases();
  const expression = paths.map((path) => path.split(".").map(aliasOf).join(".")).join(", ");
  return { expression, expressionNames };
};

const OPERATION = "OPERATION_";
const operations = {
  add: (value) => ({ type: OPERATION + "ADD", value }),
  remove: () => ({ type: OPERATION + "REMOVE" }),
  replace: (value) => ({ type: OPERATION + "REPLACE", value }),
  increment: (by) => ({ type: OPERATION + "INCREMENT", by: by ?? 1 }),
  decrement: (by) => ({ type: OPERATION + "DECREMENT", by: by ?? 1 }),
  append: (items) => ({ type: OPERATION + "APPEND", items }),
  prepend: (items) => ({ type: OPERATION + "PREPEND", items }),
  updateListItem: (value, index) => ({ type: OPERATION + "UPDATE_LIST_ITEM", value, index }),
};

const isOperation = (value) => isMap(value) && typeof value.type === "string" && value.type.startsWith(OPERATION);
const containsOperation = (value) =>
  isOperation(value) || (isMap(value) && native.keys(value).some((name) => containsOperation(value[name])));

const assignment = (operation, name, bind) => {
  const { type, value, by, items, index } = operation;
  if (type === "OPERATION_INCREMENT") return name + " = " + name + " + " + bind(by);
  if (type === "OPERATION_DECREMENT") return name + " = " + name + " - " + bind(by);
  if (type === "OPERATION_APPEND") return name + " = list_append(" + name + ", " + bind(items) + ")";
  if (type === "OPERATION_PREPEND") return name + " = list_append(" + bind(items) + ", " + name + ")";
  if (type === "OPERATION_UPDATE_LIST_ITEM") return name + "[" + index + "] = " + bind(value);
  return name + " = " + bind(value);
};

// One entry for each attribute to write: [path, operation]. A map is written whole, unless an operation stands
// somewhere in it: then its members are written one by one. (AWS has not been recorded for the nested form.)
const updateEntries = (update, path) => {
  const entries = [];
  for (const [name, value] of native.entries(update)) {
    const here = [...path, name];
    if (isOperation(value)) entries.push([here, value]);
    else if (native.isArray(value) && value.length > 0 && value.every(isOperation)) {
      for (const operation of value) entries.push([here, operation]);
    } else if (isMap(value) && containsOperation(value)) entries.push(...updateEntries(value, here));
    else entries.push([here, operations.replace(value)]);
  }
  return entries;
};

const updateExpression = (update) => {
  const { aliasOf, expressionNames } = aliases();
  const expressionValues = {};
  const bind = (value) => {
    const placeholder = ":expValue_" + (native.keys(expressionValues).length + 1);
    expressionValues[placeholder] = toDynamoDB(value);
    return placeholder;
  };
  const entries = updateEntries(update, []);
  const isRemoval = ([, operation]) => operation.type === "OPERATION_REMOVE";
  const nameOf = (path) => path.map(aliasOf).join(".");
  const sets = entries.filter((entry) => !isRemoval(entry)).map(([path, operation]) =>
    assignment(operation, nameOf(path), bind));
  const removes = entries.filter(isRemoval).map(([path]) => nameOf(path));
  const clauses = [];
  if (sets.length > 0) clauses.push("SET " + sets.join(", "));
  if (removes.length > 0) clauses.push("REMOVE " + removes.join(", "));
  return { expression: clauses.join(" "), expressionNames, expressionValues };
};

const versioning = ({ _version, customPartitionKey, populateIndexFields }) => ({
  _version, customPartitionKey, populateIndexFields,
});

const get = ({ key, consistentRead, projection }) =>
  withOptional(
    { operation: "GetItem", key: toMapValues(key) },
    { consistentRead, projection: projectionOf(projection) },
  );

const put = (payload) =>
  withOptional(
    { operation: "PutItem", key: toMapValues(payload.key), attributeValues: toMapValues(payload.item) },
    { condition: expressionOf(payload.condition), ...versioning(payload) },
  );

const update = (payload) =>
  withOptional(
    { operation: "UpdateItem", key: toMapValues(payload.key), update: updateExpression(payload.update) },
    { condition: expressionOf(payload.condition), ...versioning(payload) },
  );

const remove = (payload) =>
  withOptional(
    { operation: "DeleteItem", key: toMapValues(payload.key) },
    { condition: expressionOf(payload.condition), ...versioning(payload) },
  );

const pageOf = ({ index, limit, nextToken, consistentRead, scanIndexForward, select, filter, projection }) => ({
  index, limit, nextToken, consistentRead, scanIndexForward, select,
  filter: expressionOf(filter), projection: projectionOf(projection),
});

const query = (payload) =>
  withOptional({ operation: "Query", query: expressionOf(payload.query) }, pageOf(payload));

const scan = (payload = {}) =>
  withOptional(
    { operation: "Scan" },
    { ...pageOf(payload), totalSegments: payload.totalSegments, segment: payload.segment },
  );

const sync = ({ basePartitionKey, deltaIndexName, limit, nextToken, lastSync, filter } = {}) =>
  withOptional(
    { operation: "Sync" },
    { basePartitionKey, deltaIndexName, limit, nextToken, lastSync, filter: expressionOf(filter) },
  );

const eachTable = (tables, render) => {
  const rendered = {};
  for (const [table, value] of native.entries(tables)) rendered[table] = render(value);
  return rendered;
};

const batchGet = ({ tables }) => ({
  operation: "BatchGetItem",
  tables: eachTable(tables, ({ keys, consistentRead, projection }) =>
    withOptional({ keys: keys.map(toMapValues) }, { consistentRead, projection: projectionOf(projection) })),
});

const batchPut = ({ tables }) => ({
  operation: "BatchPutItem",
  tables: eachTable(tables, (items) => items.map(toMapValues)),
});

const batchDelete = ({ tables }) => ({
  operation: "BatchDeleteItem",
  tables: eachTable(tables, (keys) => keys.map(toMapValues)),
});

const transactGet = ({ items }) => ({
  operation: "TransactGetItems",
  transactItems: items.map(({ table, key, projection }) =>
    withOptional({ table, key: toMapValues(key) }, { projection: projectionOf(projection) })),
});

const transactAction = ({ putItem, updateItem, deleteItem, conditionCheck }) => {
  const { table, ...payload } = putItem ?? updateItem ?? deleteItem ?? conditionCheck;
  if (putItem) return { table, ...put(payload) };
  if (updateItem) return { table, ...update(payload) };
  if (deleteItem) return { table, ...remove(payload) };
  return { table, ...remove(payload), operation: "ConditionCheck" };
};

const transactWrite = ({ items }) => ({
  operation: "TransactWriteItems",
  transactItems: items.map(transactAction),
});

const dynamodbModule = {
  get, put, update, remove, query, scan, sync, batchGet, batchPut, batchDelete, transactGet, transactWrite, operations,
  toStringSet: (list) => ({ SS: list }),
  toNumberSet: (list) => ({ NS: list }),
  toBinarySet: (list) => ({ BS: list }),
};
