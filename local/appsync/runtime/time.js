// util.time: instants, ISO 8601 and the patterns of java.time.format.DateTimeFormatter.
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY = 86400000;

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, and back.
const daysFromDate = (year, month, day) => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
};

const dateFromDays = (days) => {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / 146096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const ofYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * ofYear + 2) / 153);
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: ofYear - Math.floor((153 * monthIndex + 2) / 5) + 1 };
};

const padded = (value, width) => {
  const digits = native.padStart(native.text(value < 0 ? -value : value), width, "0");
  return value < 0 ? "-" + digits : digits;
};

// Time zones come from the host, which knows them: run() stops with the name, and is called again once it is here.
const zones = { __proto__: null };
const zoneAt = (zone, instant) => {
  if (isAbsent(zone) || zone === "UTC" || zone === "Z" || zone === "GMT") {
    return { offset: 0, name: zone === "GMT" ? "GMT" : "UTC" };
  }
  const fixed = native.exec(/^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/, zone);
  if (fixed !== null) {
    const seconds = (+fixed[2] * 60 + +(fixed[3] ?? 0)) * 60;
    return { offset: fixed[1] === "-" ? -seconds : seconds, name: zone };
  }
  if (zones[zone] === undefined) stop("zone", { zone });
  const transitions = zones[zone];
  if (transitions === null) codeError("RUNTIME_ERROR", "Unknown time-zone ID: " + zone);
  let found = transitions[0];
  for (const transition of transitions) if (transition[0] <= instant) found = transition;
  return { offset: found[1], name: found[2] };
};

const localFields = (instant, zone) => {
  const { offset, name } = zoneAt(zone, instant);
  const local = instant + offset * 1000;
  const days = Math.floor(local / DAY);
  const milliseconds = local - days * DAY;
  const { year, month, day } = dateFromDays(days);
  return {
    year, month, day, offset, zone: zone ?? "UTC", zoneName: name, days, milliseconds,
    weekday: (((days + 4) % 7) + 7) % 7,
    dayOfYear: days - daysFromDate(year, 1, 1) + 1,
    hour: Math.floor(milliseconds / 3600000),
    minute: Math.floor(milliseconds / 60000) % 60,
    second: Math.floor(milliseconds / 1000) % 60,
    fraction: padded(milliseconds % 1000, 3),
  };
};

const iso8601 = (instant) => {
  const { year, month, day, hour, minute, second, fraction } = localFields(instant, "UTC");
  const date = padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2);
  return date + "T" + padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2) + "." + fraction + "Z";
};

const offsetText = (offset, colon, style) => {
  const absolute = offset < 0 ? -offset : offset;
  const hours = padded(Math.floor(absolute / 3600), 2);
  const minutes = padded(Math.floor(absolute / 60) % 60, 2);
  const seconds = absolute % 60;
  const sign = offset < 0 ? "-" : "+";
  if (style === "hours" && minutes === "00") return sign + hours;
  const tail = style === "seconds" && seconds > 0 ? colon + padded(seconds, 2) : "";
  return sign + hours + colon + minutes + tail;
};

// A pattern's letters, one entry a run: {letter, count} or {literal}. Optional sections ([ ]) are always written.
const patternTokens = (pattern) => {
  const tokens = [];
  let index = 0;
  while (index < pattern.length) {
    const character = pattern[index];
    if (character === "'") {
      let literal = "";
      index += 1;
      if (pattern[index] === "'") literal = "'";
      while (index < pattern.length && pattern[index] !== "'") {
        literal += pattern[index];
        index += 1;
        if (pattern[index] === "'" && pattern[index + 1] === "'") {
          literal += "'";
          index += 2;
        }
      }
      index += 1;
      tokens.push({ literal });
    } else if (native.test(/[A-Za-z]/, character)) {
      let count = 1;
      while (pattern[index + count] === character) count += 1;
      tokens.push({ letter: character, count });
      index += count;
    } else {
      if (character !== "[" && character !== "]") tokens.push({ literal: character });
      index += 1;
    }
  }
  return tokens;
};

// Weeks as in the locale of AWS's servers (en-US): they start on Sunday, and the week of 1 January is the first.
const weekFields = ({ year, days }) => {
  const firstWeek = (of) => {
    const start = daysFromDate(of, 1, 1);
    return start - ((((start + 4) % 7) + 7) % 7);
  };
  const weekYear = days >= firstWeek(year + 1) ? year + 1 : year;
  return { weekYear, week: Math.floor((days - firstWeek(weekYear)) / 7) + 1 };
};

const yearText = (year, count) => (count === 2 ? padded(((year % 100) + 100) % 100, 2) : padded(year, count));
const nameText = (name, count, number) => {
  if (count === 3) return name.slice(0, 3);
  if (count === 4) return name;
  if (count === 5) return name[0];
  return padded(number, count);
};

const OFFSET_STYLES = {
  X: [["hours", ""], ["", ""], ["", ":"], ["seconds", ""], ["seconds", ":"]],
  Z: [["", ""], ["", ""], ["", ""], ["", ""], ["seconds", ":"]],
};

const zoneText = (letter, count, fields) => {
  const { offset } = fields;
  if (letter === "V") return fields.zone;
  if (letter === "z") return count === 4 && fields.zoneName === "UTC" ? "Coordinated Universal Time" : fields.zoneName;
  if (letter === "O" || (letter === "Z" && count === 4)) {
    return offset === 0 ? "GMT" : "GMT" + offsetText(offset, ":", count === 4 ? "" : "hours");
  }
  if (letter === "Z") return offset === 0 && count === 5 ? "Z" : offsetText(offset, OFFSET_STYLES.Z[count - 1][1], "");
  if (letter === "X" && offset === 0) return "Z";
  const [style, colon] = OFFSET_STYLES.X[count - 1];
  return offsetText(offset, colon, style);
};

const fieldText = (letter, count, fields) => {
  const { year, month, day, hour, minute, second, fraction, milliseconds, weekday } = fields;
  const half = hour % 12;
  if (letter === "y" || letter === "u") return yearText(year, count);
  if (letter === "Y") return yearText(weekFields(fields).weekYear, count);
  if (letter === "w") return padded(weekFields(fields).week, count);
  if (letter === "M" || letter === "L") return nameText(MONTHS[month - 1], count, month);
  if (letter === "Q" || letter === "q") {
    const quarter = Math.floor((month + 2) / 3);
    return count === 3 ? "Q" + quarter : padded(quarter, count);
  }
  if (letter === "d") return padded(day, count);
  if (letter === "D") return padded(fields.dayOfYear, count);
  if (letter === "E") return nameText(DAYS[weekday], count < 3 ? 3 : count, weekday);
  if (letter === "e" || letter === "c") return nameText(DAYS[weekday], count, weekday + 1);
  if (letter === "a") return hour < 12 ? "AM" : "PM";
  if (letter === "H") return padded(hour, count);
  if (letter === "k") return padded(hour === 0 ? 24 : hour, count);
  if (letter === "K") return padded(half, count);
  if (letter === "h") return padded(half === 0 ? 12 : half, count);
  if (letter === "m") return padded(minute, count);
  if (letter === "s") return padded(second, count);
  if (letter === "S") return (fraction + "000000").slice(0, count);
  if (letter === "A") return padded(milliseconds, count);
  if (letter === "n") return padded(+fraction * 1000000, count);
  if (letter === "G") return count === 4 ? "Anno Domini" : count === 5 ? "A" : "AD";
  if ("VzOXxZ".indexOf(letter) >= 0) return zoneText(letter, count, fields);
  return codeError("RUNTIME_ERROR", "Unknown pattern letter: " + letter);
};

const formatInstant = (instant, pattern, zone) => {
  const fields = localFields(instant, zone);
  return patternTokens(pattern)
    .map(({ literal, letter, count }) => literal ?? fieldText(letter, count, fields)).join("");
};

const numericField = (count, adjacent, maximum) =>
  count > 1 || adjacent ? "(\\d{" + count + "})" : "(\\d{1," + maximum + "})";

// The regular expression that reads one run of pattern letters; adjacent numbers have a fixed width, as in Java.
const fieldReader = (letter, count, adjacent) => {
  if ((letter === "y" || letter === "u") && count !== 2) {
    return adjacent ? "(\\d{" + count + "})" : "([+-]?\\d{" + count + ",9})";
  }
  if (letter === "M" || letter === "L") {
    if (count === 3) return "(" + MONTHS.map((name) => name.slice(0, 3)).join("|") + ")";
    return count >= 4 ? "(" + MONTHS.join("|") + ")" : numericField(count, adjacent, 2);
  }
  if (letter === "E") return "(" + DAYS.map((name) => (count < 4 ? name.slice(0, 3) : name)).join("|") + ")";
  if (letter === "a") return "(AM|PM)";
  if (letter === "S") return "(\\d{" + count + "})";
  if (letter === "D") return numericField(count, adjacent, 3);
  if (letter === "V" || letter === "z") return "([A-Za-z][A-Za-z0-9_/+-]*)";
  if (letter === "Z" || letter === "X" || letter === "x" || letter === "O") {
    return "((?:GMT)?(?:Z|[+-]\\d{1,2}(?::?\\d{2}){0,2})?)";
  }
  return numericField(count, adjacent, 2);
};

const readPattern = (text, pattern) => {
  const tokens = patternTokens(pattern);
  const isNumeric = (token) => token !== undefined && token.letter !== undefined &&
    ("yudDHhkKmsS".indexOf(token.letter) >= 0 || ("ML".indexOf(token.letter) >= 0 && token.count < 3));
  const body = tokens.map((token, index) =>
    token.literal !== undefined
      ? quoted(token.literal)
      : fieldReader(token.letter, token.count, isNumeric(token) && isNumeric(tokens[index + 1]))).join("");
  const found = native.exec(new native.RegExp("^" + body + "$"), text);
  if (found === null) return null;
  const read = { __proto__: null };
  let group = 1;
  for (const { letter, count } of tokens) {
    if (letter === undefined) continue;
    read[letter] = { text: found[group], count };
    group += 1;
  }
  return read;
};

const offsetSeconds = (text) => {
  const found = native.exec(/^(?:GMT)?([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/, text);
  if (found === null) return 0;
  const seconds = +found[2] * 3600 + +(found[3] ?? 0) * 60 + +(found[4] ?? 0);
  return found[1] === "-" ? -seconds : seconds;
};

// The instant of a wall clock reading in a zone; in a gap or an overlap, the offset before the change, as in Java.
const instantOf = (local, zone) => {
  const before = zoneAt(zone, local - DAY).offset;
  const candidate = local - before * 1000;
  if (zoneAt(zone, candidate).offset === before) return candidate;
  const after = local - zoneAt(zone, local + DAY).offset * 1000;
  return zoneAt(zone, after).offset === zoneAt(zone, local + DAY).offset ? after : candidate;
};

const isDate = (year, month, day) => {
  if (month < 1 || month > 12 || day < 1) return false;
  const back = dateFromDays(daysFromDate(year, month, day));
  return back.month === month && back.day === day;
};

const hourOf = (number, read) => {
  if (read.H !== undefined) return number("H", 0);
  if (read.k !== undefined) return number("k", 0) % 24;
  const half = read.h !== undefined ? number("h", 0) % 12 : number("K", 0);
  return half + (read.a !== undefined && read.a.text === "PM" ? 12 : 0);
};

const dateOf = (number, read) => {
  const written = read.y ?? read.u ?? { text: "1970", count: 4 };
  const year = +written.text + (written.count === 2 ? 2000 : 0);
  if (read.D !== undefined) return dateFromDays(daysFromDate(year, 1, 1) + number("D", 1) - 1);
  const names = (read.M ?? read.L ?? { text: "1" }).text;
  const named = MONTHS.findIndex((name) => name.slice(0, 3) === names.slice(0, 3));
  return { year, month: named >= 0 ? named + 1 : +names, day: number("d", 1) };
};

// What can't be read gives null (AWS has not been recorded; its transforms answer null in the like case).
const parseFormatted = (text, pattern, zone) => {
  const read = typeof text === "string" && typeof pattern === "string" ? readPattern(text, pattern) : null;
  if (read === null) return null;
  const number = (letter, otherwise) => (read[letter] === undefined ? otherwise : +read[letter].text);
  const { year, month, day } = dateOf(number, read);
  const hour = hourOf(number, read);
  const [minute, second] = [number("m", 0), number("s", 0)];
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const fraction = read.S === undefined ? 0 : Math.floor(+("0." + read.S.text) * 1000 + 1e-6);
  const local = daysFromDate(year, month, day) * DAY + (hour * 3600 + minute * 60 + second) * 1000 + fraction;
  const offset = read.Z ?? read.X ?? read.x ?? read.O;
  if (offset !== undefined) return local - offsetSeconds(offset.text) * 1000;
  return instantOf(local, (read.V ?? read.z ?? { text: zone }).text);
};

const ISO = /^([+-]?\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)$/;

const parseISO8601 = (text) => {
  const found = typeof text === "string" ? native.exec(ISO, text) : null;
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction, offset] = found;
  if (!isDate(+year, +month, +day) || +hour > 23 || +minute > 59 || +(second ?? 0) > 59) return null;
  const seconds = +hour * 3600 + +minute * 60 + +(second ?? 0) - offsetSeconds(offset);
  const milliseconds = fraction === undefined ? 0 : +(fraction + "00").slice(0, 3);
  return daysFromDate(+year, +month, +day) * DAY + seconds * 1000 + milliseconds;
};

const timeUtil = {
  nowISO8601: () => iso8601(native.now()),
  nowEpochSeconds: () => Math.floor(native.now() / 1000),
  nowEpochMilliSeconds: () => native.now(),
  nowFormatted: (pattern, zone) => formatInstant(native.now(), pattern, zone),
  parseFormattedToEpochMilliSeconds: parseFormatted,
  parseISO8601ToEpochMilliSeconds: parseISO8601,
  epochMilliSecondsToSeconds: (instant) => Math.floor(instant / 1000),
  epochMilliSecondsToISO8601: iso8601,
  epochMilliSecondsToFormatted: formatInstant,
};
