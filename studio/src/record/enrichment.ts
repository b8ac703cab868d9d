import type { CompiledEnricher, RecordData } from '@stratacrm/sdk';

/** So long a record counts as just made. */
const FRESH_MS = 120_000;

/** Whether sources are asked by themselves: this person has just made the record, and an administrator wants it so. */
export function isAskedAtOnce(
  sources: readonly CompiledEnricher[],
  record: RecordData,
  person: string | undefined,
  now: number,
): boolean {
  const by = record['created_by'];
  const author = typeof by === 'object' && by !== null && !Array.isArray(by) ? by['id'] : by;
  const made = Date.parse(String(record['created_at'] ?? ''));
  const fresh = record['version'] === 1 && now - made < FRESH_MS;
  return fresh && person !== undefined && author === person && sources.some((each) => each.on_create);
}
