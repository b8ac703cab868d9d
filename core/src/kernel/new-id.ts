import { randomFillSync } from 'node:crypto';

/** Random bytes for so many ids are fetched at once: fetching them is most of what an id costs. */
const POOLED = 256;
const BYTES = 8;

const pool = Buffer.alloc(POOLED * BYTES);
/** The same as digits, of which ids take their ends: to write out each by itself takes longer than all else about it. */
const poolDigits = Buffer.alloc(POOLED * BYTES * 2);
let used = POOLED;
let lastMoment = 0;
let counter = 0;

/** A new UUID of version 7: later ones sort after earlier ones, also within a millisecond. */
export function newId(): string {
  const now = Date.now();
  if (now > lastMoment) {
    turnTo(now);
    counter = pool.readUInt32BE(nextRandom()) >>> 9;
  } else if (++counter > MOST) {
    // The clock is ahead by a millisecond rather than an id behind another.
    turnTo(lastMoment + 1);
    counter = 0;
  }
  return idOf(counter, nextRandom());
}

/**
 * The id that is being made, as bytes: put together out of texts it would be kept as a chain of them, which takes four times the
 * room.
 */
const bytes = Buffer.from('00000000-0000-7000-8000-000000000000');

function turnTo(moment: number): void {
  lastMoment = moment;
  const time = moment.toString(16).padStart(12, '0');
  bytes.write(`${time.slice(0, 8)}-${time.slice(8)}-`, 0, 'latin1');
}

const MOST = 0x3ff_ffff;

/** 48 bits of milliseconds, 26 of the counter, the rest random; version and variant where RFC 9562 wants them. */
function idOf(count: number, random: number): string {
  writeDigits(0x7000 | (count >>> 14), 14);
  writeDigits(0x8000 | (count & 0x3fff), 19);
  for (let i = 0; i < 12; i++) bytes[24 + i] = poolDigits[random * 2 + i]!;
  return bytes.toString('latin1');
}

const DIGITS = Buffer.from('0123456789abcdef');

/** Four hexadecimal digits. */
function writeDigits(value: number, at: number): void {
  for (let i = 0; i < 4; i++) bytes[at + i] = DIGITS[(value >>> (12 - i * 4)) & 0xf]!;
}

/** Where in the pool the next unused bytes are. */
function nextRandom(): number {
  if (used === POOLED) {
    randomFillSync(pool);
    poolDigits.write(pool.toString('hex'), 'latin1');
    used = 0;
  }
  return used++ * BYTES;
}
