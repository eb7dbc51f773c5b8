// @aws-appsync/utils/rds: SQL statements for the RDS Data API, and util.rds.
const TYPE_HINTS = ["DATE", "DECIMAL", "JSON", "TIME", "TIMESTAMP", "UUID"];
const typeHint = {};
for (const type of TYPE_HINTS) typeHint[type] = (value) => ({ type, value });
const isTypeHint = (value) => isMap(value) && TYPE_HINTS.indexOf(value.type) >= 0 && native.hasOwn(value, "value");

const SQL_COMPARISONS = { eq: "=", ne: "!=", gt: ">", lt: "<", ge: ">=", le: "<=", contains: "LIKE",
  notContains: "NOT LIKE", beginsWith: "LIKE" };

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
  const name = (identifier) => identifier.split(".").map((part) => quote + part + quote).join(".");
  const names = (columns) => (columns === "*" ? "*" : columns.map(name).join(", "));

  const condition = (column, operator, operand) => {
    const field = operator === "size" ? "LENGTH(" + name(column) + ")" : name(column);
    if (operator === "size") return comparisons(field, operand).join(" AND ");
    return comparisons(field, { [operator]: operand }).join(" AND ");
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
    select: ({ table, columns, where: filter, orderBy, limit, offset }) => {
      let text = "SELECT " + names(columns ?? "*") + " FROM " + name(isMap(table) ? native.keys(table)[0] : table);
      text += where(filter);
      if (!isAbsent(orderBy)) {
        const orders = (native.isArray(orderBy) ? orderBy : [orderBy]);
        text += " ORDER BY " + orders.map(({ column, dir }) => name(column) + " " + (dir ?? "ASC")).join(", ");
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
  toJsonObject,
  typeHint,
};
