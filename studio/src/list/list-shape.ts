import {
  DATE_BUCKETS,
  partField,
  partsOf,
  traitsOf,
  type CompiledObject,
  type ViewBody,
  type ViewColumn,
  type CompiledField,
  type DateBucket,
} from '@stratacrm/sdk';
import { computed, type ComputedRef } from 'vue';
import type { MenuItem } from '../components/menu-item.ts';
import type { PickItem } from '../components/pick-item.ts';
import { likelyView } from '../declared/declared-view.ts';
import { readableFields } from '../fields/readable-fields.ts';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import type { GridColumn } from './grid-column.ts';
import type { ListState } from './list-state.ts';

/** How a list is laid out: its kind, columns, order and groups, and the menus to change them. */
export function useListShape(object: ComputedRef<CompiledObject | undefined>, state: ListState) {
  const catalogue = useCatalogue();
  const { body } = state;
  const nameOfObject = computed(() => object.value?.name ?? '');

  const sort = computed(() => {
    const first = body.value?.sort?.split(',')[0]?.trim();
    if (!first) return null;
    return first.startsWith('-') ? { path: first.slice(1), descending: true } : { path: first, descending: false };
  });

  function sortBy(column: GridColumn): void {
    const now = sort.value;
    const next = now?.path !== column.path ? column.path : now.descending ? '' : `-${column.path}`;
    state.change({ sort: next });
  }

  function setColumns(next: ViewColumn[], step = true): void {
    state.change({ columns: next }, step);
  }

  function resize(path: string, width: number): void {
    const known = body.value?.columns ?? [];
    setColumns(
      known.map((column) => (column.name === path ? { ...column, width: Math.round(width) } : column)),
      false,
    );
  }

  /** To the place of another: before it when coming from the right, after it when coming from the left. */
  function moveColumn(path: string, place: string): void {
    const known = body.value?.columns ?? [];
    const from = known.findIndex((column) => column.name === path);
    const to = known.findIndex((column) => column.name === place);
    const moved = known[from];
    if (moved !== undefined && to >= 0) setColumns(known.toSpliced(from, 1).toSpliced(to, 0, moved));
  }

  const pickable = computed(() => (object.value ? readableFields(object.value) : []));
  /** Fields, and the parts of their values: the city of an address. */
  const orderable = computed(() => pickable.value.flatMap((field) => [field, ...textParts(field)]));

  const groupItems = computed<PickItem[]>(() => [
    { key: '', label: t('list.noGrouping') },
    ...orderable.value
      .filter((field) => traitsOf(field).groupable)
      .map((field) => ({ key: field.name, label: label(field.label) })),
  ]);

  const groupField = computed(() => catalogue.field(nameOfObject.value, body.value?.group_by ?? ''));
  /** How long the groups of a date are; undefined where one does not group by a date. */
  const bucket = computed<DateBucket | undefined>(() =>
    groupField.value !== undefined && traitsOf(groupField.value).bucketable
      ? (body.value?.group_bucket ?? 'month')
      : undefined,
  );

  /** By another field, or by none; of dates by the month. */
  function groupBy(path: string): void {
    state.change({ group: path });
  }

  function groupByStretch(stretch: DateBucket): void {
    state.change({ group: `${body.value?.group_by ?? ''}:${stretch}` });
  }

  const stretches = computed(() => DATE_BUCKETS.map((each) => ({ name: each, text: t(`list.bucket.${each}`) })));

  const sortItems = computed<MenuItem[]>(() => [
    ...(sort.value
      ? [
          {
            key: '+asc',
            label: t('list.ascending'),
            icon: 'arrow-up',
            checked: !sort.value.descending,
            run: () => state.change({ sort: sort.value?.path }),
          },
          {
            key: '+desc',
            label: t('list.descending'),
            icon: 'arrow-down',
            checked: sort.value.descending,
            run: () => state.change({ sort: `-${sort.value?.path}` }),
          },
        ]
      : []),
    { key: '+by', label: t('list.sortBy'), heading: true },
    ...orderable.value
      .filter((field) => traitsOf(field).sortable)
      .map((field) => ({
        key: field.name,
        label: label(field.label),
        checked: sort.value?.path === field.name,
        run: () => state.change({ sort: field.name }),
      })),
  ]);

  const groupText = computed(() => {
    const name = label(groupField.value?.label);
    return bucket.value === undefined ? name : `${name} · ${t(`list.bucket.${bucket.value}`)}`;
  });
  const sortText = computed(() => label(catalogue.field(nameOfObject.value, sort.value?.path ?? '')?.label));

  const boardFields = computed(() =>
    pickable.value.filter((field) => traitsOf(field).options && traitsOf(field).groupable),
  );
  const dateFields = computed(() => pickable.value.filter((field) => traitsOf(field).bucketable));

  /** What plugins declare and this object has the fields for. */
  const declaredTypes = computed(() =>
    Object.values(catalogue.viewTypes).flatMap((type) => {
      const own = body.value?.declared?.view_type === type.name ? body.value.declared : undefined;
      const filled = own ?? (object.value && body.value && likelyView(type, object.value, body.value));
      return filled === undefined ? [] : [{ type, filled }];
    }),
  );

  function showDeclared({ view_type, parts }: NonNullable<ViewBody['declared']>): void {
    state.change({ type: 'declared', by: view_type, parts });
  }

  /** As a table, board or calendar: each with the field it needs, the view's own or the likeliest. */
  function showAs(type: Exclude<ViewBody['type'], 'declared'>): void {
    const by = {
      table: undefined,
      board: body.value?.board?.field ?? object.value?.process?.field ?? boardFields.value[0]?.name,
      calendar:
        body.value?.calendar?.field ?? (dateFields.value.find((field) => !field.system) ?? dateFields.value[0])?.name,
    }[type];
    state.change({ type, by, parts: undefined });
  }

  const byItems = computed<MenuItem[]>(() => {
    const fields = body.value?.type === 'board' ? boardFields.value : dateFields.value;
    const current = body.value?.type === 'board' ? body.value.board?.field : body.value?.calendar?.field;
    return fields.map((field) => ({
      key: field.name,
      label: label(field.label),
      checked: field.name === current,
      run: () => state.change({ by: field.name }),
    }));
  });

  return {
    sort,
    sortBy,
    setColumns,
    resize,
    moveColumn,
    groupItems,
    groupBy,
    bucket,
    stretches,
    groupByStretch,
    sortItems,
    groupText,
    sortText,
    showAs,
    declaredTypes,
    showDeclared,
    byItems,
  };
}

/** Parts that have an order of their own. */
function textParts(field: CompiledField): CompiledField[] {
  return partsOf(field)
    .filter((part) => part.type.type !== 'ref')
    .map((part) => partField(field, part.name)!);
}
