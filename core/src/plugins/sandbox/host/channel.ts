import { writeSync } from 'node:fs';
import net from 'node:net';
import { FrameReader, writeFrame } from '../frames.ts';

const LARGEST_PIECE = 65_536;

/**
 * The only way to the server and back. Without a JIT every line of a stream costs, so what arrives is taken from one
 * buffer, and what is told is written at once as long as the system takes it.
 */
export class Channel {
  readonly #fd: number;
  readonly #socket: net.Socket;

  constructor(fd: number, heard: (facts: unknown, text: string) => void, ended: () => void) {
    this.#fd = fd;
    const reader = new FrameReader();
    const buffer = Buffer.allocUnsafeSlow(LARGEST_PIECE);
    const callback = (length: number): boolean => {
      reader.read(buffer, heard, length);
      // What is not whole yet has to outlive the buffer.
      reader.keep();
      return true;
    };
    const options: net.SocketConstructorOpts & { onread: net.OnReadOpts } = {
      fd,
      readable: true,
      writable: true,
      onread: { buffer, callback },
    };
    this.#socket = new net.Socket(options);
    this.#socket.on('close', ended);
    this.#socket.on('error', ended);
    // Nothing is read before somebody wants to hear it.
    this.#socket.resume();
  }

  tell(facts: object, text: string): void {
    const frame = writeFrame(facts, text);
    const written = this.#socket.writableLength > 0 ? 0 : this.#writeNow(frame);
    if (written < frame.length) this.#socket.write(frame.subarray(written));
  }

  /** As much as the system takes without waiting. */
  #writeNow(frame: Buffer): number {
    try {
      return writeSync(this.#fd, frame);
    } catch {
      // It takes nothing at present, or the other end is gone: the stream finds out which.
      return 0;
    }
  }
}
