import type { ByFilterResult, CompiledObject, JsonValue } from '@stratacrm/sdk';
import { ApiProblem } from '../api/problem.ts';
import { deleteByFilter, groupRecords, queryRecords, undoByFilter, updateByFilter } from '../api/records.ts';
import { t } from '../i18n/i18n.ts';
import { useConfirmation } from '../stores/confirmation.ts';
import { useToasts } from '../stores/toasts.ts';

/** All records that a filter finds, too many to be gathered one by one: the server does to them what is to be done. */
export interface AllMatching {
  object: CompiledObject;
  filter: string;
  /** As many as one was shown; when the number is another by now, nothing is changed. */
  count: number;
  /** Told while the server works. */
  progress(done: number): void;
  /** Shows them anew. */
  reload(): void;
}

/** How often one looks how far the server is. */
const LOOK_MS = 1_000;

/** Beyond so many the server is asked to do it by the filter. */
export const MOST_ONE_BY_ONE = 2_000;

/** Gives all of them the same value; false when it was called off. */
export async function changeAllMatching(all: AllMatching, field: string, value: JsonValue): Promise<boolean> {
  const sure = await useConfirmation().confirm({
    title: t('list.changeAllTitle', { n: all.count.toLocaleString() }, all.count),
    detail: t('list.changeAllDetail'),
    action: t('list.bulkApply', { n: all.count.toLocaleString() }, all.count),
  });
  if (!sure) return false;
  const request = { ...requestOf(all), set: { [field]: value } };
  const written = await writtenSince(all.object);
  tell(all, await followed(all, written, () => updateByFilter(all.object.name, request)), 'list.bulkDone');
  return true;
}

/** Puts all of them into the recycle bin. The caller has asked whether one is sure. */
export async function deleteAllMatching(all: AllMatching): Promise<void> {
  const gone = async (): Promise<number> => all.count - (await countOf(all.object.name, requestOf(all).filter));
  tell(all, await followed(all, gone, () => deleteByFilter(all.object.name, requestOf(all))), 'list.bulkDeleted');
}

/** Does it, and tells meanwhile how many are done: the server writes them portion by portion. */
export async function followed<T>(
  { count, progress }: Pick<AllMatching, 'count' | 'progress'>,
  done: () => Promise<number>,
  work: () => Promise<T>,
): Promise<T> {
  progress(0);
  let ended = false;
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    // A look that fails is none: what the work comes to is told at its end.
    void done()
      .then((n) => !ended && progress(Math.min(n, count)))
      .catch(() => undefined)
      .finally(() => (looking = false));
  }, LOOK_MS);
  try {
    return await work();
  } finally {
    ended = true;
    clearInterval(timer);
  }
}

/** Counts what is written from now on, by the clock of the server. */
async function writtenSince({ name, fields }: CompiledObject): Promise<() => Promise<number>> {
  if (fields['updated_at'] === undefined) return () => Promise.resolve(0);
  const { data } = await queryRecords(name, { fields: ['updated_at'], sort: '-updated_at', limit: 1 });
  return () => countOf(name, `updated_at > "${String(data[0]?.['updated_at'])}"`);
}

async function countOf(object: string, filter: string): Promise<number> {
  const { data } = await groupRecords(object, { filter, aggregates: { n: 'count()' } });
  return Number(data[0]?.['n'] ?? 0);
}

function requestOf({ filter, count }: AllMatching) {
  return { filter: filter.trim() === '' ? 'true' : filter, expected_count: count, mode: 'partial' as const };
}

function tell(
  { object, reload }: AllMatching,
  { done, failed, errors, batch }: ByFilterResult,
  key: 'list.bulkDone' | 'list.bulkDeleted',
): void {
  const toasts = useToasts();
  const undo = async (): Promise<void> => {
    if (batch !== undefined) await undoByFilter(object.name, batch);
    reload();
  };
  if (done > 0) toasts.done(t(key, { n: done.toLocaleString() }, done), undo);
  const [first] = errors;
  if (first === undefined) return;
  const title = t('list.bulkFailed', { n: failed, reason: first.message });
  toasts.failed(new ApiProblem({ type: '', title, status: 422, code: 'invalid_input', detail: '', errors: [] }));
}
