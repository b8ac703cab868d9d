import { readFile } from 'node:fs/promises';

const PAGE = 4_096;
/** Of the clock by which the kernel counts. */
const TICKS = 100;

/** Bytes a process really holds; null where the system does not say. */
export async function residentBytes(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => null);
  const pages = Number(text?.split(' ')[1]);
  return Number.isFinite(pages) ? pages * PAGE : null;
}

/** Computing time of a process since it began, in milliseconds; null where the system does not say. */
export async function computedMs(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  if (text === null) return null;
  // The name of the program stands in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS;
}
