import { randomFillSync } from 'node:crypto';

/** Random bytes for so many ids are fetched at once: fetching them is most of what an id costs. */
const POOLED = 256;
const BYTES = 8;

const pool = Buffer.alloc(POOLED * BYTES);
let used = POOLED;
let lastMoment = 0;
let counter = 0;

/** A new UUID of version 7: later ones sort after earlier ones, also within a millisecond. */
export function newId(): string {
  const now = Date.now();
  if (now > lastMoment) {
    lastMoment = now;
    counter = pool.readUInt32BE(nextRandom()) >>> 9;
  } else if (++counter > MOST) {
    // The clock is ahead by a millisecond rather than an id behind another.
    lastMoment++;
    counter = 0;
  }
  return idOf(lastMoment, counter, nextRandom());
}

const MOST = 0x3ff_ffff;

/** 48 bits of milliseconds, 26 of the counter, the rest random; version and variant where RFC 9562 wants them. */
function idOf(moment: number, count: number, random: number): string {
  const time = moment.toString(16).padStart(12, '0');
  const high = (0x7000 | (count >>> 14)).toString(16);
  const low = (0x8000 | (count & 0x3fff)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${low}-${pool.toString('hex', random, random + 6)}`;
}

/** Where in the pool the next unused bytes are. */
function nextRandom(): number {
  if (used === POOLED) {
    randomFillSync(pool);
    used = 0;
  }
  return used++ * BYTES;
}
