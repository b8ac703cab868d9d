import type { BulkError, BulkRequest, JsonValue, RecordData } from '@stratacrm/sdk';
import { bulkRecords, queryRecords } from '../api/records.ts';

/** Records in one request; more would make the answer slow without being faster over all. */
const PORTION = 200;

export interface BulkOutcome {
  done: string[];
  errors: BulkError[];
}

/** Does one thing to many records, portion by portion, telling how far it is. */
export async function inPortions(
  object: string,
  ids: readonly string[],
  requestOf: (ids: string[]) => BulkRequest,
  progress: (done: number) => void,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], errors: [] };
  for (let at = 0; at < ids.length; at += PORTION) {
    const answer = await bulkRecords(object, { ...requestOf(ids.slice(at, at + PORTION)), mode: 'partial' });
    outcome.done.push(...answer.updated, ...answer.deleted, ...answer.restored);
    outcome.errors.push(...answer.errors);
    progress(Math.min(at + PORTION, ids.length));
  }
  return outcome;
}

/** The same value for one field of all of them. */
export function changeMany(
  object: string,
  ids: readonly string[],
  field: string,
  value: JsonValue,
  progress: (done: number) => void,
): Promise<BulkOutcome> {
  return inPortions(object, ids, (some) => ({ update: some.map((id) => ({ id, [field]: value })) }), progress);
}

export function deleteMany(
  object: string,
  ids: readonly string[],
  progress: (done: number) => void,
): Promise<BulkOutcome> {
  return inPortions(object, ids, (some) => ({ delete: some }), progress);
}

/** Out of the recycle bin, each with all that was deleted with it. */
export function restoreMany(
  object: string,
  ids: readonly string[],
  progress: (done: number) => void,
): Promise<BulkOutcome> {
  return inPortions(object, ids, (some) => ({ restore: some }), progress);
}

/** What a field held before it is changed for many, so that it can be undone. */
export async function formerValues(
  object: string,
  ids: readonly string[],
  field: string,
): Promise<Map<string, JsonValue>> {
  const former = new Map<string, JsonValue>();
  for (let at = 0; at < ids.length; at += PORTION) {
    const list = ids.slice(at, at + PORTION).map((id) => JSON.stringify(id));
    const page = await queryRecords(object, {
      fields: ['id', field],
      filter: `id in [${list.join(', ')}]`,
      limit: PORTION,
    });
    for (const record of page.data as RecordData[]) former.set(record.id, record[field] ?? null);
  }
  return former;
}

/** Ids of everything that matches, up to a bound. */
export async function idsOf(
  object: string,
  query: { filter?: string; deleted?: boolean },
  most: number,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await queryRecords(object, {
      ...query,
      fields: ['id'],
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    ids.push(...page.data.map((record) => record.id));
    cursor = page.page.next ?? undefined;
  } while (cursor !== undefined && ids.length < most);
  return ids;
}
