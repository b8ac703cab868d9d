/**
 * Writes a value as JSON, out of the bytes in which PostgreSQL tells it, and answers with where it ends. There is room for
 * six times as many bytes and `MORE_ROOM` beside them. -1: not in such a form as can be written so.
 */
export type WriteJson = (from: Buffer, start: number, end: number, to: Buffer, at: number) => number;

export const MORE_ROOM = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const ZERO = 0x30;

/** Any text. UTF-8 is what it comes in and what it goes out in. */
export const jsonText: WriteJson = (from, start, end, to, begin) => {
  let at = begin;
  to[at++] = QUOTE;
  for (let i = start; i < end; i++) {
    const byte = from[i]!;
    if (byte < SPACE || byte === QUOTE || byte === BACKSLASH) at = jsonEscaped(byte, to, at);
    else to[at++] = byte;
  }
  to[at++] = QUOTE;
  return at;
};

function jsonEscaped(byte: number, to: Buffer, at: number): number {
  return at + to.write(JSON.stringify(String.fromCharCode(byte)).slice(1, -1), at, 'latin1');
}

/** A text of digits and signs alone: an id, a day, a number that keeps its digits. */
export const jsonPlain: WriteJson = (from, start, end, to, begin) => {
  to[begin] = QUOTE;
  const at = copied(from, start, end, to, begin + 1);
  to[at] = QUOTE;
  return at + 1;
};

/** So many digits JavaScript has exact numbers for. */
const EXACT = 15;

export const jsonInteger: WriteJson = (from, start, end, to, at) => {
  if (end - start <= EXACT) return copied(from, start, end, to, at);
  return at + to.write(JSON.stringify(Number(from.toString('latin1', start, end))), at, 'latin1');
};

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const IS_TRUE = 't'.charCodeAt(0);

export const jsonBoolean: WriteJson = (from, start, _, to, at) => {
  const word = from[start] === IS_TRUE ? TRUE : FALSE;
  return copied(word, 0, word.length, to, at);
};

/** `2026-11-21 08:30:00.5+00` → `"2026-11-21T08:30:00.500Z"`; without a fraction where it is 0. */
export const jsonInstant: WriteJson = (from, start, end, to, begin) => {
  if (from[start + 10] !== SPACE || from[end - 3] !== 0x2b || from[end - 2] !== ZERO || from[end - 1] !== ZERO)
    return -1;
  let at = begin;
  to[at++] = QUOTE;
  at = copied(from, start, start + 19, to, at);
  to[begin + 11] = 0x54;
  const first = digitAt(from, start + 20, end - 3);
  const second = digitAt(from, start + 21, end - 3);
  const third = digitAt(from, start + 22, end - 3);
  if (first !== ZERO || second !== ZERO || third !== ZERO) {
    to[at++] = 0x2e;
    to[at++] = first;
    to[at++] = second;
    to[at++] = third;
  }
  to[at++] = 0x5a;
  to[at++] = QUOTE;
  return at;
};

function digitAt(from: Uint8Array, at: number, end: number): number {
  return at < end ? from[at]! : ZERO;
}

const AMOUNT = Buffer.from('{"amount":');
const CURRENCY = Buffer.from(',"currency":');

/** `12.50 CNY` */
export const jsonMoney: WriteJson = (from, start, end, to, begin) => {
  const space = from.indexOf(SPACE, start);
  let at = copied(AMOUNT, 0, AMOUNT.length, to, begin);
  at = jsonPlain(from, start, space, to, at);
  at = copied(CURRENCY, 0, CURRENCY.length, to, at);
  at = jsonText(from, space + 1, end, to, at);
  to[at] = 0x7d;
  return at + 1;
};

/** Byte by byte: a call into the runtime takes longer than the few bytes of a value or a name. */
export function copied(from: Uint8Array, start: number, end: number, to: Buffer, begin: number): number {
  let at = begin;
  for (let i = start; i < end; i++) to[at++] = from[i]!;
  return at;
}
