import {
  processOn,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type JsonValue,
  type RecordData,
  type ViewBody,
} from '@stratacrm/sdk';
import { computed, onBeforeUnmount, shallowRef, watch } from 'vue';
import { isAborted } from '../api/client.ts';
import { groupRecords, queryRecords, updateRecord } from '../api/records.ts';
import { selection } from '../fields/references.ts';
import { inputOf, type FormValues } from '../form/form-values.ts';
import { label } from '../i18n/i18n.ts';
import { both } from '../list/groups.ts';
import { aggregatesOf, readTotals, type Totals } from '../list/totals.ts';
import { useCatalogue } from '../stores/catalogue.ts';

export interface BoardColumn {
  value: string;
  label: string;
  color: string;
  category: 'open' | 'won' | 'lost' | null;
  count: number;
  totals: Totals;
  records: RecordData[];
  cursor: string | null;
  loading: boolean;
}

const CARDS = 30;

/** Columns of a board with their cards, counts and sums. A moved card is there at once and goes back if the server refuses. */
export function useBoard(object: () => CompiledObject, body: () => ViewBody) {
  const catalogue = useCatalogue();
  const columns = shallowRef<BoardColumn[]>([]);
  const failure = shallowRef<unknown>(null);
  const loaded = shallowRef(false);
  let abort = new AbortController();

  const field = computed<CompiledField | undefined>(() => {
    const found = object().fields[body().board?.field ?? object().process?.field ?? ''];
    return found !== undefined && traitsOf(found).options ? found : undefined;
  });
  const sum = computed(() => {
    // A list shown as a board for once sums what its foot sums.
    const { board, totals = [] } = body();
    const name = board?.sum ?? totals.find((total) => total.function === 'sum')?.field;
    return name !== undefined &&
      object().fields[name] !== undefined &&
      catalogue.fieldPermission(object().name, name) !== 'none'
      ? name
      : undefined;
  });
  const totals = computed(() => (sum.value === undefined ? [] : [{ field: sum.value, function: 'sum' as const }]));
  const cardFields = computed(() => {
    const own = object();
    const names = body().columns.map((column) => column.name);
    return names
      .filter(
        (name) =>
          name !== field.value?.name && name !== own.name_field && catalogue.field(own.name, name) !== undefined,
      )
      .filter((name) => catalogue.fieldPermission(own.name, name.split('.')[0] ?? '') !== 'none')
      .slice(0, 5);
  });
  const fields = computed(() => {
    const own = object();
    const asked = [
      own.name_field,
      ...cardFields.value,
      ...(field.value ? [field.value.name] : []),
      ...(processOn(own, field.value?.name ?? '')?.transitions ?? []).flatMap((each) => each.requires ?? []),
    ];
    return [...new Set(['id', 'version', ...selection(own, asked)])];
  });
  const key = computed(() =>
    JSON.stringify([object().name, field.value?.name, sum.value, body().filter, body().sort, fields.value]),
  );

  watch(key, load, { immediate: true });
  onBeforeUnmount(() => abort.abort());

  async function load(): Promise<void> {
    abort.abort();
    abort = new AbortController();
    failure.value = null;
    loaded.value = false;
    const by = field.value;
    if (by === undefined) return;
    columns.value = emptyColumns(object(), by);
    try {
      await Promise.all([askTotals(by), ...columns.value.map((column) => askCards(by, column))]);
      loaded.value = true;
    } catch (error) {
      if (!isAborted(error)) failure.value = error;
    }
  }

  async function askTotals(by: CompiledField): Promise<void> {
    const { signal } = abort;
    const filter = body().filter;
    const answer = await groupRecords(
      object().name,
      { ...(filter ? { filter } : {}), group_by: [by.name], aggregates: aggregatesOf(totals.value) },
      signal,
    );
    columns.value = columns.value.map((column) => {
      const found = readTotals(answer.data.find((row) => row[by.name] === column.value));
      return { ...column, totals: found, count: found.count };
    });
  }

  async function askCards(by: CompiledField, { value }: BoardColumn): Promise<void> {
    const column = columns.value.find((each) => each.value === value);
    if (column === undefined) return;
    const page = await queryRecords(
      object().name,
      {
        fields: fields.value,
        filter: both(body().filter, `${by.name} == ${JSON.stringify(value)}`) ?? '',
        ...(body().sort ? { sort: body().sort ?? '' } : {}),
        limit: CARDS,
        ...(column.cursor === null ? {} : { cursor: column.cursor }),
      },
      abort.signal,
    );
    put(value, (now) => ({ ...now, records: [...now.records, ...page.data], cursor: page.page.next, loading: false }));
  }

  async function more(column: BoardColumn): Promise<void> {
    if (field.value === undefined || column.loading || column.cursor === null) return;
    put(column.value, (now) => ({ ...now, loading: true }));
    await askCards(field.value, column).catch((error: unknown) => {
      if (!isAborted(error)) failure.value = error;
    });
  }

  function put(value: string, change: (column: BoardColumn) => BoardColumn): void {
    columns.value = columns.value.map((column) => (column.value === value ? change(column) : column));
  }

  /**
   * Moves a card; throws what the server says, the card back in its place. false: the move was asked for and awaits
   * approval.
   */
  async function move(record: RecordData, to: string, at: number, values: FormValues): Promise<boolean> {
    const by = field.value;
    const from = record[by?.name ?? ''];
    if (by === undefined || typeof from !== 'string') return true;
    const before = columns.value;
    shift({ ...record, ...values, [by.name]: to }, from, to, at);
    try {
      const version = typeof record['version'] === 'number' ? record['version'] : undefined;
      const saved = await updateRecord(
        object().name,
        record.id,
        { ...inputOf(object(), values), [by.name]: to },
        version,
      );
      const made = saved[by.name] === to;
      if (!made) columns.value = before;
      refresh(record.id, { version: saved['version'] ?? null });
      void askTotals(by).catch(() => undefined);
      return made;
    } catch (error) {
      columns.value = before;
      throw error;
    }
  }

  function shift(record: RecordData, from: string, to: string, at: number): void {
    const without = (column: BoardColumn): BoardColumn => ({
      ...column,
      records: column.records.filter((each) => each.id !== record.id),
      count: column.count - (from === to ? 0 : 1),
    });
    put(from, without);
    put(to, (column) => ({
      ...column,
      records: column.records.toSpliced(Math.max(0, Math.min(at, column.records.length)), 0, record),
      count: column.count + (from === to ? 0 : 1),
    }));
  }

  function refresh(id: string, change: { [field: string]: JsonValue }): void {
    columns.value = columns.value.map((column) => ({
      ...column,
      records: column.records.map((record) => (record.id === id ? { ...record, ...change } : record)),
    }));
  }

  return { columns, field, cardFields, totals, failure, loaded, load, more, move };
}

function emptyColumns(object: CompiledObject, field: CompiledField): BoardColumn[] {
  const process = processOn(object, field.name);
  const order = process?.stages.map((stage) => stage.id);
  const options = (field.options ?? []).filter((option) => option.archived !== true);
  const sorted =
    order === undefined ? options : order.flatMap((id) => options.find((option) => option.value === id) ?? []);
  return sorted.map((option) => ({
    value: option.value,
    label: label(option.label),
    color: option.color ?? '',
    category: process?.stages.find((stage) => stage.id === option.value)?.category ?? null,
    count: 0,
    totals: { count: 0, values: {} },
    records: [],
    cursor: null,
    loading: true,
  }));
}
