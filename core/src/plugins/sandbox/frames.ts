const HEAD = 8;

/** Larger than anything the limits let through; whoever sends more does not keep to them. */
export const LARGEST_FRAME = 16_777_216;

/** Two lengths, the facts as JSON, the text as it is: what is JSON already is not written into JSON again. */
export function writeFrame(facts: object, text: string): Buffer {
  const told = JSON.stringify(facts);
  const toldLength = Buffer.byteLength(told);
  const textLength = Buffer.byteLength(text);
  const buffer = Buffer.allocUnsafe(HEAD + toldLength + textLength);
  buffer.writeUInt32LE(toldLength, 0);
  buffer.writeUInt32LE(textLength, 4);
  buffer.write(told, HEAD);
  buffer.write(text, HEAD + toldLength);
  return buffer;
}

function wholeOf(head: Buffer): number {
  return HEAD + head.readUInt32LE(0) + head.readUInt32LE(4);
}

/** Puts frames, each of them facts that the channel reads and a text that it only carries, together again from the pieces in which they arrive. Throws what is not a frame. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #length = 0;

  /** `taken` is told of each frame that is whole now. */
  read(piece: Buffer, taken: (facts: unknown, text: string) => void): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    while (this.#length >= HEAD) {
      const whole = wholeOf(this.#join(HEAD));
      if (whole > LARGEST_FRAME) throw new Error(`A frame of ${whole} bytes`);
      if (this.#length < whole) return;
      const all = this.#join(whole);
      if (all.length === whole) this.#pieces.length = 0;
      else this.#pieces[0] = all.subarray(whole);
      this.#length -= whole;
      const text = HEAD + all.readUInt32LE(0);
      taken(JSON.parse(all.toString('utf8', HEAD, text)), all.toString('utf8', text, whole));
    }
  }

  /** Copies what is left, where the buffer it came in is used again. */
  keep(): void {
    const last = this.#pieces.length - 1;
    if (last >= 0) this.#pieces[last] = Buffer.from(this.#pieces[last]!);
  }

  /** The first piece, with at least so many bytes. */
  #join(least: number): Buffer {
    const [first] = this.#pieces;
    if (first !== undefined && first.length >= least) return first;
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }
}
