import type {
  BulkRequest,
  BulkResult,
  ByFilterResult,
  CompiledField,
  DeleteByFilterRequest,
  GroupPage,
  HistoryEntry,
  JsonValue,
  ProblemItem,
  RecordData,
  RecordPage,
  RecordQuery,
  RestorePreview,
  TimelineEntry,
  UpdateByFilterRequest,
} from '@stratacrm/sdk';
import { api, send, type RequestOptions } from './client.ts';

export type RecordInput = { [field: string]: JsonValue };

const at = (object: string, ...rest: string[]): string =>
  `/api/records/${[object, ...rest].map(encodeURIComponent).join('/')}`;

/** A page of records by a question. */
export function queryRecords(object: string, query: RecordQuery, signal?: AbortSignal): Promise<RecordPage> {
  return api.post<RecordPage>(at(object, 'query'), query, signal && { signal });
}

/** Groups with their aggregates. */
export function groupRecords(object: string, query: RecordQuery, signal?: AbortSignal): Promise<GroupPage> {
  return api.post<GroupPage>(at(object, 'query'), query, signal && { signal });
}

export async function getRecord(
  object: string,
  id: string,
  fields?: readonly string[],
  signal?: AbortSignal,
  /** A past moment: the record as it was then. */
  asOf?: string,
): Promise<RecordData> {
  const options: RequestOptions = { query: { fields: fields?.join(','), as_of: asOf }, ...(signal && { signal }) };
  return (await api.get<{ data: RecordData }>(at(object, id), options)).data;
}

/** Told after each saved record what rules warn of; nothing to warn of is told as well. */
type WarningListener = (object: string, id: string, warnings: readonly ProblemItem[]) => void;
const warningListeners = new Set<WarningListener>();

export function onSaved(listener: WarningListener): void {
  warningListeners.add(listener);
}

interface Written {
  data: RecordData;
  warnings?: ProblemItem[];
}

function saved(object: string, { data, warnings = [] }: Written): RecordData {
  for (const listener of warningListeners) listener(object, data.id, warnings);
  return data;
}

export async function createRecord(object: string, input: RecordInput, idempotencyKey?: string): Promise<RecordData> {
  const options: RequestOptions = idempotencyKey === undefined ? {} : { idempotencyKey };
  return saved(object, await api.post<Written>(at(object), input, options));
}

/** Changes some fields. With a version, a change made meanwhile by somebody else is answered by 412. */
export async function updateRecord(
  object: string,
  id: string,
  patch: RecordInput,
  version?: number,
): Promise<RecordData> {
  const options: RequestOptions = version === undefined ? {} : { ifMatch: version };
  return saved(object, (await send<Written>('PATCH', at(object, id), { ...options, body: patch })).body);
}

export function deleteRecord(object: string, id: string): Promise<void> {
  return api.delete(at(object, id));
}

export async function restoreRecord(object: string, id: string): Promise<void> {
  await api.post(at(object, id, 'restore'));
}

/** What comes back together with records of the recycle bin. */
export async function previewRestore(object: string, ids: readonly string[]): Promise<RestorePreview> {
  return (await api.post<{ data: RestorePreview }>(at(object, 'restore-preview'), { ids })).data;
}

export function bulkRecords(object: string, request: BulkRequest): Promise<BulkResult> {
  return api.post<BulkResult>(at(object, 'bulk'), request);
}

/** The same change for all that a filter finds. */
export function updateByFilter(object: string, request: UpdateByFilterRequest): Promise<ByFilterResult> {
  return api.post<ByFilterResult>(at(object, 'update-by-filter'), request);
}

/** All that a filter finds, into the recycle bin. */
export function deleteByFilter(object: string, request: DeleteByFilterRequest): Promise<ByFilterResult> {
  return api.post<ByFilterResult>(at(object, 'delete-by-filter'), request);
}

/** Takes back what a request by filter did, where nobody has changed the records since. */
export function undoByFilter(object: string, batch: string): Promise<ByFilterResult> {
  return api.post<ByFilterResult>(at(object, 'undo-by-filter'), { batch });
}

export interface EntryPage<Entry> {
  data: Entry[];
  /** Where to go on; null at the end. */
  next: string | null;
}

export async function recordHistory(object: string, id: string): Promise<HistoryEntry[]> {
  return (await api.get<{ data: HistoryEntry[] }>(at(object, id, 'history'), { query: { limit: 200 } })).data;
}

/** What became of one field of a record, the last change first. */
export async function fieldHistory(object: string, id: string, field: string): Promise<HistoryEntry[]> {
  return (await api.get<{ data: HistoryEntry[] }>(at(object, id, 'history'), { query: { field, limit: 20 } })).data;
}

/** What happened around a record: activities, changes, or both. */
export async function recordTimeline(
  object: string,
  id: string,
  query: { kind?: TimelineEntry['kind'] | null; cursor?: string | undefined },
): Promise<EntryPage<TimelineEntry>> {
  const answer = await api.get<{ data: TimelineEntry[]; page?: { next: string | null } }>(at(object, id, 'timeline'), {
    query,
  });
  return { data: answer.data, next: answer.page?.next ?? null };
}

/** One masked value, and the field it stands in; the audit log notes it. */
export async function revealValue(
  object: string,
  id: string,
  field: string,
): Promise<{ field: CompiledField; value: JsonValue }> {
  return (
    await api.post<{ data: { field: CompiledField; value: JsonValue } }>(`/api/records/${object}/${id}/reveal`, {
      field,
    })
  ).data;
}

/** Deletes records of the recycle bin for good, or only counts what would go. */
export async function purgeRecords(object: string, ids: readonly string[], dryRun: boolean): Promise<RestorePreview> {
  return (await api.post<{ data: RestorePreview }>(`/api/records/${object}/purge`, { ids, dry_run: dryRun })).data;
}
