// Java regular expressions (java.util.regex.Pattern) for replace, replaceAll and util.matches, on JavaScript's own.
// Possessive quantifiers and atomic groups are read as their plain counterparts: they give other answers only for
// patterns that rely on failing to backtrack.
const POSIX_CLASSES = {
  Lower: "a-z", Upper: "A-Z", ASCII: "\\x00-\\x7F", Alpha: "a-zA-Z", Digit: "0-9", Alnum: "a-zA-Z0-9",
  Punct: "!-\\/:-@\\[-`\\{-~", Graph: "!-~", Print: " -~", Blank: " \\t", Cntrl: "\\x00-\\x1F\\x7F",
  XDigit: "0-9a-fA-F", Space: " \\t\\n\\x0B\\f\\r", InCombiningDiacriticalMarks: "\\u0300-\\u036F",
};
const JAVA_ESCAPES = {
  A: "^", z: "$", Z: "(?=[\\r\\n]?$)", h: "[ \\t\\xA0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000]",
  R: "(?:\\r\\n|[\\n\\x0B\\f\\r\\x85\\u2028\\u2029])", a: "\\x07", e: "\\x1B", G: "",
};
// One character meant as itself, written so that it is never taken for syntax, in a class or outside.
const literal = (character) =>
  native.test(/[A-Za-z0-9]/, character) || native.charCodeAt(character, 0) > 127
    ? character
    : "\\x" + native.padStart(native.charCodeAt(character, 0).toString(16), 2, "0");

const quoted = (text) => [...text].map(literal).join("");

// \p{…} and \P{…}: POSIX names are Java's own, others are Unicode properties, scripts with the prefix Is.
const translateProperty = (pattern, index) => {
  const negated = pattern[index + 1] === "P";
  const braced = pattern[index + 2] === "{";
  const end = braced ? pattern.indexOf("}", index) : index + 2;
  const name = braced ? pattern.slice(index + 3, end) : pattern[index + 2];
  const posix = POSIX_CLASSES[name];
  if (posix !== undefined) return [(negated ? "[^" : "[") + posix + "]", end + 1];
  const property = name.startsWith("Is") ? name.slice(2) : name;
  const isScript = property.length > 2 && property !== "Alphabetic";
  return ["\\" + pattern[index + 1] + "{" + (isScript ? "Script=" : "") + property + "}", end + 1];
};

const translateEscape = (pattern, index) => {
  const letter = pattern[index + 1] ?? "";
  if (letter === "p" || letter === "P") return translateProperty(pattern, index);
  if (letter === "Q") {
    const end = pattern.indexOf("\\E", index + 2);
    const text = end < 0 ? pattern.slice(index + 2) : pattern.slice(index + 2, end);
    return [quoted(text), end < 0 ? pattern.length : end + 2];
  }
  if (JAVA_ESCAPES[letter] !== undefined) return [JAVA_ESCAPES[letter], index + 2];
  if (native.test(/[A-Za-z0-9]/, letter)) return ["\\" + letter, index + 2];
  return [quoted(letter), index + 2];
};

// What stands at one place of a class: [text, next index, whether it can begin or end a range].
const classItem = (pattern, index) => {
  const character = pattern[index];
  if (character === "[") return [...translateClass(pattern, index), false];
  if (character !== "\\") return [literal(character), index + 1, true];
  const letter = pattern[index + 1] ?? "";
  if (native.test(/[dDwWsShpPR]/, letter)) return [...translateEscape(pattern, index), false];
  const coded = native.exec(/^\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/, pattern.slice(index));
  if (coded !== null) return [coded[0], index + coded[0].length, true];
  if (native.test(/[ntrf]/, letter)) return ["\\" + letter, index + 2, true];
  return [literal(letter), index + 2, true];
};

// A character class, with Java's unions ([a[bc]]) and intersections ([a-z&&[^b]]): [text, index after it].
const translateClass = (pattern, start) => {
  const negated = pattern[start + 1] === "^";
  let index = start + (negated ? 2 : 1);
  const groups = [""];
  let first = true;
  while (index < pattern.length && (pattern[index] !== "]" || first)) {
    first = false;
    if (pattern.slice(index, index + 2) === "&&") {
      groups.push("");
      index += 2;
    } else {
      const [text, next, plain] = classItem(pattern, index);
      const beyond = pattern[next + 1] ?? "]";
      const isRange = plain && pattern[next] === "-" && beyond !== "[" && beyond !== "]";
      const [end, after] = isRange ? classItem(pattern, next + 1) : ["", next];
      groups[groups.length - 1] += isRange ? text + "-" + end : text;
      index = after;
    }
  }
  const body = groups.length === 1 ? groups[0] : groups.map((group) => "[" + group + "]").join("&&");
  return [(negated ? "[^" : "[") + body + "]", index + 1];
};

const translatePattern = (pattern) => {
  let out = "";
  let index = 0;
  while (index < pattern.length) {
    const character = pattern[index];
    let text = character;
    let next = index + 1;
    if (character === "\\") [text, next] = translateEscape(pattern, index);
    else if (character === "[") [text, next] = translateClass(pattern, index);
    else {
      // The head of a group, a counted quantifier, or a possessive mark: these are more than one character.
      const longer = native.exec(/^(?:\(\?(?:[:=!>]|<[=!]|<\w+>)|\{\d+(?:,\d*)?\}|[*+?](?=\+))/, pattern.slice(index));
      if (longer !== null) {
        text = longer[0] === "(?>" ? "(?:" : longer[0];
        next = index + longer[0].length;
        if (native.test(/[*+?}]$/, text) && pattern[next] === "+") next += 1;
      } else if ("^$.|?*+()".indexOf(character) < 0) text = literal(character);
    }
    out += text;
    index = next;
  }
  return out;
};

const compiledPatterns = { __proto__: null };
// A pattern compiled; `whole` makes it match whole texts only. A leading (?i), (?m) or (?s) holds for all of it.
const javaPattern = (pattern, flags, whole = false) => {
  const key = flags + whole + "/" + pattern;
  if (compiledPatterns[key] === undefined) {
    let body = pattern;
    let all = "v" + flags;
    const inline = native.exec(/^\(\?([a-zA-Z]+)\)/, pattern);
    if (inline !== null) {
      body = pattern.slice(inline[0].length);
      for (const flag of inline[1]) if ("ims".indexOf(flag) >= 0) all += flag;
    }
    try {
      const translated = translatePattern(body);
      compiledPatterns[key] = new native.RegExp(whole ? "^(?:" + translated + ")$" : translated, all);
    } catch {
      codeError("RUNTIME_ERROR", "Invalid regular expression: " + pattern);
    }
  }
  const compiled = compiledPatterns[key];
  compiled.lastIndex = 0;
  return compiled;
};

// Java's replacement text: $1 and ${name} are groups, a backslash quotes the next character. $& and the like are plain.
const replaceJava = (subject, pattern, replacement, flags) => {
  const text = native.text(replacement);
  const render = (...found) => {
    const last = found[found.length - 1];
    const named = isMap(last) ? last : {};
    const groups = found.slice(0, found.length - (isMap(last) ? 3 : 2));
    let out = "";
    for (let index = 0; index < text.length; index++) {
      const rest = text.slice(index);
      const numbered = native.exec(/^\$(\d)/, rest);
      const byName = native.exec(/^\$\{(\w+)\}/, rest);
      if (text[index] === "\\" && index + 1 < text.length) {
        index += 1;
        out += text[index];
      } else if (numbered !== null && +numbered[1] < groups.length) {
        out += groups[+numbered[1]] ?? "";
        index += 1;
      } else if (byName !== null) {
        out += named[byName[1]] ?? "";
        index += byName[0].length - 1;
      } else {
        out += text[index];
      }
    }
    return out;
  };
  return native.replace(subject, javaPattern(native.text(pattern), flags), render);
};
