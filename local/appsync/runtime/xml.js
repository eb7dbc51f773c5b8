// util.xml: XML read into a map. Attributes become members, repeated elements a list, text beside others "content".
const XML_ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const xmlText = (text) => native.replace(text, /&(#x?)?(\w+);/g, (whole, numeric, name) => {
  if (numeric === undefined) return XML_ENTITIES[name] ?? whole;
  return native.fromCodePoint(numeric === "#x" ? +("0x" + name) : +name);
});

// Values are typed as org.json does, on which AWS's helper is built: numbers, booleans and null are not strings.
const xmlValue = (text) => {
  const trimmed = xmlText(text.trim());
  if (trimmed === "true" || trimmed === "false") return trimmed === "true";
  if (trimmed === "null") return null;
  return native.test(/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/, trimmed) ? +trimmed : trimmed;
};

const addMember = (map, name, value) => {
  if (!native.hasOwn(map, name)) map[name] = value;
  else if (native.isArray(map[name])) map[name].push(value);
  else map[name] = [map[name], value];
};

const closedElement = (members, text) => {
  const value = xmlValue(text);
  if (native.keys(members).length === 0) return value;
  if (value !== "") addMember(members, "content", value);
  return members;
};

const XML_SKIPPED = /<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE[^>]*>/.source;
const XML_CDATA = /<!\[CDATA\[([^]*?)\]\]>/.source;
const XML_TAG = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/.source;
const XML_TOKEN = XML_SKIPPED + "|" + XML_CDATA + "|" + XML_TAG + "|([^<]+)";

const xmlToMap = (source) => {
  const stack = [{ members: {}, text: "" }];
  const reader = new native.RegExp(XML_TOKEN, "gy");
  let found = native.exec(reader, source);
  while (found !== null) {
    const [, cdata, closing, name, attributes, empty, text] = found;
    const top = stack[stack.length - 1];
    if (cdata !== undefined) top.text += cdata;
    else if (text !== undefined) top.text += text;
    else if (closing === "/") {
      if (top.name !== name) codeError("RUNTIME_ERROR", "Mismatched XML element " + name);
      stack.pop();
      addMember(stack[stack.length - 1].members, name, closedElement(top.members, top.text));
    } else if (name !== undefined) {
      const element = { name, members: {}, text: "" };
      const pattern = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
      let attribute = native.exec(pattern, attributes);
      while (attribute !== null) {
        addMember(element.members, attribute[1], xmlValue(attribute[2] ?? attribute[3]));
        attribute = native.exec(pattern, attributes);
      }
      if (empty === "/") addMember(top.members, name, closedElement(element.members, ""));
      else stack.push(element);
    }
    found = native.exec(reader, source);
  }
  if (stack.length !== 1) codeError("RUNTIME_ERROR", "Unclosed XML element " + stack[stack.length - 1].name);
  return stack[0].members;
};
