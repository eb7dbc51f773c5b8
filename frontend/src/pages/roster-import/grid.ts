/** A file of people as rows of cells, which can be mended and written as CSV again. */
export interface Grid {
  header: string[];
  rows: string[][];
}

/** The text of a file, by its byte order mark, else UTF-8, else as Windows writes it. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The cells of a text, separated by semicolons, tabs or commas, whichever the first line has most of. */
export function cellsOf(text: string): string[][] {
  const content = text.replace(/^\ufeff/, '').replace(/^sep=.\r?\n/i, '');
  const separator = separatorOf(content);
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    rows.at(-1)!.push(cell.replace(/\s+/g, ' ').trim());
    cell = '';
  };
  for (let at = 0; at < content.length; at += 1) {
    const letter = content[at]!;
    if (quoted) {
      const doubled = letter === '"' && content[at + 1] === '"';
      if (letter === '"' && !doubled) {
        quoted = false;
      } else {
        cell += letter;
        at += Number(doubled);
      }
    } else if (letter === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (letter === separator) {
      endCell();
    } else if (letter === '\n') {
      endCell();
      rows.push([]);
    } else {
      cell += letter;
    }
  }
  endCell();
  return rows;
}

function separatorOf(content: string): string {
  const line = content
    .trimStart()
    .split('\n', 1)[0]!
    .replace(/"[^"]*"/g, '');
  const count = (separator: string) => line.split(separator).length;
  return [';', '\t', ','].reduce((most, other) => (count(other) > count(most) ? other : most));
}

/** The first row that is not blank names the columns; rows are as wide as it at least. */
export function gridOf(cells: readonly (readonly string[])[]): Grid {
  const [header = [], ...rows] = cells.filter((row) => row.some((cell) => cell.trim()));
  const width = Math.max(header.length, ...rows.map((row) => row.findLastIndex((cell) => cell.trim()) + 1));
  const filled = (row: readonly string[]) => Array.from({ length: width }, (_, index) => row[index]?.trim() ?? '');
  return { header: filled(header), rows: rows.map(filled) };
}

/** As CSV, a line for the header and one for each row. */
export function csvOf({ header, rows }: Grid): string {
  const line = (row: readonly string[]) => row.map((cell) => `"${cell.replace(/"/g, '""')}"`).join(',');
  return [header, ...rows].map(line).join('\n');
}
