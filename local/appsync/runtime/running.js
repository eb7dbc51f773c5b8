// Runs handlers: the host's one entry, and what it is told of an evaluation.
const programs = { __proto__: null };
let program = null;

const countIteration = () => {
  evaluation.iterations += 1;
  if (evaluation.iterations > LIMIT) {
    codeError("LIMIT_EXCEEDED", "The limit of " + LIMIT + " loop iterations has been exceeded");
  }
};

const logged = (value) => native.stringify(value) ?? "undefined";
const log = (level, line, column) => (...values) => {
  const place = program.name + ":" + line + ":" + column;
  evaluation.logs.push(level + " - " + place + ": " + values.map(logged).join(" "));
};
// For a console that is not called by its name, and so has no place.
const placelessConsole = native.freeze({ log: log("INFO", 0, 0), error: log("ERROR", 0, 0) });

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
  // Under another name the check of the code does not know it for the context, which nobody may write to.
  return native.freeze(context);
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

const attempt = (handler) => {
  try {
    const handlers = program.factory(
      modules, util, extensions, runtime, placelessConsole, log, countIteration, globals);
    if (typeof handlers[handler] !== "function") {
      codeError("MISSING_MAPPING_EXPORT", "Unable to find valid export for " + handler);
    }
    const value = handlers[handler](evaluation.context);
    return { result: native.stringify(value) ?? "null" };
  } catch (thrown) {
    return failure(thrown);
  }
};

// One line of JSON for the result, and a second one for everything else when there is anything.
const told = ({ result = "null", failed, early, skipTo }) => {
  const { context, logs, errors, responseHeaders, subscriptionFilter, subscriptionInvalidationFilter,
    invalidations, cacheEvictions } = evaluation;
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

const run = (handler, text) => {
  evaluation = freshEvaluation(prepared(text));
  try {
    const outcome = attempt(handler);
    evaluation.inUserCode = false;
    return told(outcome);
  } catch (thrown) {
    // What the handler left behind is no JSON: a stash that holds itself, for instance.
    evaluation = freshEvaluation({ stash: {} });
    return told(failure(thrown));
  }
};

// What the host can ask for, each with the two values it gives.
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
