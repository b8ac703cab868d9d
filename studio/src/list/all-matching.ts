import type { ByFilterResult, CompiledObject, JsonValue } from '@stratacrm/sdk';
import { ApiProblem } from '../api/problem.ts';
import { deleteByFilter, undoByFilter, updateByFilter } from '../api/records.ts';
import { t } from '../i18n/i18n.ts';
import { useConfirmation } from '../stores/confirmation.ts';
import { useToasts } from '../stores/toasts.ts';

/** All records that a filter finds, too many to be gathered one by one: the server does to them what is to be done. */
export interface AllMatching {
  object: CompiledObject;
  filter: string;
  /** As many as one was shown; when the number is another by now, nothing is changed. */
  count: number;
  /** Shows them anew. */
  reload(): void;
}

/** Beyond so many the server is asked to do it by the filter. */
export const MOST_ONE_BY_ONE = 2_000;

/** Gives all of them the same value; false when it was called off. */
export async function changeAllMatching(all: AllMatching, field: string, value: JsonValue): Promise<boolean> {
  const sure = await useConfirmation().confirm({
    title: t('list.changeAllTitle', {}, all.count),
    detail: t('list.changeAllDetail'),
    action: t('list.bulkApply', {}, all.count),
  });
  if (!sure) return false;
  const request = { ...requestOf(all), set: { [field]: value } };
  tell(all, await updateByFilter(all.object.name, request), 'list.bulkDone');
  return true;
}

/** Puts all of them into the recycle bin. The caller has asked whether one is sure. */
export async function deleteAllMatching(all: AllMatching): Promise<void> {
  tell(all, await deleteByFilter(all.object.name, requestOf(all)), 'list.bulkDeleted');
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
  if (done > 0) toasts.done(t(key, {}, done), undo);
  const [first] = errors;
  if (first === undefined) return;
  const title = t('list.bulkFailed', { n: failed, reason: first.message });
  toasts.failed(new ApiProblem({ type: '', title, status: 422, code: 'invalid_input', detail: '', errors: [] }));
}
