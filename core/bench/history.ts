import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Figure } from './figure.ts';
import { formatted } from './formatted.ts';

/** One run of the benchmarks. Figures of different machines are not to be compared. */
export interface Run {
  readonly at: string;
  readonly commit: string;
  readonly machine: string;
  /** By the name of the benchmark; of a run that named some, only those. */
  readonly figures: Readonly<Record<string, readonly Figure[]>>;
}

export const HISTORY_FILE = path.resolve(import.meta.dirname, '../../docs/benchmarks.json');

export function readHistory(): Run[] {
  return existsSync(HISTORY_FILE) ? (JSON.parse(readFileSync(HISTORY_FILE, 'utf8')) as Run[]) : [];
}

export async function writeHistory(runs: readonly Run[]): Promise<void> {
  writeFileSync(HISTORY_FILE, await formatted(JSON.stringify(runs, rounded), HISTORY_FILE));
}

/** Three digits are more than any of them is worth. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

export function commit(): string {
  return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
}

export function machine(): string {
  const [cpu] = os.cpus();
  return `${os.cpus().length} × ${cpu?.model.trim() ?? os.arch()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}
