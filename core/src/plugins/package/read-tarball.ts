import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { StrataError } from '@stratacrm/sdk';
import { addFile, PACKAGE_LIMITS, refusedPackage, requireSafePath, type PackageFiles } from './package-files.ts';

/** Everything in an npm tarball stands beneath one folder, which npm calls `package`. */
const TOP_FOLDER = /^[^/]+\//;

/**
 * The files of an npm tarball. It is unpacked by and by and left at the first byte over a limit, so a bomb costs no
 * more than what is allowed; links, devices and paths that lead elsewhere are refused, not passed over.
 */
export async function readTarball(tarball: Buffer): Promise<PackageFiles> {
  if (tarball.length > PACKAGE_LIMITS.tarball) throw tooLarge('tarball', '压缩包');
  const files = new Map<string, Buffer>();
  const reader = new TarballReader(tarball.length, files);
  await reader.read(tarball);
  if (files.size === 0) throw refusedPackage('it has no files', '没有任何文件');
  return files;
}

class TarballReader {
  #packed: number;
  #files: Map<string, Buffer>;
  #unpacked = 0;
  #entries = 0;

  constructor(packed: number, files: Map<string, Buffer>) {
    this.#packed = packed;
    this.#files = files;
  }

  read(tarball: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const gunzip = createGunzip();
      const parser = new Parser({ strict: true, gzip: false, brotli: false, zstd: false });
      const fail = (error: unknown): void => {
        gunzip.destroy();
        reject(error instanceof StrataError ? error : refusedPackage('it is no npm tarball', '不是有效的 npm 压缩包'));
      };
      const guarded = (work: () => void): void => {
        try {
          work();
        } catch (error) {
          fail(error);
        }
      };
      parser.on('entry', (entry: ReadEntry) => guarded(() => this.#take(entry, fail)));
      parser.on('ignoredEntry', (entry: ReadEntry) => guarded(() => this.#refuse(entry)));
      parser.on('error', fail);
      parser.on('end', () => resolve());
      gunzip.on('error', fail);
      gunzip.on('data', (chunk: Buffer) => guarded(() => this.#feed(parser, chunk)));
      gunzip.on('end', () => guarded(() => void parser.end()));
      gunzip.end(tarball);
    });
  }

  /** The limits hold for the stream itself, so headers and padding count too. */
  #feed(parser: Parser, chunk: Buffer): void {
    this.#unpacked += chunk.length;
    if (this.#unpacked > PACKAGE_LIMITS.unpacked) throw tooLarge('package', '插件包');
    // A package of a few small files is mostly padding.
    if (this.#unpacked > 1024 * 1024 && this.#unpacked > this.#packed * PACKAGE_LIMITS.ratio)
      throw refusedPackage('it grows too much when unpacked', '解压后膨胀过大');
    parser.write(chunk);
  }

  #take(entry: ReadEntry, fail: (error: unknown) => void): void {
    this.#entries += 1;
    if (this.#entries > PACKAGE_LIMITS.entries) throw refusedPackage('it has too many files', '文件数量过多');
    if (entry.type === 'Directory') {
      requireSafePath(entry.path.replace(/\/$/, ''));
      entry.resume();
      return;
    }
    if (entry.type !== 'File' && entry.type !== 'OldFile') this.#refuse(entry);
    const path = requireSafePath(requireSafePath(entry.path).replace(TOP_FOLDER, ''));
    if (!TOP_FOLDER.test(entry.path))
      throw refusedPackage(`"${path}" lies outside its folder`, `“${path}”位于包目录之外`);
    const pieces: Buffer[] = [];
    entry.on('data', (piece: Buffer) => pieces.push(piece));
    entry.on('end', () => {
      try {
        addFile(this.#files, path, Buffer.concat(pieces));
      } catch (error) {
        fail(error);
      }
    });
  }

  #refuse(entry: ReadEntry): never {
    throw refusedPackage(`it contains something that is no file (${entry.type})`, `包含非普通文件（${entry.type}）`);
  }
}

function tooLarge(en: string, zh: string): StrataError {
  return refusedPackage(`the ${en} is too large`, `${zh}过大`);
}
