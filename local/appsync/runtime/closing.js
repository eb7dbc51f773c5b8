// Takes from the context what APPSYNC_JS does not have, and defines run(), the host's one entry.
const LIMIT = 1000;

const countIteration = () => {
  evaluation.iterations += 1;
  if (evaluation.iterations > LIMIT) {
    codeError("LIMIT_EXCEEDED", "The limit of " + LIMIT + " loop iterations has been exceeded");
  }
};

// AWS stops these methods at the 1,000th element without a word; here it is an error, so that it is noticed.
const CALLBACK_METHODS = ["forEach", "map", "flatMap", "filter", "reduce", "reduceRight", "find", "findIndex",
  "findLast", "findLastIndex", "some", "every"];
const STRING_METHODS = ["charAt", "concat", "endsWith", "indexOf", "lastIndexOf", "slice", "split", "startsWith",
  "toLowerCase", "toUpperCase", "trim", "trimEnd", "trimStart", "at", "codePointAt", "substr", "substring"];
const ARRAY_METHODS = ["concat", "fill", "flat", "indexOf", "join", "lastIndexOf", "pop", "push", "reverse", "shift",
  "slice", "splice", "unshift", "at"];

const define = (target, name, value) => native.defineProperty(target, name, { value, enumerable: false });

// Leaves only the named methods on a prototype, and freezes it: no evaluation may change what the next one finds.
const restrict = (prototype, kept) => {
  const iterator = Symbol.iterator;
  for (const name of native.ownNames(prototype)) {
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    if (kept.indexOf(name) < 0 && own.configurable) delete prototype[name];
  }
  for (const symbol of Object.getOwnPropertySymbols(prototype)) {
    if (symbol !== iterator && Object.getOwnPropertyDescriptor(prototype, symbol).configurable) delete prototype[symbol];
  }
  return prototype;
};

const deepFreeze = (value) => {
  if (Object.isFrozen(value)) return;
  native.freeze(value);
  for (const name of native.ownNames(value)) deepFreeze(value[name]);
};

for (const name of CALLBACK_METHODS) {
  const method = unbound(Array.prototype[name]);
  define(Array.prototype, name, function (...given) {
    if (evaluation !== null && evaluation.inUserCode && this.length > LIMIT) {
      codeError("LIMIT_EXCEEDED", "Array." + name + " goes over at most " + LIMIT + " elements");
    }
    return method(this, ...given);
  });
}
const plainSort = unbound(Array.prototype.sort);
define(Array.prototype, "sort", function () {
  return plainSort(this);
});
define(String.prototype, "replace", function (pattern, replacement) {
  return replaceJava(this, pattern, replacement, "");
});
define(String.prototype, "replaceAll", function (pattern, replacement) {
  return replaceJava(this, pattern, replacement, "g");
});

const globals = {
  Object: { assign: Object.assign, entries: Object.entries, hasOwn: Object.hasOwn, keys: Object.keys, values: Object.values },
  Array: { isArray: Array.isArray },
  String: { raw: String.raw },
  Number: { isFinite: Number.isFinite, isNaN: Number.isNaN },
  Math: { random: randomDouble, min: Math.min, max: Math.max, round: Math.round, floor: Math.floor, ceil: Math.ceil },
  JSON: {
    stringify: (value, replacer, space) => native.stringify(value, native.isArray(replacer) ? replacer : null, space),
    parse: (text) => {
      try {
        return native.parse(text);
      } catch {
        return "";
      }
    },
  },
};

const logged = (value) => native.stringify(value) ?? "undefined";
const log = (level, line, column) => (...values) => {
  evaluation.logs.push(level + " - " + program.name + ":" + line + ":" + column + ": " + values.map(logged).join(" "));
};
const hostConsole = { log: log("INFO", 0, 0), error: log("ERROR", 0, 0) };

restrict(Array.prototype, [...CALLBACK_METHODS, ...ARRAY_METHODS, "sort", "length", "toString"]);
restrict(String.prototype, [...STRING_METHODS, "replace", "replaceAll", "length", "toString", "valueOf"]);
restrict(Number.prototype, ["toFixed", "toString", "valueOf"]);
restrict(Boolean.prototype, ["toString", "valueOf"]);
restrict(Object.prototype, ["toString", "valueOf"]);
restrict(Function.prototype, []);

const programs = { __proto__: null };
let program = null;

const freshEvaluation = (context) => ({
  context, inUserCode: true, iterations: 0, logs: [], errors: [], responseHeaders: {}, subscriptionFilter: null,
  subscriptionInvalidationFilter: null, invalidations: [], cacheEvictions: [],
});

// What is always there is made when the host leaves it out. The rest (source, prev, result, error) stays undefined
// then, as the types of @aws-appsync/utils have it.
const prepared = (text) => {
  const context = native.parse(text);
  context.arguments ??= {};
  context.identity ??= null;
  context.stash ??= {};
  context.request ??= { headers: {} };
  context.info ??= {};
  // Not enumerable: a context sent whole to a data source carries its arguments once.
  native.defineProperty(context, "args", { value: context.arguments, enumerable: false });
  return context;
};

const failure = (thrown) => {
  if (isMap(thrown) && thrown.stopped === "early") {
    return { early: true, skipTo: thrown.skipTo, result: native.stringify(thrown.value) ?? "null" };
  }
  if (isMap(thrown) && thrown.stopped !== undefined) return { failed: thrown };
  const stack = native.text(thrown.stack ?? "");
  const message = thrown.name + ": " + thrown.message;
  return { failed: { stopped: "code", errorType: "RUNTIME_ERROR", message, stack } };
};

const attempt = (handler, context) => {
  try {
    const handlers = program.factory(modules, util, extensions, runtime, hostConsole, log, countIteration, globals);
    if (typeof handlers[handler] !== "function") {
      codeError("MISSING_MAPPING_EXPORT", "Unable to find valid export for " + handler);
    }
    const value = handlers[handler](context);
    return { result: native.stringify(value) ?? "null" };
  } catch (thrown) {
    return failure(thrown);
  }
};

// One line of JSON for the result, and a second one for everything else when there is anything.
const run = (handler, text) => {
  evaluation = freshEvaluation(prepared(text));
  const { context } = evaluation;
  const { result = "null", failed, early, skipTo } = attempt(handler, context);
  evaluation.inUserCode = false;
  const { logs, errors, responseHeaders, subscriptionFilter, subscriptionInvalidationFilter, invalidations,
    cacheEvictions } = evaluation;
  const plain = failed === undefined && early === undefined && logs.length === 0 && errors.length === 0 &&
    native.keys(context.stash).length === 0 && native.keys(responseHeaders).length === 0 &&
    subscriptionFilter === null && subscriptionInvalidationFilter === null && invalidations.length === 0 &&
    cacheEvictions.length === 0;
  if (plain) return result;
  const rest = native.stringify({
    failed: failed ?? null, early: early ?? false, skipTo: skipTo ?? null, stash: context.stash, logs, errors,
    responseHeaders, subscriptionFilter, subscriptionInvalidationFilter, invalidations, cacheEvictions,
  });
  // Joined, not added: the Python binding does not know the ropes that addition makes of long strings.
  return [result, rest].join("\n");
};

deepFreeze(modules);
deepFreeze(globals);
deepFreeze(hostConsole);
for (const { prototype } of [Array, String, Number, Boolean, Object]) {
  for (const name of native.ownNames(prototype)) {
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    if (typeof own.value === "function") native.freeze(own.value);
  }
}
const [everything, describe] = [globalThis, Object.getOwnPropertyDescriptor];
for (const name of native.ownNames(everything)) {
  if (describe(everything, name).configurable) delete everything[name];
}

// The host's entry: what to do, and the two values it takes.
const commands = {
  // [key, file name] and the rewritten code, a function of modules and globals that gives the handlers.
  load: (text, factory) => {
    const [key, name] = native.parse(text);
    programs[key] = { name, factory };
  },
  seed: (text) => seedRandom(...native.parse(text)),
  // A zone's changes [[from, offset in seconds, abbreviation]…], or null when there is no such zone.
  zone: (name, transitions) => {
    zones[name] = native.parse(transitions);
  },
  run: (text, context) => {
    const [key, handler] = text.split(" ");
    program = programs[key];
    return run(handler, context);
  },
};
return (command, first, second) => commands[command](first, second);
