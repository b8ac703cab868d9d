import { StrataError, type HistoryEntry, type Issue, type MergeOffer } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readerSight } from '../sight/sight.ts';
import { readChanges } from './change-entry.ts';

/** Further back than so many writes nobody looks at a record he is about to change. */
const MOST_WRITES = 500;

/** The refusal of a write to an older version, with what others have changed since, as far as the writer may see it. */
export async function refusalWithOffer(
  ctx: AccessContext,
  object: string,
  id: string,
  { params = {} }: Issue,
): Promise<StrataError> {
  const sight = readerSight(ctx.catalog, ctx.access);
  const { expected, actual } = params as { expected: number; actual: number };
  const count = Math.min(Math.max(actual - expected, 0), MOST_WRITES);
  const entries = (await readChanges(ctx, sight, object, id, null, count)).map((each) => each.entry);
  const since = entries.filter((entry) => entry.version > expected);
  const offer: MergeOffer = { expected, version: actual, changes: netChanges(since) };
  const issues = offer.changes.map(({ field }): Issue => {
    return { path: field, code: 'changed_meanwhile', params: { label: labelOf(ctx, object, field) } };
  });
  return new StrataError('version_conflict', params, issues, { merge: offer });
}

/** What is different now, field by field: the first value before and the last after. Newest entries come first. */
function netChanges(entries: readonly HistoryEntry[]): MergeOffer['changes'] {
  const net = new Map<string, MergeOffer['changes'][number]>();
  for (const { at, by, changes } of entries) {
    for (const { field, from, to } of changes) net.set(field, { at, by, to, ...net.get(field), field, from });
  }
  return [...net.values()].filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}

function labelOf(ctx: AccessContext, object: string, field: string) {
  return ctx.catalog.object(object).fields[field]?.label ?? field;
}
