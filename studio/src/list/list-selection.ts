import type { CompiledObject, JsonValue, OfferedAction, RestorePreview, ViewBody } from '@stratacrm/sdk';
import { computed, ref, watch, type ComputedRef } from 'vue';
import { ApiProblem } from '../api/problem.ts';
import { previewRestore, purgeRecords } from '../api/records.ts';
import { plainValue } from '../fields/references.ts';
import { currentLocale, label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { useOfferedActions } from '../stores/offered-actions.ts';
import { useConfirmation } from '../stores/confirmation.ts';
import { useToasts } from '../stores/toasts.ts';
import { changeAllMatching, deleteAllMatching, MOST_ONE_BY_ONE, type AllMatching } from './all-matching.ts';
import { changeMany, deleteMany, formerValues, idsOf, inPortions, restoreMany, type BulkOutcome } from './bulk.ts';

/** Records for which a configured button can be pressed at once. */
const MOST_PRESSED = 10_000;

/** How far something is that is being done to many. */
export interface BulkBusy {
  text: string;
  /** From 0 to 1; null where nobody can tell. */
  share: number | null;
}

/** The records one has ticked, or all that match, and what is done to them. */
export function useListSelection(
  object: ComputedRef<CompiledObject | undefined>,
  body: ComputedRef<ViewBody | undefined>,
  bin: ComputedRef<boolean>,
  reload: () => void,
) {
  const toasts = useToasts();
  const confirmation = useConfirmation();
  const offered = useOfferedActions();
  const name = computed(() => object.value?.name ?? '');

  const ticked = ref(new Set<string>());
  /** How many match, when all of them are meant and they are too many to be ticked one by one. */
  const whole = ref<number | null>(null);
  const bulkBusy = ref<BulkBusy | null>(null);
  watch(ticked, () => (whole.value = null));
  watch([() => body.value?.filter, name, bin], () => (ticked.value = new Set()));

  function select(ids: string[], on: boolean): void {
    const next = new Set(ticked.value);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    ticked.value = next;
  }

  async function selectAll(total: number): Promise<void> {
    if (total > MOST_ONE_BY_ONE && !bin.value) {
      whole.value = total;
      return;
    }
    await attempt(async () => {
      const filter = body.value?.filter;
      ticked.value = new Set(
        await idsOf(
          name.value,
          { ...(filter ? { filter } : {}), ...(bin.value ? { deleted: true } : {}) },
          MOST_ONE_BY_ONE,
        ),
      );
    });
  }

  /** Does something to all that match. */
  async function toAll(work: (all: AllMatching) => Promise<unknown>): Promise<void> {
    if (object.value === undefined || whole.value === null) return;
    const all = { object: object.value, filter: body.value?.filter ?? '', count: whole.value, progress, reload };
    await attempt(async () => {
      if ((await work(all)) === false) return;
      ticked.value = new Set();
      reload();
    });
    bulkBusy.value = null;
  }

  function progress(done: number): void {
    const count = whole.value ?? ticked.value.size;
    const text = t('list.bulkProgress', { done: done.toLocaleString(), n: count.toLocaleString() });
    bulkBusy.value = { text, share: count === 0 ? null : done / count };
  }

  async function bulk(work: (ids: string[]) => Promise<void>): Promise<void> {
    const ids = [...ticked.value];
    progress(0);
    await attempt(() => work(ids));
    bulkBusy.value = null;
    ticked.value = new Set();
    reload();
  }

  function tell(
    outcome: BulkOutcome,
    key: 'list.bulkDone' | 'list.bulkDeleted' | 'list.bulkRestored',
    undo: () => Promise<void>,
  ): void {
    if (outcome.done.length > 0)
      toasts.done(t(key, { n: outcome.done.length.toLocaleString() }, outcome.done.length), undo);
    const first = outcome.errors[0];
    if (first === undefined) return;
    const text = t('list.bulkFailed', { n: outcome.errors.length, reason: first.message });
    toasts.failed(
      new ApiProblem({ type: '', title: text, status: 422, code: 'invalid_input', detail: '', errors: [] }),
    );
  }

  async function changeSelected(field: string, value: JsonValue): Promise<void> {
    const document = object.value?.fields[field];
    if (document === undefined) return;
    const given = plainValue(document, value);
    if (whole.value !== null) return toAll((all) => changeAllMatching(all, field, given));
    await bulk(async (ids) => {
      const former = await formerValues(name.value, ids, field);
      const outcome = await changeMany(name.value, ids, field, given, progress);
      tell(outcome, 'list.bulkDone', async () => {
        const back = (some: string[]) => ({ update: some.map((id) => ({ id, [field]: former.get(id) ?? null })) });
        await inPortions(name.value, outcome.done, back, () => undefined);
        reload();
      });
    });
  }

  async function deleteSelected(): Promise<void> {
    const count = whole.value ?? ticked.value.size;
    const sure = await confirmation.confirm({
      title: t('list.deleteTitle', { n: count.toLocaleString() }, count),
      detail: t('list.deleteDetail'),
      action: t('actions.delete'),
      danger: true,
    });
    if (!sure) return;
    if (whole.value !== null) return toAll(deleteAllMatching);
    await bulk(async (ids) => {
      const outcome = await deleteMany(name.value, ids, progress);
      tell(outcome, 'list.bulkDeleted', async () => {
        await restoreMany(name.value, outcome.done, () => undefined);
        reload();
      });
    });
  }

  /** What comes back along is said before: it may be much more than one has ticked. */
  async function restoreSelected(): Promise<void> {
    if (!(await sureToRestore([...ticked.value]))) return;
    await bulk(async (ids) => {
      const outcome = await restoreMany(name.value, ids, progress);
      tell(outcome, 'list.bulkRestored', async () => {
        await deleteMany(name.value, outcome.done, () => undefined);
        reload();
      });
    });
  }

  async function sureToRestore(ids: readonly string[]): Promise<boolean> {
    let along: RestorePreview['along'] = [];
    await attempt(async () => {
      along = (await previewRestore(name.value, ids)).along;
    });
    if (along.length === 0) return true;
    return confirmation.confirm({
      title: t('list.restoreTitle', {}, ids.length),
      detail: t('list.restoreDetail', { list: listed(along) }),
      action: t('actions.restore'),
    });
  }

  /** Nothing brings it back, so all that goes is counted first. */
  async function purgeSelected(): Promise<void> {
    const ids = [...ticked.value];
    await attempt(async () => {
      const { records, along } = await purgeRecords(name.value, ids, true);
      const sure = await confirmation.confirm({
        title: t('list.purgeTitle', {}, records),
        detail: along.length === 0 ? t('list.purgeDetail') : t('list.purgeAlong', { list: listed(along) }),
        action: t('list.purge'),
        danger: true,
      });
      if (!sure) return;
      await bulk(async () => {
        const gone = await purgeRecords(name.value, ids, false);
        toasts.done(t('list.purged', {}, gone.records));
      });
    });
  }

  /** A configured button is pressed for what is chosen: of all that match, for those one by one that it can take. */
  async function pressFor(action: OfferedAction): Promise<void> {
    await attempt(async () => {
      if (whole.value !== null && whole.value > MOST_PRESSED)
        return toasts.refused(t('buttons.tooMany'), t('buttons.tooManyHint', { most: MOST_PRESSED.toLocaleString() }));
      const filter = body.value?.filter;
      const records =
        whole.value === null ? [...ticked.value] : await idsOf(name.value, filter ? { filter } : {}, whole.value);
      offered.press({
        action,
        records,
        finished: () => {
          ticked.value = new Set();
          reload();
        },
      });
    });
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (problem) {
      toasts.failed(problem);
    }
  }

  return {
    ticked,
    whole,
    bulkBusy,
    select,
    selectAll,
    changeSelected,
    deleteSelected,
    restoreSelected,
    purgeSelected,
    pressFor,
  };
}

/** Objects with their counts, as a sentence says them. */
function listed(along: RestorePreview['along']): string {
  const catalogue = useCatalogue();
  const parts = along.map(({ object, count }) =>
    t('list.restoredAlong', {
      n: count.toLocaleString(),
      objects: label(catalogue.object(object)?.label_plural) || object,
    }),
  );
  return new Intl.ListFormat(currentLocale()).format(parts);
}
