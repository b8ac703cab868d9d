import { parse as parser, type CsvError, type Options } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { StrataError, type ImportFormat } from '@stratacrm/sdk';

export type Separator = ImportFormat['separator'];

/** What a file turned out to hold. */
export interface FileTable {
  /** Headings, unique and never empty, as many as the widest row has cells. */
  columns: string[];
  rowCount: number;
  /** The first rows, to guess from. */
  sample: string[][];
}

const separators: readonly Separator[] = [',', ';', '\t', '|'];
const sampleLines = 50;
const sampleRows = 1_000;

/** Characters parsed in one turn (some 10 ms), so that a large file does not make everybody else wait. */
const sliceSize = 256 * 1024;
const batchRows = 2_000;

/** The separator that cuts the first lines into the most columns of the same number. */
export function guessSeparator(text: string): Separator {
  const sample = firstLines(text, sampleLines);
  const scored = separators.map((separator) => ({ separator, score: evenness(sample, separator) }));
  return scored.reduce((best, each) => (each.score > best.score ? each : best)).separator;
}

/**
 * Whether the first row names the columns: names are short, all there, all different, and no dates or numbers, while what
 * stands beneath may be.
 */
export function guessHeader(text: string, separator: Separator): boolean {
  const [first, ...others] = parseSample(firstLines(text, sampleLines), separator);
  if (first === undefined) return true;
  const names = first.map((cell) => cell.trim());
  if (names.some((name) => name === '' || name.length > 80 || looksLikeData(name))) return false;
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) return false;
  // A heading that is also a value of its own column is more likely a value.
  return !names.some((name, column) => others.some((row) => row[column]?.trim() === name));
}

/** Cuts a text into columns and rows and hands the rows on in batches; empty rows are left out. */
export async function readTable(
  text: string,
  format: Pick<ImportFormat, 'separator' | 'header'>,
  take: (rows: string[][], after: number) => Promise<void>,
): Promise<FileTable> {
  const found = { headings: null as string[] | null, width: 0, rowCount: 0, sample: [] as string[][] };
  let waiting: string[][] = [];
  const handOn = async (): Promise<void> => {
    const rows = waiting;
    waiting = [];
    if (found.sample.length < sampleRows) found.sample.push(...rows.slice(0, sampleRows - found.sample.length));
    await take(rows, found.rowCount);
    found.rowCount += rows.length;
  };
  for await (const records of parseInTurns(text, format.separator)) {
    for (const record of records) {
      found.width = Math.max(found.width, record.length);
      if (format.header && found.headings === null) found.headings = record;
      else if (record.some((cell) => cell.trim() !== '')) waiting.push(record);
    }
    if (waiting.length >= batchRows) await handOn();
  }
  if (waiting.length > 0) await handOn();
  if (found.width === 0) throw new StrataError('import_unreadable', { reason: nothingInIt });
  return { columns: columnNames(found.headings ?? [], found.width), rowCount: found.rowCount, sample: found.sample };
}

const reading = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
} satisfies Options;

async function* parseInTurns(text: string, separator: Separator): AsyncGenerator<string[][]> {
  const stream = parser({ ...reading, delimiter: separator });
  const heard: { records: string[][]; failure?: CsvError } = { records: [] };
  stream.on('data', (record: string[]) => heard.records.push(record));
  stream.on('error', (error: CsvError) => (heard.failure = error));
  const collected = (): string[][] => {
    if (heard.failure !== undefined)
      throw new StrataError('import_unreadable', { reason: unreadableAt(heard.failure) });
    return heard.records.splice(0);
  };
  for (let from = 0, end = 0; from < text.length; from = end) {
    end = sliceEnd(text, from + sliceSize);
    if (!stream.write(text.slice(from, end))) await heardOf(stream, 'drain');
    await turn();
    yield collected();
  }
  stream.end();
  await heardOf(stream, 'end');
  yield collected();
}

/** Waits for the event, or for the error in its place, which the listener keeps. */
async function heardOf(stream: NodeJS.EventEmitter, event: string): Promise<void> {
  await once(stream, event).catch(() => {});
}

/** Rare characters (𠮷) are two units of a JavaScript string; cut in two they would be lost. */
function sliceEnd(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end + 1 : end;
}

function parseSample(sample: string, separator: Separator): string[][] {
  // The sample may end in the middle of a quoted cell.
  return parse(sample, { ...reading, delimiter: separator, skip_records_with_error: true });
}

const nothingInIt = { en: 'There is nothing in it.', zh: '文件是空的。' };

function unreadableAt(error: CsvError): { en: string; zh: string } {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
  return error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? {
        en: `A quotation mark that opens before line ${line} is never closed.`,
        zh: `第 ${line} 行之前有一个引号没有闭合。`,
      }
    : { en: `Line ${line} cannot be read: ${error.message}.`, zh: `第 ${line} 行无法解析：${error.message}。` };
}

/** 0 when it cuts nothing; otherwise the usual width, less the share of lines that have another. */
function evenness(sample: string, separator: Separator): number {
  const widths = parseSample(sample, separator).map((row) => row.length);
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [usual = 1, times = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return usual === 1 ? 0 : (times / widths.length) ** 2 * (1 + Math.log(usual));
}

function firstLines(text: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count; line++) {
    const next = text.indexOf('\n', end);
    if (next < 0) return text.slice(0, sliceSize);
    end = next + 1;
  }
  return text.slice(0, Math.min(end, sliceSize));
}

function looksLikeData(text: string): boolean {
  return /^[-+]?[\d.,\s%¥$€£]+$/.test(text) || /^\d{4}[-/.年]\d{1,2}/.test(text) || /^\S+@\S+\.\S+$/.test(text);
}

/** A file of more columns than this is no table of records. */
const mostColumns = 1_000;

function columnNames(headings: readonly string[], width: number): string[] {
  if (width > mostColumns) throw new StrataError('import_unreadable', { reason: tooWide(width) });
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, column) => {
    const name = headings[column]?.trim().replace(/\s+/g, ' ').slice(0, 200) || `#${column + 1}`;
    let unique = name;
    for (let copy = 2; taken.has(unique); copy++) unique = `${name} (${copy})`;
    taken.add(unique);
    return unique;
  });
}

const tooWide = (width: number) => ({
  en: `It has ${width} columns; at most ${mostColumns} are taken. Is the separator right?`,
  zh: `文件有 ${width} 列，最多支持 ${mostColumns} 列。分隔符是否正确？`,
});
