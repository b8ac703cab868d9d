import { readFileSync } from 'node:fs';

const PAGE = 4_096;
/** Of the clock by which the kernel counts. */
const TICKS = 100;

/** Bytes a process really holds; null where the system does not say. */
export function residentBytes(pid: number): number | null {
  const pages = Number(told(pid, 'statm')?.split(' ')[1]);
  return Number.isFinite(pages) ? pages * PAGE : null;
}

/** Computing time of a process since it began, in milliseconds; null where the system does not say. */
export function computedMs(pid: number): number | null {
  const text = told(pid, 'stat');
  if (text === null) return null;
  // The name of the program stands in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS;
}

/** The kernel writes it as it is read, within some 20 µs: handing that to another thread takes ten times as long. */
function told(pid: number, file: 'stat' | 'statm'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return null;
  }
}
