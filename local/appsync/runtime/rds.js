// @aws-appsync/utils/rds: SQL statements for the RDS Data API, and util.rds. The shapes of simple selects, inserts,
// updates and deletes are as recorded from AWS; those of joins, groups and aggregates are the plain SQL for them.
const TYPE_HINTS = ["DATE", "DECIMAL", "JSON", "TIME", "TIMESTAMP", "UUID"];
const typeHint = {};
for (const type of TYPE_HINTS) typeHint[type] = (value) => ({ type, value });
const isTypeHint = (value) => isMap(value) && TYPE_HINTS.indexOf(value.type) >= 0 && native.hasOwn(value, "value");

const SQL_COMPARISONS = { eq: "=", ne: "!=", gt: ">", lt: "<", ge: ">=", le: "<=", contains: "LIKE",
  notContains: "NOT LIKE", beginsWith: "LIKE" };

const AGGREGATES = ["avg", "count", "max", "min", "sum"];
const agg = {};
for (const kind of AGGREGATES) {
  agg[kind] = (column) => ({ aggregate: kind, distinct: false, column });
  agg[kind + "Distinct"] = (column) => ({ aggregate: kind, distinct: true, column });
}

// Renders the statements of one request: they share one numbering of placeholders (:P0, :P1, …).
const statementWriter = (quote) => {
  const variableMap = {};
  const variableTypeHintMap = {};
  const bind = (value) => {
    const name = ":P" + native.keys(variableMap).length;
    variableMap[name] = isTypeHint(value) ? value.value : value;
    if (isTypeHint(value)) variableTypeHintMap[name] = value.type;
    return name;
  };
  const name = (identifier) => (identifier === "*" || typeof identifier === "number"
    ? native.text(identifier)
    : identifier.split(".").map((part) => (part === "*" ? part : quote + part + quote)).join("."));
  const aggregated = ({ aggregate, distinct, column }) =>
    aggregate.toUpperCase() + "(" + (distinct ? "DISTINCT " : "") + name(column) + ")";
  // A column, an aggregate, or {alias: either}.
  const column = (value) => {
    if (!isMap(value)) return name(value);
    if (value.aggregate !== undefined) return aggregated(value);
    return native.entries(value).map(([alias, of]) => column(of) + " AS " + name(alias)).join(", ");
  };
  const names = (columns) => (columns === "*" ? "*" : columns.map(column).join(", "));
  // A table, or {alias: table or subquery}; a map without an alias of its own is the subquery's name.
  const source = (from) => {
    if (!isMap(from)) return name(from);
    return native.entries(from).map(([alias, of]) =>
      (isMap(of) ? "(" + render[of.kind](of.payload) + ")" : name(of)) + " AS " + name(alias)).join(", ");
  };
  const joins = (list) => (list ?? []).map(({ from, using, on, type }) => {
    const matching = using !== undefined ? "USING (" + names(using) + ")" : "ON " + whereParts(on).join(" AND ");
    return " " + (type ?? "INNER").toUpperCase() + " JOIN " + source(from) + " " + matching;
  }).join("");

  const condition = (subject, operator, operand) => {
    if (operator === "size") return comparisons("LENGTH(" + name(subject) + ")", operand).join(" AND ");
    const kind = operator.endsWith("Distinct") ? operator.slice(0, -8) : operator;
    if (AGGREGATES.indexOf(kind) >= 0) {
      return comparisons(aggregated({ aggregate: kind, distinct: kind !== operator, column: subject }), operand)
        .join(" AND ");
    }
    return comparisons(name(subject), { [operator]: operand }).join(" AND ");
  };
  const comparisons = (field, operators) => native.entries(operators).map(([operator, operand]) => {
    if (operator === "between") return field + " BETWEEN " + bind(operand[0]) + " AND " + bind(operand[1]);
    if (operator === "in") return field + " IN (" + operand.map(bind).join(", ") + ")";
    if (operator === "attributeExists") return field + (operand ? " IS NOT NULL" : " IS NULL");
    if (SQL_COMPARISONS[operator] === undefined) codeError("RUNTIME_ERROR", "Unknown operator " + operator);
    if (operator === "contains" || operator === "notContains") {
      return field + " " + SQL_COMPARISONS[operator] + " " + bind("%" + operand + "%");
    }
    if (operator === "beginsWith") return field + " LIKE " + bind(operand + "%");
    return field + " " + SQL_COMPARISONS[operator] + " " + bind(operand);
  });
  const whereParts = (where) => native.entries(where).flatMap(([key, value]) => {
    if (key === "or" || key === "and") {
      const joiner = key === "or" ? " OR " : " AND ";
      return [value.map((member) => "(" + whereParts(member).join(" AND ") + ")").join(joiner)];
    }
    if (key === "not") return ["NOT (" + whereParts(value).join(" AND ") + ")"];
    return native.entries(value).map(([operator, operand]) => condition(key, operator, operand));
  });
  const where = (filter) => {
    if (isAbsent(filter)) return "";
    if (filter.sqlStrings !== undefined) return " WHERE " + tagged(filter);
    const parts = whereParts(filter);
    return parts.length === 0 ? "" : " WHERE " + parts.join(" AND ");
  };
  const tagged = ({ sqlStrings, values }) =>
    sqlStrings.map((part, index) => (index < values.length ? part + bind(values[index]) : part)).join("");
  const returning = (columns) => (isAbsent(columns) ? "" : " RETURNING " + names(columns));

  const render = {
    select: ({ table, from, columns, join, where: filter, groupBy, having, orderBy, limit, offset }) => {
      let text = "SELECT " + names(columns ?? "*") + " FROM " + source(from ?? table) + joins(join) + where(filter);
      if (!isAbsent(groupBy)) text += " GROUP BY " + names(groupBy);
      if (!isAbsent(having)) text += " HAVING " + whereParts(having).join(" AND ");
      if (!isAbsent(orderBy)) {
        const orders = native.isArray(orderBy) ? orderBy : [orderBy];
        text += " ORDER BY " +
          orders.map((order) => name(order.column) + " " + (order.dir ?? "ASC").toUpperCase()).join(", ");
      }
      if (!isAbsent(limit)) text += " LIMIT " + bind(limit);
      return isAbsent(offset) ? text : text + " OFFSET " + bind(offset);
    },
    insert: ({ table, values, returning: columns }) => {
      const fields = native.keys(values);
      const bound = fields.map((field) => bind(values[field])).join(", ");
      return "INSERT INTO " + name(table) + " (" + names(fields) + ") VALUES (" + bound + ")" + returning(columns);
    },
    update: ({ table, values, where: filter, returning: columns }) => {
      const assignments = native.entries(values).map(([field, value]) => name(field) + " = " + bind(value)).join(", ");
      return "UPDATE " + name(table) + " SET " + assignments + where(filter) + returning(columns);
    },
    remove: ({ table, where: filter, returning: columns }) =>
      "DELETE FROM " + name(table) + where(filter) + returning(columns),
  };

  return (...statements) => ({
    statements: statements.map((statement) => {
      if (typeof statement === "string") return statement;
      return statement.sqlStrings !== undefined ? tagged(statement) : render[statement.kind](statement.payload);
    }),
    variableMap,
    variableTypeHintMap,
  });
};

const statementOf = (kind) => (payload) => ({ kind, payload });

const columnValue = (cell) => (cell.isNull === true ? null : cell[native.keys(cell)[0]] ?? null);

// Recorded from AWS: one list of rows a statement, and a statement without rows gives a list with one empty object.
const toJsonObject = (text) => {
  let parsed = text;
  if (typeof text === "string") {
    try {
      parsed = native.parse(text);
    } catch {
      return null;
    }
  }
  if (!isMap(parsed) || !native.isArray(parsed.sqlStatementResults)) return null;
  return parsed.sqlStatementResults.map(({ records, columnMetadata }) => {
    if (isAbsent(records)) return [{}];
    return records.map((record) => {
      const row = {};
      record.forEach((cell, index) => {
        row[columnMetadata[index].label] = columnValue(cell);
      });
      return row;
    });
  });
};

const rdsModule = {
  select: statementOf("select"),
  insert: statementOf("insert"),
  update: statementOf("update"),
  remove: statementOf("remove"),
  createPgStatement: (...statements) => statementWriter('"')(...statements),
  createMySQLStatement: (...statements) => statementWriter("`")(...statements),
  sql: (strings, ...values) => ({ sqlStrings: [...strings], values }),
  agg,
  toJsonObject,
  typeHint,
};
