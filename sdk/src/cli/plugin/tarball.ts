import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** An npm tarball of these files: everything beneath `package/`, the same bytes for the same files (POSIX ustar). */
export function tarballOf(files: ReadonlyMap<string, Buffer>): Buffer {
  const blocks = [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, content]) => {
      const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
      return [header(`package/${path}`, content.length), content, padding];
    });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

function header(path: string, size: number): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`The path ${path} is longer than 100 characters`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  };
  block.write(path, 0);
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  // The day npm itself gives to all files, so that one build equals the other.
  octal(Date.UTC(1985, 9, 26, 8, 15) / 1000, 136, 12);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\u0000', 257);
  block.write('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
