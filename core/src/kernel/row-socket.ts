import { Socket } from 'node:net';

/** Takes rows as PostgreSQL sends them. */
export interface RowTaker {
  /** The fields of one row stand from `start` on: for each its length in four bytes, -1 for none, then its text. */
  row(bytes: Buffer, start: number): void;
}

const DATA_ROW = 0x44;
/** Its kind in one byte, its length in four. */
const HEAD = 5;
/** How many fields it has, in two. */
const COUNT = 2;

/**
 * A connection to PostgreSQL from which somebody may take rows before the driver sees them. The driver makes a string of
 * every value and an object of every row; an answer that is sent on as bytes needs neither. It follows the messages
 * from the first one on, so that it knows where one begins.
 */
export class RowSocket extends Socket {
  #taker: RowTaker | null = null;
  /** A message, or its head, of which the rest is to come. */
  #held: Buffer | null = null;
  /** Bytes that are to come of a message whose beginning has been passed on. */
  #owed = 0;

  /** From now on rows go there; null: to the driver. */
  give(taker: RowTaker | null): void {
    this.#taker = taker;
  }

  override push(chunk: Buffer | null): boolean {
    if (chunk === null) return super.push(null);
    const bytes = this.#held === null ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = null;
    let at = Math.min(this.#owed, bytes.length);
    this.#owed -= at;
    let passed = 0;
    let more = true;
    while (at + HEAD <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      const taken = bytes[at] === DATA_ROW && this.#taker !== null;
      if (end > bytes.length) {
        if (taken) break;
        this.#owed = end - bytes.length;
        at = bytes.length;
      } else if (taken) {
        if (at > passed) more = super.push(bytes.subarray(passed, at));
        this.#taker?.row(bytes, at + HEAD + COUNT);
        at = passed = end;
      } else at = end;
    }
    if (at < bytes.length) this.#held = bytes.subarray(at);
    return at > passed ? super.push(bytes.subarray(passed, at)) : more;
  }
}
