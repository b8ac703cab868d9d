import type { EndpointInput, EndpointOutput, Handler, JsonObject, JsonValue, PluginHost } from '@stratacrm/sdk';
import { plainAccountNumber } from '../identity/account-number.ts';
import { among, inPieces, isObject, textOf, TOGETHER } from '../host-records.ts';

/** What one request may bring; a core system sends its file in portions. */
const MOST = 1_000;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

interface Line {
  index: number;
  number: string;
  /** What tells it from the other lines of its holding. */
  line: string;
  row: JsonObject;
}

/**
 * Takes the lines of a core system: `{ lines: [{ number, date, amount, currency, kind?, fees?, costs? }] }`. A line that was
 * there before is changed, never doubled. Answers with what was taken and what is wrong with the others, line by line.
 */
export const takeBalances: Handler<EndpointInput, EndpointOutput> = async ({ body }, host) => {
  const lines = isObject(body) && Array.isArray(body['lines']) ? body['lines'] : null;
  if (lines === null || lines.length > MOST)
    return { status: 422, body: { error: `Send { "lines": [ … ] } of at most ${MOST} lines.` } };
  const errors: JsonObject[] = [];
  const read = lines.flatMap((line, index) => readLine(line, index, errors));
  const holdings = await holdingsOf(host, [...new Set(read.map(({ number }) => number))]);
  const known = read.filter(({ index, number }) => {
    if (holdings.has(plainAccountNumber(number))) return true;
    errors.push({ line: index, error: `There is no holding ${number}.` });
    return false;
  });
  let taken = 0;
  for (const piece of inPieces(known, 500)) {
    const rows = piece.map(({ number, line, row }) => {
      const held = holdings.get(plainAccountNumber(number))!;
      return { ...row, key: `${held.number} ${line}`, holding: held.id };
    });
    const done = await host.records.bulk('bank__balance', { upsert: { key: 'key', rows }, mode: 'partial' });
    taken += done.created.length + done.updated.length;
    for (const { index, path, message } of done.errors)
      errors.push({ line: piece[index]?.index ?? -1, error: path === '' ? message : `${path}: ${message}` });
  }
  return { status: errors.length > 0 ? 207 : 200, body: { taken, errors } };
};

function readLine(line: JsonValue, index: number, errors: JsonObject[]): Line[] {
  const { number, date, amount, currency, kind = 'month', fees, costs } = isObject(line) ? line : {};
  const day = textOf(date);
  if (textOf(number) === '' || !DATE.test(day) || (typeof amount !== 'string' && typeof amount !== 'number')) {
    errors.push({ line: index, error: 'It needs number, date (2026-11-01) and amount.' });
    return [];
  }
  const money = (value: JsonValue | undefined): JsonValue =>
    typeof value === 'string' || typeof value === 'number'
      ? { amount: String(value), currency: textOf(currency) || 'CNY' }
      : null;
  const row: JsonObject = {
    kind: textOf(kind),
    date: day,
    amount: money(amount),
    fees: money(fees),
    costs: money(costs),
  };
  return [{ index, number: textOf(number), line: `${day} ${kind === 'day' ? 'D' : 'M'}`, row }];
}

/** By their number as it is kept. What was taken over with spaces, before numbers were read as such, is found too. */
async function holdingsOf(
  host: PluginHost,
  numbers: readonly string[],
): Promise<Map<string, { id: string; number: string }>> {
  const found = new Map<string, { id: string; number: string }>();
  for (const piece of inPieces(numbers, TOGETHER)) {
    const { data } = await host.records.query('bank__holding', {
      fields: ['number'],
      filter: among('number', [...new Set(piece.flatMap((number) => [number, plainAccountNumber(number)]))]),
      limit: 200,
    });
    for (const { id, number } of data) found.set(plainAccountNumber(textOf(number)), { id, number: textOf(number) });
  }
  return found;
}
