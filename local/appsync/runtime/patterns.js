// Java regular expressions (java.util.regex.Pattern) for replace, replaceAll and util.matches, on JavaScript's own.
// Possessive quantifiers and atomic groups are read as their plain counterparts: they give other answers only for
// patterns that rely on failing to backtrack.
const POSIX_CLASSES = {
  Lower: "a-z", Upper: "A-Z", ASCII: "\\x00-\\x7F", Alpha: "a-zA-Z", Digit: "0-9", Alnum: "a-zA-Z0-9",
  Punct: "!-\\/:-@\\[-`\\{-~", Graph: "!-~", Print: " -~", Blank: " \\t", Cntrl: "\\x00-\\x1F\\x7F",
  XDigit: "0-9a-fA-F", Space: " \\t\\n\\x0B\\f\\r",
};
const JAVA_ESCAPES = {
  A: "^", z: "$", Z: "(?=[\\r\\n]?$)", h: "[ \\t\\xA0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000]",
  R: "(?:\\r\\n|[\\n\\x0B\\f\\r\\x85\\u2028\\u2029])", a: "\\x07", e: "\\x1B", G: "",
};
const SYNTAX = "\\^$.|?*+()[]{}/-";

const quoted = (literal) => {
  let out = "";
  for (const character of literal) out += SYNTAX.indexOf(character) < 0 ? character : "\\" + character;
  return out;
};

const translateEscape = (pattern, index, inClass) => {
  const letter = pattern[index + 1];
  if (letter === "Q") {
    const end = pattern.indexOf("\\E", index + 2);
    const literal = end < 0 ? pattern.slice(index + 2) : pattern.slice(index + 2, end);
    return [quoted(literal), end < 0 ? pattern.length : end + 2];
  }
  if ((letter === "p" || letter === "P") && pattern[index + 2] === "{") {
    const end = pattern.indexOf("}", index);
    const name = pattern.slice(index + 3, end);
    const set = POSIX_CLASSES[name];
    if (set !== undefined) {
      if (letter === "p") return [inClass ? set : "[" + set + "]", end + 1];
      return ["[^" + set + "]", end + 1];
    }
    const property = name.startsWith("Is") ? name.slice(2) : name;
    const script = property.length > 2 && property !== "Alphabetic" ? "Script=" + property : property;
    return ["\\" + letter + "{" + script + "}", end + 1];
  }
  if (!inClass && JAVA_ESCAPES[letter] !== undefined) return [JAVA_ESCAPES[letter], index + 2];
  const isWord = native.test(/[A-Za-z0-9]/, letter ?? "");
  if (!isWord && SYNTAX.indexOf(letter) < 0) return [letter ?? "", index + 2];
  return ["\\" + letter, index + 2];
};

const translatePattern = (pattern) => {
  let out = "";
  let depth = 0;
  let index = 0;
  while (index < pattern.length) {
    const character = pattern[index];
    if (character === "\\") {
      const [text, next] = translateEscape(pattern, index, depth > 0);
      out += text;
      index = next;
    } else if (character === "[") {
      depth += 1;
      out += character;
      index += 1;
      if (pattern[index] === "^") {
        out += "^";
        index += 1;
      }
      if (pattern[index] === "]") {
        out += "\\]";
        index += 1;
      }
    } else if (character === "]") {
      out += depth > 0 ? "]" : "\\]";
      depth = depth > 0 ? depth - 1 : 0;
      index += 1;
    } else if (depth > 0) {
      out += "(){}/|-".indexOf(character) >= 0 && character !== "-" ? "\\" + character : character;
      index += 1;
    } else if (pattern.slice(index, index + 3) === "(?>") {
      out += "(?:";
      index += 3;
    } else if ("*+?}".indexOf(character) >= 0 && pattern[index + 1] === "+") {
      out += character;
      index += 2;
    } else {
      out += character;
      index += 1;
    }
  }
  return out;
};

const compiledPatterns = { __proto__: null };
const javaPattern = (pattern, flags) => {
  const key = flags + "/" + pattern;
  if (compiledPatterns[key] === undefined) {
    let body = pattern;
    let all = "v" + flags;
    const inline = native.exec(/^\(\?([a-zA-Z]+)\)/, pattern);
    if (inline !== null) {
      body = pattern.slice(inline[0].length);
      for (const flag of inline[1]) if ("ims".indexOf(flag) >= 0) all += flag;
    }
    try {
      compiledPatterns[key] = new native.RegExp(translatePattern(body), all);
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
