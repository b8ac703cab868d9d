import { createHash } from 'node:crypto';
import { StrataError } from '@stratacrm/sdk';

/** The files of a plugin package by their path, `manifest.json`, held in memory: nothing of it is written to a disk. */
export type PackageFiles = ReadonlyMap<string, Buffer>;

/** A package larger than this in any way is refused before it costs anything. */
export const PACKAGE_LIMITS = {
  /** Bytes as it comes. */
  tarball: 5 * 1024 * 1024,
  /** Bytes of all files. */
  unpacked: 20 * 1024 * 1024,
  entries: 200,
  /** Unpacked for one byte packed; code and pictures stay below 20, zeros reach 1000. */
  ratio: 100,
  path: 200,
} as const;

const DEVICE_NAMES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Throws `plugin_package_refused` for a path that could mean another file on some machine. */
export function requireSafePath(path: string): string {
  const steps = path.split('/');
  const unsafe =
    path.length === 0 ||
    path.length > PACKAGE_LIMITS.path ||
    path.startsWith('/') ||
    /[\\:*?"<>|]/.test(path) ||
    hasControl(path) ||
    path !== path.normalize('NFC') ||
    steps.some((step) => step === '' || step === '.' || step === '..' || /[. ]$/.test(step) || DEVICE_NAMES.test(step));
  if (unsafe) throw refusedPackage(`path "${printable(path)}"`, `路径“${printable(path)}”`);
  return path;
}

/** Takes a file in; a second one of the same name, also in other case, is a trick to show one and use the other. */
export function addFile(files: Map<string, Buffer>, path: string, content: Buffer): void {
  const folded = path.toLowerCase();
  if ([...files.keys()].some((known) => known.toLowerCase() === folded))
    throw refusedPackage(`"${printable(path)}" is in it twice`, `“${printable(path)}”重复`);
  files.set(path, content);
}

/** What a package was refused for, in a few words. */
export function refusedPackage(en: string, zh: string): StrataError {
  return new StrataError('plugin_package_refused', { reason: { en, zh } });
}

/** Tells packages apart by what is in them, however they were packed. */
export function digestOfFiles(files: PackageFiles): string {
  const list = [...files].map(([path, content]) => [path, sha512(content)]).toSorted(([a], [b]) => (a! < b! ? -1 : 1));
  return createHash('sha512').update(JSON.stringify(list)).digest('hex');
}

/** As in an npm lock file: `sha512-…`. */
export function sha512(content: Buffer): string {
  return `sha512-${createHash('sha512').update(content).digest('base64')}`;
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character.codePointAt(0)! < 32 || character.codePointAt(0) === 127);
}

/** What a stranger called a file, fit to stand in a message. */
function printable(path: string): string {
  const shown = [...path].map((character) => (hasControl(character) ? '�' : character)).join('');
  return shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
}
