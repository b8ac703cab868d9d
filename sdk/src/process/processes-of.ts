import type { ProcessDocument } from '../documents/process.ts';
import type { CompiledObject } from '../model/compiled.ts';

type WithProcesses = Pick<CompiledObject, 'process' | 'side_processes'>;

/** Every process of an object, each on a field of its own; the one that leads comes first. */
export function processesOf({ process, side_processes = [] }: WithProcesses): ProcessDocument[] {
  return process === undefined ? side_processes : [process, ...side_processes];
}

/**
 * The processes of one object, the one that leads it first: the one that says so, else the one that led before, else the
 * first. Of two on one field, which cannot be published, only the first counts.
 */
export function ledFirst(all: readonly ProcessDocument[], ledBefore?: string): ProcessDocument[] {
  const own = all.filter(({ field }, at) => all.findIndex((other) => other.field === field) === at);
  const leading = own.find(({ leads }) => leads === true) ?? own.find(({ name }) => name === ledBefore) ?? own[0];
  return leading === undefined ? [] : [leading, ...own.filter((each) => each !== leading)];
}

/** The process that governs what a field of choices may become; undefined where none does. */
export function processOn(object: WithProcesses, field: string): ProcessDocument | undefined {
  return processesOf(object).find((process) => process.field === field);
}
