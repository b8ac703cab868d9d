import { fieldType, isCurrencyCode, type FieldDocument, type ValueContext } from '@stratacrm/sdk';
import type { ExchangeRate } from '../api/workspace.ts';

/** Rows of currency, date and rate, and the first that could not be read as such. */
export interface ReadRates {
  rates: ExchangeRate[];
  unread: string | null;
}

const TEXT = { kind: 'field', id: '', object: '', name: '', label: { en: '', zh: '' }, type: 'decimal' } as const;
const RATE: FieldDocument = { ...TEXT, scale: 12 };
const DATE: FieldDocument = { ...TEXT, type: 'date' };

/** Rates out of what a spreadsheet puts on the clipboard or into a CSV file; a heading is passed over. */
export function readRates(text: string, context: ValueContext): ReadRates {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const rates: ExchangeRate[] = [];
  let unread: string | null = null;
  for (const [index, line] of lines.entries()) {
    const rate = readLine(line, context);
    if (rate !== null) rates.push(rate);
    else if (index > 0 || lines.length === 1) unread ??= line;
  }
  return { rates, unread };
}

function readLine(line: string, context: ValueContext): ExchangeRate | null {
  const cells = line
    .split(line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',')
    .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const currency = (cells[0] ?? '').toUpperCase();
  const date = fieldType('date').fromText(cells[1] ?? '', DATE, context);
  const rate = fieldType('decimal').fromText(cells[2] ?? '', RATE, context);
  if (cells.length < 3 || !isCurrencyCode(currency) || !date.ok || !rate.ok) return null;
  return { currency, valid_from: String(date.value), rate: String(rate.value).replace(/\.?0+$/, '') };
}
