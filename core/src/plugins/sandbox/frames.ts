const HEAD = 4;
const NO_HEAD = '\0'.repeat(HEAD);

/** Larger than anything the limits let through; whoever sends more does not keep to them. */
export const LARGEST_FRAME = 16_777_216;

/**
 * A length, the facts as JSON, a line break, and the text as it is: what is JSON already is not written into JSON again.
 * Made and read in one piece: out of the caches, each function of a buffer costs a process without a JIT 10 µs.
 */
export function writeFrame(facts: object, text: string): Buffer {
  const frame = Buffer.from(`${NO_HEAD}${JSON.stringify(facts)}\n${text}`);
  const length = frame.length - HEAD;
  for (let place = 0; place < HEAD; place++) frame[place] = length >>> (8 * place);
  return frame;
}

/** Where the frame that begins there ends. */
function endOf(bytes: Buffer, at: number): number {
  let length = 0;
  for (let place = HEAD - 1; place >= 0; place--) length = length * 256 + bytes[at + place]!;
  if (length > LARGEST_FRAME) throw new Error(`A frame of ${length} bytes`);
  return at + HEAD + length;
}

type Taken = (facts: unknown, text: string) => void;

function takeFrame(bytes: Buffer, at: number, end: number, taken: Taken): void {
  const said = bytes.toString('utf8', at + HEAD, end);
  const line = said.indexOf('\n');
  if (line < 0) throw new Error('A frame without a text');
  taken(JSON.parse(said.slice(0, line)), said.slice(line + 1));
}

/** Puts frames, each of them facts that the channel reads and a text that it only carries, together again from the pieces in which they arrive. Throws what is not a frame. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #length = 0;

  /** `taken` is told of each frame that is whole now; of a buffer that is used again what counts is its first `length` bytes. */
  read(piece: Buffer, taken: Taken, length = piece.length): void {
    const read = this.#length === 0 ? takeFrames(piece, length, taken) : 0;
    if (read === length) return;
    this.#pieces.push(piece.subarray(read, length));
    this.#length += length - read;
    this.#readPieces(taken);
  }

  /** Copies what is left, where the buffer it came in is used again. */
  keep(): void {
    if (this.#length === 0) return;
    const last = this.#pieces.length - 1;
    this.#pieces[last] = Buffer.from(this.#pieces[last]!);
  }

  #readPieces(taken: Taken): void {
    if (this.#length < HEAD) return;
    if (this.#length < endOf(this.#join(HEAD), 0)) return;
    const all = this.#join(this.#length);
    const read = takeFrames(all, all.length, taken);
    this.#length -= read;
    this.#pieces = this.#length === 0 ? [] : [all.subarray(read)];
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

/** Takes those that are whole; answers with how many bytes they were. */
function takeFrames(bytes: Buffer, length: number, taken: Taken): number {
  let at = 0;
  while (length - at >= HEAD) {
    const end = endOf(bytes, at);
    if (end > length) break;
    takeFrame(bytes, at, end, taken);
    at = end;
  }
  return at;
}
