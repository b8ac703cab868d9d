import type { CompiledObject, JsonValue, MergeOffer, RecordData } from '@stratacrm/sdk';
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue';
import { ApiProblem } from '../api/problem.ts';
import { getRecord, updateRecord, type RecordInput } from '../api/records.ts';
import { fullSelection } from '../fields/references.ts';
import { fieldErrors, withoutErrors } from '../form/field-errors.ts';
import { inputOf, isWritable, sameValue, type FormValues } from '../form/form-values.ts';
import { label, listed, t } from '../i18n/i18n.ts';
import { useLive } from '../stores/live.ts';
import { useToasts } from '../stores/toasts.ts';
import { keepTyping, keptTyping } from './kept-typing.ts';

/** One field that both this person and somebody else changed. */
export interface Conflict {
  field: string;
  mine: JsonValue;
  theirs: JsonValue;
  /** As it was before either changed it. */
  before: JsonValue;
  /** Who changed it last; null where that is not known. */
  by: string | null;
}

/** A record that is being read and changed: what was saved, what is typed, what was refused. */
export function useRecord(object: ComputedRef<CompiledObject | undefined>, id: ComputedRef<string>) {
  const base = shallowRef<RecordData | null>(null);
  /** Fields typed but not saved yet. */
  const typed = shallowRef<FormValues>({});
  const errors = ref<Record<string, string>>({});
  const failure = shallowRef<unknown>(null);
  const busy = ref<string[]>([]);
  const conflicts = shallowRef<Conflict[]>([]);
  /** Typed on an earlier visit and not saved: offered, until it is taken or dropped. */
  const kept = shallowRef<FormValues>({});
  /** The newer version that a conflict is with. */
  let newer: RecordData | null = null;

  const values = computed<FormValues>(() => ({ ...base.value, ...typed.value }));
  const dirty = computed(() => (object.value && base.value ? Object.keys(changes()) : []));

  watch(
    [() => object.value?.name, id],
    () => {
      base.value = null;
      typed.value = {};
      errors.value = {};
      kept.value = {};
      void load();
    },
    { immediate: true },
  );

  async function load(): Promise<void> {
    if (object.value === undefined) return;
    failure.value = null;
    const wanted = id.value;
    try {
      const found = await fetchRecord();
      if (wanted !== id.value) return;
      const first = base.value === null;
      base.value = found;
      if (first) offerKept();
    } catch (error) {
      if (wanted === id.value) failure.value = error;
    }
  }

  /**
   * What others save is shown at once, under what is typed here and not saved yet. Where both changed the same field the
   * older version is kept, so that saving asks which of the two shall stand.
   */
  async function follow(): Promise<void> {
    if (base.value === null || busy.value.length > 0) return;
    const wanted = id.value;
    const found = await fetchRecord().catch(() => null);
    const current = base.value;
    if (found === null || wanted !== id.value || current === null || busy.value.length > 0) return;
    const disputed = Object.keys(typed.value).some((name) => {
      const field = object.value?.fields[name];
      return field !== undefined && !sameValue(field, found[name], current[name]);
    });
    if (!disputed && Number(found['version']) > Number(current['version'])) base.value = found;
  }

  useLive(
    () => object.value?.name,
    (ids) => ids.includes(id.value) && void follow(),
    () => void follow(),
  );

  async function fetchRecord(): Promise<RecordData> {
    const of = object.value as CompiledObject;
    return getRecord(of.name, id.value, fullSelection(of));
  }

  function offerKept(): void {
    const of = object.value as CompiledObject;
    const differing = Object.entries(keptTyping(of.name, id.value)).filter(([name, value]) => {
      const field = of.fields[name];
      return field !== undefined && isWritable(field) && !sameValue(field, value, base.value?.[name]);
    });
    kept.value = Object.fromEntries(differing);
  }

  // Also what was offered and not yet answered: it is neither taken nor thrown away.
  watch([typed, kept], () => {
    if (object.value !== undefined && base.value !== null)
      keepTyping(object.value.name, id.value, { ...kept.value, ...typed.value });
  });

  function takeKept(): void {
    typed.value = { ...kept.value, ...typed.value };
    kept.value = {};
  }

  function dropKept(): void {
    kept.value = {};
  }

  /** Once nothing is on its way to the server. */
  function settled(): Promise<void> {
    return new Promise((resolve) => {
      const stop = watch(
        busy,
        (names) => {
          if (names.length > 0) return;
          resolve();
          queueMicrotask(() => stop());
        },
        { immediate: true },
      );
    });
  }

  function change(field: string, value: JsonValue): void {
    typed.value = { ...typed.value, [field]: value };
    errors.value = withoutErrors(errors.value, field);
  }

  function discard(field?: string): void {
    if (field === undefined) typed.value = {};
    else {
      const { [field]: _gone, ...rest } = typed.value;
      typed.value = rest;
    }
    errors.value = {};
  }

  function changes(only?: string): RecordInput {
    if (object.value === undefined || base.value === null) return {};
    const given = only === undefined ? typed.value : only in typed.value ? { [only]: typed.value[only] ?? null } : {};
    return inputOf(object.value, given, base.value);
  }

  /** Saves one field, or all that were typed. Answers whether all is saved now. */
  async function save(only?: string): Promise<boolean> {
    const input = changes(only);
    const names = Object.keys(input);
    if (names.length === 0) {
      discard(only);
      return true;
    }
    return write(names, input, Number(base.value?.['version']));
  }

  async function write(names: string[], input: RecordInput, version: number): Promise<boolean> {
    const of = object.value as CompiledObject;
    busy.value = [...busy.value, ...names];
    try {
      await updateRecord(of.name, id.value, input, version);
      base.value = await fetchRecord();
      typed.value = Object.fromEntries(Object.entries(typed.value).filter(([name]) => !names.includes(name)));
      return true;
    } catch (error) {
      return await refused(error, names, input);
    } finally {
      busy.value = busy.value.filter((name) => !names.includes(name));
    }
  }

  async function refused(error: unknown, names: string[], input: RecordInput): Promise<boolean> {
    if (!(error instanceof ApiProblem)) throw error;
    if (error.status === 412) return meet(names, input, error.merge);
    if (error.errors.length === 0 || error.offline) throw error;
    if (object.value !== undefined) errors.value = { ...errors.value, ...fieldErrors(object.value, error.errors, of) };
    return false;
  }

  function of(place: string): boolean {
    const field = object.value?.fields[place];
    return field !== undefined && isWritable(field);
  }

  /** Somebody else saved meanwhile: other fields simply follow, the same field is asked about. */
  async function meet(names: string[], input: RecordInput, offer: MergeOffer | null): Promise<boolean> {
    const of = object.value as CompiledObject;
    const found = await fetchRecord();
    const both = names.filter((name) => {
      const field = of.fields[name];
      return (
        field !== undefined &&
        !sameValue(field, found[name], base.value?.[name]) &&
        !sameValue(field, found[name], typed.value[name])
      );
    });
    if (both.length === 0) {
      base.value = found;
      tellKept(of, offer);
      return write(names, input, Number(found['version']));
    }
    newer = found;
    conflicts.value = both.map((field) => ({
      field,
      mine: typed.value[field] ?? null,
      theirs: found[field] ?? null,
      before: base.value?.[field] ?? null,
      by: offer?.changes.find((change) => change.field === field)?.by?.name ?? null,
    }));
    return false;
  }

  /** What shall stand, field by field; then all is saved onto the newer version. */
  async function settle(mine: ReadonlySet<string>): Promise<boolean> {
    if (newer === null) return false;
    const given = conflicts.value.filter(({ field }) => !mine.has(field)).map(({ field }) => field);
    base.value = newer;
    typed.value = Object.fromEntries(Object.entries(typed.value).filter(([name]) => !given.includes(name)));
    conflicts.value = [];
    newer = null;
    return save();
  }

  function leaveConflict(): void {
    conflicts.value = [];
    newer = null;
  }

  return {
    base,
    values,
    typed,
    errors,
    failure,
    busy,
    dirty,
    conflicts,
    kept,
    takeKept,
    dropKept,
    settled,
    load,
    change,
    discard,
    save,
    settle,
    leaveConflict,
  };
}

/** Both changes stand: says what the other one was. */
function tellKept(object: CompiledObject, offer: MergeOffer | null): void {
  const [last] = offer?.changes ?? [];
  if (offer === null || last === undefined) return;
  const fields = listed(offer.changes.map(({ field }) => label(object.fields[field]?.label)));
  useToasts().done(t('record.bothKept', { name: last.by?.name ?? t('record.somebody'), fields }));
}

export type RecordState = ReturnType<typeof useRecord>;
