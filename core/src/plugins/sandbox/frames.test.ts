import { describe, expect, it } from 'vitest';
import { FrameReader, LARGEST_FRAME, writeFrame } from './frames.ts';

type Told = [facts: unknown, text: string];

const FRAMES: readonly [object, string][] = [
  [{ type: 'ready' }, ''],
  [{ type: 'done', call: 1 }, '["张伟",1]'],
  [{ type: 'call', call: 2 }, `${'x'.repeat(300)}\n张`],
];
const BYTES = Buffer.concat(FRAMES.map(([facts, text]) => writeFrame(facts, text)));

/** What is heard when the bytes arrive in pieces of that size, all of them in the same buffer. */
function heardIn(size: number): Told[] {
  const [reader, heard, buffer] = [new FrameReader(), [] as Told[], Buffer.alloc(size)];
  for (let at = 0; at < BYTES.length; at += size) {
    const length = BYTES.copy(buffer, 0, at, at + size);
    reader.read(buffer, (...told) => heard.push(told), length);
    reader.keep();
  }
  return heard;
}

describe('frames', () => {
  it.each([1, 3, 4, 5, 50, BYTES.length, BYTES.length + 9])('are put together from pieces of %i bytes', (size) => {
    expect(heardIn(size)).toEqual(FRAMES);
  });

  it('are refused when they are longer than any', () => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(LARGEST_FRAME + 1, 0);
    expect(() => new FrameReader().read(head, () => {})).toThrow('A frame of');
  });

  it('are refused when nothing divides their facts from their text', () => {
    const frame = writeFrame({ type: 'ready' }, '');
    frame[frame.length - 1] = 32;
    expect(() => new FrameReader().read(frame, () => {})).toThrow('A frame without a text');
  });
});
