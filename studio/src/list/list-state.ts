import { DATE_BUCKETS, type CompiledObject, type SavedView, type ViewBody } from '@stratacrm/sdk';
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { createView, deleteView, listViews, updateView, type SavedViewInput } from '../api/views.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useToasts } from '../stores/toasts.ts';
import { readAddress, writeAddress, type ListAddress } from './list-address.ts';
import { viewsOf, type ListView } from './list-view.ts';

/** Which view is open and what was changed in it: the address is the state, so Back goes back and a link shows the same. */
export function useListState(object: ComputedRef<CompiledObject | undefined>) {
  const route = useRoute();
  const router = useRouter();
  const preferences = usePreferences();
  const toasts = useToasts();
  const saved = shallowRef<SavedView[]>([]);

  const address = computed<ListAddress>(() => readAddress(route.query));
  const views = computed<ListView[]>(() => (object.value ? viewsOf(object.value, saved.value) : []));
  const lastView = computed(() => preferences.kept[`last_view.${object.value?.name ?? ''}`]);
  const view = computed<ListView | undefined>(
    () =>
      views.value.find((each) => each.key === address.value.view) ??
      (address.value.view === undefined ? views.value.find((each) => each.key === lastView.value) : undefined) ??
      views.value[0],
  );

  /** The view with the changes of the address laid over it. */
  const body = computed<ViewBody | undefined>(() => {
    const base = view.value?.body;
    if (base === undefined) return undefined;
    const { type, filter, sort, group, columns, by, parts } = address.value;
    // Only a table shows the past: the others are for work that goes on.
    const kind = address.value.asOf === undefined ? (type ?? base.type) : 'table';
    return {
      ...base,
      object: object.value?.name ?? base.object,
      type: kind,
      filter: filter ?? base.filter,
      sort: sort ?? base.sort,
      ...(group === undefined ? {} : groupOf(group)),
      columns: columns ?? base.columns,
      ...(by !== undefined && kind === 'board' ? { board: { ...base.board, field: by } } : {}),
      ...(by !== undefined && kind === 'calendar' ? { calendar: { field: by } } : {}),
      ...(kind === 'declared' ? declaredOf(base, by, parts) : {}),
    };
  });

  const changed = computed(() => {
    const { type, filter, sort, group, columns, by, parts } = address.value;
    return [type, filter, sort, group, columns, by, parts].some((each) => each !== undefined);
  });

  watch(
    () => object.value?.name,
    async (name) => {
      saved.value = [];
      if (name === undefined) return;
      const found = await listViews(name).catch((error: unknown) => {
        toasts.failed(error);
        return [];
      });
      if (object.value?.name === name) saved.value = found;
    },
    { immediate: true },
  );

  /** Another filter or view is a step one can go back from; a column's width is not. */
  function change(part: Partial<ListAddress>, step = true): void {
    const query = writeAddress({ ...address.value, ...part });
    void (step ? router.push({ query }) : router.replace({ query }));
  }

  function open(key: string): void {
    if (object.value !== undefined) preferences.keep(`last_view.${object.value.name}`, key);
    void router.push({ query: writeAddress({ view: key, asOf: address.value.asOf }) });
  }

  function reset(): void {
    void router.push({
      query: writeAddress({ view: view.value?.key, bin: address.value.bin, asOf: address.value.asOf }),
    });
  }

  function input(name: string, shared: SavedView['shared_with']): SavedViewInput | null {
    if (body.value === undefined) return null;
    const {
      object: of,
      type,
      columns,
      filter,
      sort,
      group_by,
      group_bucket,
      totals,
      board,
      calendar,
      declared,
    } = body.value;
    const given = { filter, sort, group_by, group_bucket, totals, board, calendar, declared };
    return {
      ...(Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined && value !== ''),
      ) as Partial<ViewBody>),
      object: of,
      type,
      columns,
      name,
      shared_with: shared,
    };
  }

  async function saveAs(name: string, shared: SavedView['shared_with']): Promise<void> {
    const wanted = input(name, shared);
    if (wanted === null) return;
    const made = await createView(wanted);
    saved.value = [...saved.value, made];
    open(made.id);
  }

  async function save(): Promise<void> {
    const known = view.value?.saved;
    const wanted = known && input(known.name, known.shared_with);
    if (!known || !wanted) return;
    replaceSaved(await updateView(known.id, wanted));
    reset();
  }

  async function rename(known: SavedView, name: string, shared: SavedView['shared_with']): Promise<void> {
    replaceSaved(await updateView(known.id, { name, shared_with: shared }));
  }

  /** Gone from the menu at once; what is answered puts it back. */
  async function remove(known: SavedView): Promise<() => Promise<void>> {
    await deleteView(known.id);
    saved.value = saved.value.filter((each) => each.id !== known.id);
    void router.push({ query: {} });
    const { id: _id, owner: _owner, ...rest } = known;
    return async () => {
      const again = await createView(rest);
      saved.value = [...saved.value, again];
      open(again.id);
    };
  }

  function replaceSaved(view: SavedView): void {
    saved.value = saved.value.map((each) => (each.id === view.id ? view : each));
  }

  return { address, views, view, body, changed, saved, change, open, reset, save, saveAs, rename, remove };
}

/** `close_date:week`: the field, and for a date how long its groups are. */
function groupOf(group: string): Pick<ViewBody, 'group_by' | 'group_bucket'> {
  const [path, stretch] = group.split(':');
  const bucket = DATE_BUCKETS.find((each) => each === stretch);
  return { group_by: path || undefined, group_bucket: bucket };
}

/** The view's own type with other parts, or another type with those of the address. */
function declaredOf(
  { declared }: ViewBody,
  type: string | undefined,
  parts: ListAddress['parts'],
): Pick<ViewBody, 'declared'> {
  const name = type ?? declared?.view_type;
  if (name === undefined) return {};
  return {
    declared: { view_type: name, parts: { ...(parts ?? (name === declared?.view_type ? declared.parts : {})) } },
  };
}

export type ListState = ReturnType<typeof useListState>;
