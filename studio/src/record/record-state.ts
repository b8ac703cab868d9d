import type { CompiledObject, JsonValue, MergeOffer, RecordData } from '@stratacrm/sdk';
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue';
import { ApiProblem } from '../api/problem.ts';
import { getRecord, updateRecord } from '../api/records.ts';
import { fullSelection } from '../fields/references.ts';
import { fieldErrors, withoutErrors } from '../form/field-errors.ts';
import { inputOf, isWritable, sameValue, type FormValues } from '../form/form-values.ts';
import { label, listed, t } from '../i18n/i18n.ts';
import { useBackOnline } from '../stores/back-online.ts';
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
  /** The newest version known. */
  const base = shallowRef<RecordData | null>(null);
  /** Fields typed but not saved yet. */
  const typed = shallowRef<FormValues>({});
  /** What stood in each field when its editor was opened: whoever changed it since is asked about. */
  let began: FormValues = {};
  const errors = ref<Record<string, string>>({});
  const failure = shallowRef<unknown>(null);
  const busy = ref<string[]>([]);
  const conflicts = shallowRef<Conflict[]>([]);
  /** Typed on an earlier visit and not saved: offered, until it is taken or dropped. */
  const kept = shallowRef<FormValues>({});
  /** Saves of a record go one after another: the next stands on the version that the one before made. */
  let lastSave: Promise<unknown> = Promise.resolve();

  const values = computed<FormValues>(() => ({ ...base.value, ...typed.value }));
  const dirty = computed(() => changed(Object.keys(typed.value)));

  watch(
    [() => object.value?.name, id],
    () => {
      base.value = null;
      typed.value = {};
      began = {};
      conflicts.value = [];
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
      take(found);
      if (first) offerKept();
    } catch (error) {
      if (wanted === id.value) failure.value = error;
    }
  }

  /** What others save is shown at once, under what is typed here and not saved yet. */
  async function follow(): Promise<void> {
    if (base.value === null) return;
    const found = await fetchRecord().catch(() => null);
    if (found !== null && base.value !== null) take(found);
  }

  /** Answers overtake one another: an older version never takes the place of a newer one. */
  function take(found: RecordData): void {
    if (found.id !== id.value) return;
    if (base.value === null || Number(found['version']) >= Number(base.value['version'])) base.value = found;
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
    const taken = { ...kept.value, ...typed.value };
    for (const name of Object.keys(taken)) begin(name);
    typed.value = taken;
    kept.value = {};
  }

  function dropKept(): void {
    kept.value = {};
  }

  /** Once nothing is on its way to the server. */
  async function settled(): Promise<void> {
    await lastSave;
  }

  /** One is about to type into the field. */
  function begin(field: string): void {
    if (!(field in began)) began[field] = base.value?.[field] ?? null;
  }

  function change(field: string, value: JsonValue): void {
    begin(field);
    typed.value = { ...typed.value, [field]: value };
    errors.value = withoutErrors(errors.value, field);
  }

  function discard(field?: string): void {
    forget(field === undefined ? Object.keys(typed.value) : [field]);
    errors.value = {};
  }

  function forget(fields: readonly string[]): void {
    typed.value = without(typed.value, fields);
    began = without(began, fields);
  }

  /** Those of the fields whose saving would change something: not what was typed and then made as it was. */
  function changed(names: readonly string[]): string[] {
    const of = object.value;
    const current = base.value;
    if (of === undefined || current === null) return [];
    return names.filter((name) => {
      const field = of.fields[name];
      if (field === undefined || !isWritable(field) || !(name in typed.value)) return false;
      const mine = typed.value[name];
      return !sameValue(field, mine, current[name]) && !sameValue(field, mine, began[name]);
    });
  }

  /** What could not be sent is sent when the server is back, with all that was typed meanwhile. */
  let unsent = false;
  useBackOnline(() => {
    if (unsent) void save().catch(useToasts().failed);
  });

  /** Saves one field, or all that were typed. Answers whether all is saved now. */
  function save(only?: string): Promise<boolean> {
    const turn = lastSave.then(() => saveNow(only));
    lastSave = turn.catch(() => undefined);
    return turn;
  }

  async function saveNow(only?: string): Promise<boolean> {
    const names = changed(only === undefined ? Object.keys(typed.value) : [only]);
    if (names.length === 0) {
      discard(only);
      return true;
    }
    busy.value = [...busy.value, ...names];
    unsent = false;
    try {
      // Somebody else changed it while one typed: what one is asked about is the newest there is.
      if (disputedOf(names).length > 0) take(await fetchRecord());
      return await write(names);
    } catch (error) {
      unsent = error instanceof ApiProblem && error.offline;
      throw error;
    } finally {
      busy.value = busy.value.filter((name) => !names.includes(name));
    }
  }

  /** What others changed meanwhile simply follows; where it is the same field, one is asked which shall stand. */
  async function write(names: readonly string[], offer: MergeOffer | null = null): Promise<boolean> {
    const of = object.value;
    const current = base.value;
    if (of === undefined || current === null) return false;
    const disputed = disputedOf(names);
    if (disputed.length > 0) {
      conflicts.value = conflictsOf(disputed, current, offer);
      return false;
    }
    tellKept(of, offer);
    const sent = Object.fromEntries(names.map((name) => [name, typed.value[name] ?? null]));
    try {
      await updateRecord(of.name, current.id, inputOf(of, sent, current), Number(current['version']));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 412) return refused(error, of);
      take(await fetchRecord());
      return base.value?.id === current.id && write(names, error.merge);
    }
    if (id.value !== current.id) return true;
    take(await fetchRecord());
    // Who types on while it is being saved does not lose that: it stands on what was saved.
    began = { ...began, ...sent };
    forget(names.filter((name) => typed.value[name] === sent[name]));
    return true;
  }

  function disputedOf(names: readonly string[]): string[] {
    return names.filter((name) => {
      const field = object.value?.fields[name];
      const theirs = base.value?.[name];
      return (
        field !== undefined && !sameValue(field, theirs, began[name]) && !sameValue(field, theirs, typed.value[name])
      );
    });
  }

  function conflictsOf(names: readonly string[], current: RecordData, offer: MergeOffer | null): Conflict[] {
    return names.map((field) => ({
      field,
      mine: typed.value[field] ?? null,
      theirs: current[field] ?? null,
      before: began[field] ?? null,
      by: offer?.changes.find((each) => each.field === field)?.by?.name ?? null,
    }));
  }

  function refused(error: unknown, of: CompiledObject): false {
    if (!(error instanceof ApiProblem) || error.errors.length === 0 || error.offline) throw error;
    const stands = (place: string) => {
      const field = of.fields[place];
      return field !== undefined && isWritable(field);
    };
    errors.value = { ...errors.value, ...fieldErrors(of, error.errors, stands) };
    return false;
  }

  /** What shall stand, field by field; then all is saved onto the newest version. */
  async function settle(mine: ReadonlySet<string>): Promise<boolean> {
    const asked = conflicts.value;
    conflicts.value = [];
    forget(asked.filter(({ field }) => !mine.has(field)).map(({ field }) => field));
    // What was shown as theirs is what mine may overwrite, and nothing that came after it.
    for (const { field, theirs } of asked) if (field in typed.value) began[field] = theirs;
    return save();
  }

  function leaveConflict(): void {
    conflicts.value = [];
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
    begin,
    change,
    discard,
    save,
    settle,
    leaveConflict,
  };
}

function without(values: FormValues, names: readonly string[]): FormValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** Both changes stand: says what the other one was. */
function tellKept(object: CompiledObject, offer: MergeOffer | null): void {
  const [last] = offer?.changes ?? [];
  if (offer === null || last === undefined) return;
  const fields = listed(offer.changes.map(({ field }) => label(object.fields[field]?.label)));
  useToasts().done(t('record.bothKept', { name: last.by?.name ?? t('record.somebody'), fields }));
}

export type RecordState = ReturnType<typeof useRecord>;
