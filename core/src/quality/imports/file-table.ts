import { parse, type CsvError } from 'csv-parse/sync';
import { StrataError, type ImportFormat } from '@stratacrm/sdk';

export type Separator = ImportFormat['separator'];

/** A file as a table: headings, unique and never empty, and rows exactly as wide. */
export interface FileTable {
  columns: string[];
  rows: string[][];
}

const separators: readonly Separator[] = [',', ';', '\t', '|'];
const sampleLines = 50;

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
  const [first, ...others] = parseRows(firstLines(text, sampleLines), separator, true);
  if (first === undefined) return true;
  const names = first.map((cell) => cell.trim());
  if (names.some((name) => name === '' || name.length > 80 || looksLikeData(name))) return false;
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) return false;
  // A heading that is also a value of its own column is more likely a value.
  return !names.some((name, column) => others.some((row) => row[column]?.trim() === name));
}

/** Cuts a text into columns and rows. Short rows are filled, empty ones left out. */
export function readTable(text: string, format: Pick<ImportFormat, 'separator' | 'header'>): FileTable {
  const records = parseRows(text, format.separator, false);
  const width = records.reduce((widest, record) => Math.max(widest, record.length), 0);
  const headings = format.header ? (records.shift() ?? []) : [];
  if (width === 0) throw new StrataError('import_unreadable', { reason: nothingInIt });
  return {
    columns: columnNames(headings, width),
    rows: records.filter((record) => record.some((cell) => cell.trim() !== '')).map((record) => widen(record, width)),
  };
}

function parseRows(text: string, separator: Separator, lenient: boolean): string[][] {
  try {
    return parse(text, {
      delimiter: separator,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      // The sample may end in the middle of a quoted cell.
      ...(lenient && { skip_records_with_error: true }),
    });
  } catch (error) {
    throw new StrataError('import_unreadable', { reason: unreadableAt(error as CsvError) });
  }
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
  const widths = parseRows(sample, separator, true).map((row) => row.length);
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [usual = 1, times = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return usual === 1 ? 0 : (times / widths.length) ** 2 * (1 + Math.log(usual));
}

function firstLines(text: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count; line++) {
    const next = text.indexOf('\n', end);
    if (next < 0) return text;
    end = next + 1;
  }
  return text.slice(0, end);
}

function looksLikeData(text: string): boolean {
  return /^[-+]?[\d.,\s%¥$€£]+$/.test(text) || /^\d{4}[-/.年]\d{1,2}/.test(text) || /^\S+@\S+\.\S+$/.test(text);
}

function columnNames(headings: readonly string[], width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, column) => {
    const name = headings[column]?.trim().replace(/\s+/g, ' ') || `#${column + 1}`;
    let unique = name;
    for (let copy = 2; taken.has(unique); copy++) unique = `${name} (${copy})`;
    taken.add(unique);
    return unique;
  });
}

function widen(record: string[], width: number): string[] {
  while (record.length < width) record.push('');
  return record;
}
