import { createHash } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { LocalFile } from './file-store.ts';

/** More came than is taken. */
export class TooLarge extends Error {}

/** The sender went away before all had come. */
export class BrokenOff extends Error {}

export interface Reception {
  readonly folder: string;
  /** Name of the file in it. */
  readonly name: string;
  /** In bytes. */
  readonly limit: number;
}

/** Writes what comes to disk piece by piece, and makes it last. Whatever goes wrong, nothing is left behind. */
export async function receiveFile(source: AsyncIterable<Uint8Array>, reception: Reception): Promise<LocalFile> {
  await mkdir(reception.folder, { recursive: true });
  const target = path.join(reception.folder, reception.name);
  const handle = await open(target, 'wx');
  try {
    const { size, hash } = await writeAll(handle, source, reception.limit);
    await handle.sync();
    await handle.close();
    return { path: target, size, hash };
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(target, { force: true });
    throw error;
  }
}

async function writeAll(handle: FileHandle, source: AsyncIterable<Uint8Array>, limit: number) {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of arriving(source)) {
    size += piece.length;
    if (size > limit) throw new TooLarge();
    hash.update(piece);
    await handle.writeFile(piece);
  }
  return { size, hash: hash.digest() };
}

/** Tells the sender's failures from those of the disk. */
async function* arriving(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch {
    throw new BrokenOff();
  }
}
