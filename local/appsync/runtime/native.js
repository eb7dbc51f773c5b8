// What the rest of the runtime keeps of plain JavaScript before closing.js takes it away from resolver code.
const Math = globalThis.Math;
const unbound = (method) => Function.prototype.call.bind(method);
const native = {
  parse: JSON.parse,
  stringify: JSON.stringify,
  now: Date.now,
  RegExp,
  Error,
  isArray: Array.isArray,
  freeze: Object.freeze,
  keys: Object.keys,
  entries: Object.entries,
  hasOwn: Object.hasOwn,
  defineProperty: Object.defineProperty,
  ownNames: Object.getOwnPropertyNames,
  fromCharCode: String.fromCharCode,
  fromCodePoint: String.fromCodePoint,
  text: String,
  charCodeAt: unbound(String.prototype.charCodeAt),
  codePointAt: unbound(String.prototype.codePointAt),
  padStart: unbound(String.prototype.padStart),
  normalize: unbound(String.prototype.normalize),
  replace: unbound(String.prototype.replace),
  exec: unbound(RegExp.prototype.exec),
  test: unbound(RegExp.prototype.test),
  decodeURIComponent,
};

// The state of the evaluation under way; run() starts each one with a fresh state.
let evaluation = null;

const isMap = (value) => value !== null && typeof value === "object" && !native.isArray(value);
const isAbsent = (value) => value === undefined || value === null;

// What handlers throw on purpose. Resolver code has no catch, so these always reach run().
const stop = (kind, details) => {
  throw { stopped: kind, ...details };
};
const codeError = (errorType, message) => stop("code", { errorType, message, stack: new native.Error().stack });

// A generator of our own (sfc32) seeded by the host: contexts made at the same instant must not give the same ids.
const random = { a: 0, b: 0, c: 0, counter: 1 };
const seedRandom = (a, b, c) => {
  random.a = a | 0;
  random.b = b | 0;
  random.c = c | 0;
  random.counter = 1;
  for (let round = 0; round < 12; round++) nextUint32();
};
const nextUint32 = () => {
  const sum = (((random.a + random.b) | 0) + random.counter) | 0;
  random.counter = (random.counter + 1) | 0;
  random.a = random.b ^ (random.b >>> 9);
  random.b = (random.c + (random.c << 3)) | 0;
  random.c = (((random.c << 21) | (random.c >>> 11)) + sum) | 0;
  return sum >>> 0;
};
const randomDouble = () => (nextUint32() * 2097152 + (nextUint32() >>> 11)) / 9007199254740992;
const randomBytes = (count) => {
  const bytes = [];
  for (let index = 0; index < count; index++) bytes.push(nextUint32() & 255);
  return bytes;
};
