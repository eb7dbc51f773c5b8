// Encodings, identifiers and the small helpers that stand directly under util.
const utf8Bytes = (value) => {
  const bytes = [];
  for (const character of value) {
    const point = native.codePointAt(character, 0);
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return bytes;
};

const utf8Text = (bytes) => {
  let escaped = "";
  for (const byte of bytes) escaped += "%" + native.padStart(byte.toString(16), 2, "0");
  try {
    return native.decodeURIComponent(escaped);
  } catch {
    // Java puts U+FFFD where the bytes are not UTF-8; here every byte above ASCII becomes one.
    return bytes.map((byte) => (byte < 0x80 ? native.fromCharCode(byte) : "\uFFFD")).join("");
  }
};

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const base64Encode = (value) => {
  if (isAbsent(value)) return null;
  const bytes = utf8Bytes(native.text(value));
  let out = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const group = (bytes[index] << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    out += BASE64[group >> 18] + BASE64[(group >> 12) & 63];
    out += (left > 1 ? BASE64[(group >> 6) & 63] : "=") + (left > 2 ? BASE64[group & 63] : "=");
  }
  return out;
};

const base64Decode = (value) => {
  if (isAbsent(value)) return null;
  const bytes = [];
  let buffer = 0;
  let bits = 0;
  for (const character of native.text(value)) {
    const digit = BASE64.indexOf(character);
    if (digit < 0) continue;
    buffer = ((buffer << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 255);
    }
  }
  return utf8Text(bytes);
};

// application/x-www-form-urlencoded, as java.net.URLEncoder and URLDecoder do it.
const urlEncode = (value) => {
  if (isAbsent(value)) return null;
  let out = "";
  for (const byte of utf8Bytes(native.text(value))) {
    const character = native.fromCharCode(byte);
    if (byte === 32) out += "+";
    else if (native.test(/[A-Za-z0-9.*_-]/, character)) out += character;
    else out += "%" + native.padStart(byte.toString(16), 2, "0").toUpperCase();
  }
  return out;
};

const urlDecode = (value) => {
  if (isAbsent(value)) return null;
  try {
    return native.decodeURIComponent(native.text(value).split("+").join(" "));
  } catch {
    return codeError("RUNTIME_ERROR", "Unable to decode the URL encoded string");
  }
};

const ECMASCRIPT_ESCAPES = {
  "'": "\\'", '"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r",
};

const escapeJavaScript = (value) => {
  if (isAbsent(value)) return null;
  const subject = native.text(value);
  let out = "";
  for (let index = 0; index < subject.length; index++) {
    const character = subject[index];
    const code = native.charCodeAt(subject, index);
    if (ECMASCRIPT_ESCAPES[character] !== undefined) out += ECMASCRIPT_ESCAPES[character];
    else if (code < 32 || code > 126) out += "\\u" + native.padStart(code.toString(16).toUpperCase(), 4, "0");
    else out += character;
  }
  return out;
};

const autoId = () => {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  let out = "";
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) out += "-";
    out += native.padStart(bytes[index].toString(16), 2, "0");
  }
  return out;
};

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const autoUlid = () => {
  let time = native.now();
  let out = "";
  for (let index = 0; index < 10; index++) {
    out = CROCKFORD[time % 32] + out;
    time = Math.floor(time / 32);
  }
  for (let index = 0; index < 16; index++) out += CROCKFORD[nextUint32() & 31];
  return out;
};

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const KSUID_EPOCH = 1400000000;

const autoKsuid = () => {
  const seconds = Math.floor(native.now() / 1000) - KSUID_EPOCH;
  let digits = [seconds >>> 24, (seconds >>> 16) & 255, (seconds >>> 8) & 255, seconds & 255, ...randomBytes(16)];
  let out = "";
  for (let index = 0; index < 27; index++) {
    let remainder = 0;
    const quotient = [];
    for (const digit of digits) {
      const value = remainder * 256 + digit;
      quotient.push(Math.floor(value / 62));
      remainder = value % 62;
    }
    digits = quotient;
    out = BASE62[remainder] + out;
  }
  return out;
};

// Recorded from AWS: the mode is read from the shape of the identity, and an incomplete shape counts as an API key.
const hasAll = (identity, names) => names.every((name) => !isAbsent(identity[name]));
const authType = () => {
  const identity = evaluation.context.identity;
  if (!isMap(identity)) return "API Key Authorization";
  const names = native.keys(identity);
  if (names.length === 0 || native.hasOwn(identity, "resolverContext") || native.hasOwn(identity, "handlerContext")) {
    return "Lambda Authorization";
  }
  if (hasAll(identity, ["accountId", "userArn", "username", "sourceIp"])) return "IAM Authorization";
  if (hasAll(identity, ["sub", "issuer", "username", "claims", "sourceIp", "defaultAuthStrategy"])) {
    return "User Pool Authorization";
  }
  if (hasAll(identity, ["sub", "issuer", "claims"]) && !native.hasOwn(identity, "username")) {
    return "Open ID Connect Authorization";
  }
  return "API Key Authorization";
};
