/** One message on the channel: facts that the channel reads, and a text that it only carries. */
export interface Frame {
  facts: unknown;
  text: string;
}

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

/** Puts frames together again from the pieces in which they arrive. Throws what is not a frame. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #length = 0;

  *read(piece: Buffer): Generator<Frame> {
    this.#pieces.push(piece);
    this.#length += piece.length;
    for (;;) {
      if (this.#length < HEAD) return;
      const head = this.#join(HEAD);
      const told = head.readUInt32LE(0);
      const whole = HEAD + told + head.readUInt32LE(4);
      if (whole > LARGEST_FRAME) throw new Error(`A frame of ${whole} bytes`);
      if (this.#length < whole) return;
      const all = this.#join(whole);
      this.#pieces[0] = all.subarray(whole);
      this.#length -= whole;
      yield {
        facts: JSON.parse(all.toString('utf8', HEAD, HEAD + told)),
        text: all.toString('utf8', HEAD + told, whole),
      };
    }
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
