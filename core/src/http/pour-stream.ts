import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Somebody who leaves before a stream has ended, or has begun, has had enough: that is no failure. */
const GONE: ReadonlySet<string | undefined> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE']);

/** Sends all pieces, each when the one before it has gone; in the end what the stream holds is let go of, come what may. */
export async function pourStream(stream: AsyncIterable<unknown>, response: Writable): Promise<void> {
  const source = Readable.from(stream);
  try {
    await pipeline(source, response);
  } catch (error) {
    if (!GONE.has((error as NodeJS.ErrnoException).code)) throw error;
  } finally {
    // Where the other had left before it began, nothing else would: it was never read.
    source.destroy();
  }
}
