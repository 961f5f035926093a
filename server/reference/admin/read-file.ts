import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { namingMissing } from '../../core/optional-package.js';
import { CommandRefused } from '../administration/command-refused.js';

/** A row of an export, and the line on which it stands. `value` is undefined for a line that cannot be read. */
export interface FileRow {
  line: number;
  value: unknown;
}

/** Reads a `.csv` with a header, a JSON array, or one JSON object per line. */
export async function* readRows(path: string): AsyncGenerator<FileRow> {
  if (/\.csv$/i.test(path)) yield* readCsv(path);
  else if (await isArray(path)) yield* readArray(path);
  else yield* readLines(path);
}

async function isArray(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) throw new CommandRefused('the file cannot be opened');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(1024) });
    return /^\ufeff?\s*\[/.test(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file.close();
  }
}

async function* readArray(path: string): AsyncGenerator<FileRow> {
  const values = parse(withoutMark(await readFile(path, 'utf8')));
  if (!Array.isArray(values)) throw new CommandRefused('the file is not valid JSON');
  for (const [index, value] of (values as unknown[]).entries()) yield { line: index + 1, value };
}

async function* readLines(path: string): AsyncGenerator<FileRow> {
  const file = await open(path);
  let line = 0;
  for await (const text of file.readLines()) {
    line += 1;
    if (text.trim() !== '') yield { line, value: parse(withoutMark(text)) };
  }
}

async function* readCsv(path: string): AsyncGenerator<FileRow> {
  const csv = await import('csv-parse').catch((error: unknown) => {
    throw namingMissing('csv-parse', 'an import of CSV', error);
  });
  // Of a fault only the line is told: the parser's own message repeats the value, which may be a secret.
  const faults: number[] = [];
  let isOpen = false;
  const parser = csv.parse({
    columns: true,
    // Of two columns of one name neither counts.
    group_columns_by_name: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    skip_records_with_error: true,
    on_skip(error) {
      faults.push(Number(error?.['lines']));
      isOpen ||= error?.code === 'CSV_QUOTE_NOT_CLOSED';
    },
  });
  // A fault of the file ends the parser, and is thrown below.
  pipeline(createReadStream(path), parser, () => undefined);
  const rows = parser as AsyncIterable<{ record: unknown; info: { lines: number } }>;
  const faultsUntil = (last: number): FileRow[] =>
    faults.splice(0, faults.filter((line) => line < last).length).map((line) => ({ line, value: undefined }));
  try {
    for await (const { record, info } of rows) {
      yield* faultsUntil(info.lines);
      yield { line: info.lines, value: record };
    }
  } catch {
    throw new CommandRefused('the file cannot be read');
  }
  yield* faultsUntil(Number.POSITIVE_INFINITY);
  if (isOpen) throw new CommandRefused('the file is not valid CSV: a quote is open at its end');
}

function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
