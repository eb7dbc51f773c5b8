/** Spreadsheets read in the browser. Imported on demand only: it is heavy. */
import { unzipSync, zipSync } from 'fflate';
import { readSheet } from 'read-excel-file/universal';

/** The cells of the first sheet of an XLSX file; days as 2011-05-03. */
export async function cellsOfSpreadsheet(bytes: Uint8Array): Promise<string[][]> {
  // packed anew without compression: the reader would start workers, which the security policy forbids
  const stored = zipSync(unzipSync(bytes), { level: 0 });
  const rows = await readSheet(stored.buffer as ArrayBuffer);
  return rows.map((row) =>
    row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ''))),
  );
}
