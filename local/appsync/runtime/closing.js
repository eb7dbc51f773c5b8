// Takes from the context what APPSYNC_JS does not have, and makes what it has instead of JavaScript's own.
const LIMIT = 1000;

const CALLBACK_METHODS = ["forEach", "map", "flatMap", "filter", "reduce", "reduceRight", "find", "findIndex",
  "findLast", "findLastIndex", "some", "every"];
const ARRAY_METHODS = ["concat", "fill", "flat", "indexOf", "join", "lastIndexOf", "pop", "push", "reverse", "shift",
  "slice", "splice", "unshift", "at"];
const STRING_METHODS = ["charAt", "concat", "endsWith", "indexOf", "lastIndexOf", "slice", "split", "startsWith",
  "toLowerCase", "toUpperCase", "trim", "trimEnd", "trimStart", "at", "codePointAt", "substr", "substring"];

const define = (target, name, value) => native.defineProperty(target, name, { value, enumerable: false });

// AWS stops these methods at the 1,000th element without a word; here it is an error, so that it is noticed.
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

// The globals that are not AppSync's own.
const globals = {
  Object: {
    assign: Object.assign, entries: Object.entries, hasOwn: Object.hasOwn, keys: Object.keys, values: Object.values,
  },
  Array: { isArray: Array.isArray },
  String: { raw: String.raw },
  Number: { isFinite: Number.isFinite, isNaN: Number.isNaN },
  Math: {
    random: randomDouble, min: Math.min, max: Math.max, round: Math.round, floor: Math.floor, ceil: Math.ceil,
  },
  JSON: {
    stringify: (value, replacer, space) =>
      native.stringify(value, native.isArray(replacer) ? replacer : null, space),
    parse: (text) => {
      try {
        return native.parse(text);
      } catch {
        return "";
      }
    },
  },
};

const describe = Object.getOwnPropertyDescriptor;

// Leaves only the named methods on a prototype, and what iteration needs. Without `constructor` and `__proto__` no
// resolver reaches the prototype itself; the methods it does reach are frozen.
const restrict = (prototype, kept) => {
  for (const name of native.ownNames(prototype)) {
    const own = describe(prototype, name);
    if (kept.indexOf(name) < 0 && own.configurable) delete prototype[name];
    else if (typeof own.value === "function") native.freeze(own.value);
  }
  for (const symbol of Object.getOwnPropertySymbols(prototype)) {
    if (symbol !== Symbol.iterator && describe(prototype, symbol).configurable) delete prototype[symbol];
  }
};

restrict(Array.prototype, [...CALLBACK_METHODS, ...ARRAY_METHODS, "sort", "length", "toString"]);
restrict(String.prototype, [...STRING_METHODS, "replace", "replaceAll", "length", "toString", "valueOf"]);
restrict(Number.prototype, ["toFixed", "toString", "valueOf"]);
restrict(Boolean.prototype, ["toString", "valueOf"]);
restrict(Object.prototype, ["toString", "valueOf"]);
restrict(Function.prototype, []);

const { isFrozen } = Object;
const deepFreeze = (value) => {
  if (isFrozen(value)) return;
  native.freeze(value);
  for (const name of native.ownNames(value)) deepFreeze(value[name]);
};
deepFreeze(modules);
deepFreeze(globals);

const everything = globalThis;
for (const name of native.ownNames(everything)) {
  if (describe(everything, name).configurable) delete everything[name];
}
