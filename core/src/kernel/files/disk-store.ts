import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange, FileStore, LocalFile } from './file-store.ts';

/** Files in folders by the last two letters of their key, some thousands in each when there are a million. */
export class DiskStore implements FileStore {
  #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The content was synchronised when it was received; the rename is atomic and is made to last by syncing its folder. */
  async put(key: string, file: LocalFile): Promise<void> {
    const target = this.#pathOf(key);
    const folder = path.dirname(target);
    await mkdir(folder, { recursive: true });
    await rename(file.path, target);
    await syncFolder(folder);
  }

  async read(key: string, range: ByteRange | null): Promise<Readable | null> {
    try {
      const handle = await open(this.#pathOf(key));
      return createReadStream('', { fd: handle, ...(range && { start: range.start, end: range.end }) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
  }

  #pathOf(key: string): string {
    if (!/^[\w-]+$/.test(key)) throw new Error(`${key} is no key of a file`);
    return path.join(this.#folder, key.slice(-2), key);
  }
}

/** Windows has no such thing and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
