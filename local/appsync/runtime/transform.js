// util.transform: filter objects turned into DynamoDB expressions, subscription filters and OpenSearch queries.
// Every shape, the odd ones included (dangling joiners, null for what can't be rendered), is as AWS was recorded.
const COMPARISONS = { eq: "=", ne: "<>", lt: "<", le: "<=", gt: ">", ge: ">=" };
const FUNCTIONS = { contains: "contains", notContains: "NOT contains", beginsWith: "begins_with" };
const ATTRIBUTE_TYPES = {
  _null: "NULL", string: "S", stringSet: "SS", number: "N", numberSet: "NS", binary: "B", binarySet: "BS",
  boolean: "BOOL", list: "L", map: "M",
};

// Thrown inside filterExpression only: the filter can't be rendered, and the answer is null.
const UNRENDERABLE = native.freeze({});
const requireThat = (condition) => {
  if (!condition) throw UNRENDERABLE;
};

const operatorExpression = (operator, operand, subject, path, bind) => {
  const valueName = [...path, operator].join("_");
  if (COMPARISONS[operator] !== undefined) {
    return "(" + subject + " " + COMPARISONS[operator] + " " + bind(valueName, toDynamoDB(operand)) + ")";
  }
  if (FUNCTIONS[operator] !== undefined) {
    return "(" + FUNCTIONS[operator] + "(" + subject + "," + bind(valueName, toDynamoDB(operand)) + "))";
  }
  if (operator === "between") {
    requireThat(native.isArray(operand) && operand.length >= 2);
    const start = bind(valueName + "_start", toDynamoDB(operand[0]));
    return "(" + subject + " BETWEEN " + start + " AND " + bind(valueName + "_end", toDynamoDB(operand[1])) + ")";
  }
  if (operator === "in") {
    requireThat(native.isArray(operand));
    if (operand.length === 0) return "(null)";
    const names = operand.map((value, index) => bind(valueName + "_" + index, toDynamoDB(value)));
    return "(" + subject + " IN (" + names.join(", ") + "))";
  }
  if (operator === "attributeExists") {
    requireThat(typeof operand === "boolean");
    return "(" + (operand ? "attribute_exists" : "attribute_not_exists") + "(" + subject + "))";
  }
  requireThat(operator === "attributeType" && ATTRIBUTE_TYPES[operand] !== undefined);
  return "(attribute_type(" + subject + "," + bind(valueName, { S: ATTRIBUTE_TYPES[operand] }) + "))";
};

const joined = (parts, joiner) => (parts.length > 1 ? "(" + parts.join(" " + joiner + " ") + ")" : parts.join(""));

const fieldExpression = (operators, subject, sized, path, bind) => {
  requireThat(isMap(operators));
  const parts = native.entries(operators).map(([operator, operand]) =>
    operator === "size"
      ? fieldExpression(operand, subject, "size(" + subject + ")", [...path, "size"], bind)
      : operatorExpression(operator, operand, sized, path, bind));
  return joined(parts, "AND");
};

const groupExpression = (filter, path, names, bind) => {
  requireThat(isMap(filter));
  const parts = native.entries(filter).map(([name, value]) => {
    if (name === "and" || name === "or") {
      requireThat(native.isArray(value));
      const members = value.map((member, index) => groupExpression(member, [...path, name, index], names, bind));
      return joined(members, name === "and" ? "AND" : "OR");
    }
    if (name === "not") return "(NOT " + groupExpression(value, [...path, "not"], names, bind) + ")";
    const subject = "#" + name;
    names[subject] = name;
    return fieldExpression(value, subject, subject, [...path, name], bind);
  });
  return parts.join(" AND ");
};

const filterExpression = (filter) => {
  const expressionNames = {};
  const expressionValues = {};
  const bind = (name, value) => {
    expressionValues[":" + name] = value;
    return ":" + name;
  };
  try {
    return { expression: groupExpression(filter, [], expressionNames, bind), expressionNames, expressionValues };
  } catch (thrown) {
    if (thrown === UNRENDERABLE) return null;
    throw thrown;
  }
};

const toDynamoDBExpression = (filter) => {
  const built = filterExpression(filter);
  return built === null ? null : native.stringify(built);
};

// A subscription filter is a list of alternatives: operators of a field, members of an `or` and rules multiply them.
const multiplied = (groups, alternatives) => {
  const product = [];
  for (const group of groups) for (const alternative of alternatives) product.push([...group, ...alternative]);
  return product;
};

const alternativesOf = (filter, ignored) => {
  requireThat(isMap(filter));
  let groups = [[]];
  for (const [name, value] of native.entries(filter)) {
    if (ignored.indexOf(name) >= 0) continue;
    if (name === "and") {
      requireThat(native.isArray(value));
      for (const member of value) groups = multiplied(groups, alternativesOf(member, ignored));
    } else if (name === "or") {
      requireThat(native.isArray(value));
      const members = [];
      for (const member of value) members.push(...alternativesOf(member, ignored));
      groups = multiplied(groups, members);
    } else {
      requireThat(isMap(value));
      groups = multiplied(groups, native.entries(value).map(([operator, operand]) => [
        { fieldName: name, operator, value: operand },
      ]));
    }
  }
  return groups;
};

const toSubscriptionFilter = (filter, ignoredFields, rules) => {
  try {
    let groups = alternativesOf(filter, ignoredFields ?? []);
    if (isMap(rules) && native.keys(rules).length > 0) {
      const ruleAlternatives = [];
      for (const [name, operators] of native.entries(rules)) {
        ruleAlternatives.push(...alternativesOf({ [name]: operators }, []));
      }
      groups = multiplied(groups, ruleAlternatives);
    }
    return { filterGroup: groups.filter((filters) => filters.length > 0).map((filters) => ({ filters })) };
  } catch (thrown) {
    if (thrown === UNRENDERABLE) return null;
    throw thrown;
  }
};

const openSearchClause = (field, operator, operand) => {
  const on = (kind, value) => ({ [kind]: { [field]: value } });
  const not = (clause) => ({ bool: { must_not: clause } });
  if (operator === "eq") return on("term", operand);
  if (operator === "ne") return not(on("term", operand));
  if (operator === "range") return on("range", { gte: operand[0], lte: operand[1] });
  if (operator === "exists") return operand ? { exists: { field } } : not({ exists: { field } });
  if (operator === "match" || operator === "wildcard" || operator === "regexp") return on(operator, operand);
  if (operator === "matchPhrase") return on("match_phrase", operand);
  if (operator === "matchPhrasePrefix") return on("match_phrase_prefix", operand);
  if (operator === "multiMatch") return { multi_match: { query: operand, fields: [field] } };
  requireThat(operator === "gt" || operator === "gte" || operator === "lt" || operator === "lte");
  return on("range", { [operator]: operand });
};

// Recorded only in the documentation's one example: each field is a `must` of its operators, all fields a `must`.
const openSearchQuery = (filter) => {
  requireThat(isMap(filter));
  const clauses = native.entries(filter).map(([name, value]) => {
    if (name === "and") return { bool: { must: value.map(openSearchQuery) } };
    if (name === "or") return { bool: { should: value.map(openSearchQuery) } };
    if (name === "not") return { bool: { must_not: openSearchQuery(value) } };
    requireThat(isMap(value));
    const operators = native.entries(value).map(([operator, operand]) => openSearchClause(name, operator, operand));
    return operators.length === 1 ? operators[0] : { bool: { must: operators } };
  });
  return clauses.length === 1 ? clauses[0] : { bool: { must: clauses } };
};

const toElasticsearchQueryDSL = (filter) => {
  try {
    return native.stringify(openSearchQuery(filter));
  } catch (thrown) {
    if (thrown === UNRENDERABLE) return null;
    throw thrown;
  }
};
