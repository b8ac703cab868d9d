import type { CompiledObject, HistoryEntry, JsonValue, ProcessDocument, RecordData } from '@stratacrm/sdk';
import { computed, ref, type Ref } from 'vue';
import { ApiProblem } from '../api/problem.ts';
import { updateRecord } from '../api/records.ts';
import { inputOf, type FormValues } from '../form/form-values.ts';
import { t } from '../i18n/i18n.ts';
import { useToasts } from '../stores/toasts.ts';
import { obstacle, useOpenTransitions } from './open-transitions.ts';
import { nameOf } from './record-actions.ts';
import { daysInStage, daysSince, mayMove, pathStages, requiredFor, stageLabel, stageLimit } from './stage-time.ts';

interface Moving {
  object: CompiledObject;
  process: ProcessDocument;
  record: RecordData;
}

/** A move that asks for something: the fields it asks for, and those of them that are asked for anew. */
export interface WantedMove {
  to: string;
  names: string[];
  fresh: string[];
}

/** The way of one record through one process: where it stands, since when, what is open from there, and the moves. */
export function useProcessMoves(
  of: () => Moving | null,
  history: Ref<readonly HistoryEntry[]>,
  reload: () => Promise<unknown>,
) {
  const toasts = useToasts();
  const wanted = ref<WantedMove | null>(null);

  /** As the platform keeps it; for processes that keep no time in stages the history tells. */
  const days = computed(() => {
    const at = of();
    if (at === null) return null;
    const kept = stageLimit(at.process, at.record);
    if (kept !== null) return daysSince(kept.since, new Date());
    return daysInStage(history.value, at.process.field, new Date());
  });
  const { open, ask } = useOpenTransitions(() => {
    const at = of();
    if (at === null) return null;
    const { object, process, record } = at;
    return { object: object.name, id: record.id, version: record['version'], field: process.field };
  });
  const stage = computed(() => stageOf(of()));
  const nextStage = computed(() => {
    const stages = pathStages(of()?.process.stages ?? [], stage.value);
    const at = stages.findIndex((each) => each.id === stage.value);
    return at < 0 || stages[at]?.category !== 'open' ? undefined : stages[at + 1];
  });
  /** The next stage is offered as a button only where nothing is known to be in the way. */
  const nextIsOpen = computed(() => {
    const next = open.value?.transitions.find((each) => each.to === nextStage.value?.id);
    return open.value === null || (next !== undefined && next.yours && obstacle(next) === null);
  });

  async function move(to: string): Promise<void> {
    const at = of();
    if (at === null) return;
    const known = open.value?.transitions.find((each) => each.to === to);
    const missing =
      known?.fill ?? requiredFor(at.object, at.process, stage.value, to).filter((name) => isEmpty(at.record[name]));
    if (missing.length > 0) wanted.value = { to, names: missing, fresh: missing };
    else await attempt(() => moveWith(to, {}), to);
  }

  /** What the server asks for beyond what we knew becomes the same small form. */
  async function attempt(work: () => Promise<void>, to: string): Promise<void> {
    try {
      await work();
    } catch (error) {
      const at = of();
      const names =
        error instanceof ApiProblem && at !== null
          ? error.errors
              .map((each) => each.path)
              .filter((path) => at.object.fields[path] !== undefined && path !== at.process.field)
          : [];
      if (names.length > 0) wanted.value = { to, names, fresh: [] };
      else toasts.failed(error);
    }
  }

  async function moveWith(to: string, values: FormValues): Promise<void> {
    const at = of();
    if (at === null) return;
    const { object, process, record } = at;
    const { field } = process;
    const from = stageOf(at);
    const saved = await updateRecord(object.name, record.id, { ...inputOf(object, values), [field]: to });
    await reload();
    const named = stageLabel(object, field, to);
    if (saved[field] !== to) {
      toasts.done(t('record.moveAskedFor', { stage: named }));
      return ask();
    }
    const told = t('list.moved', { name: nameOf(object, record), stage: named });
    if (from === null || !mayMove(process, to, from)) return toasts.done(told);
    toasts.done(told, async () => {
      await updateRecord(object.name, record.id, { [field]: from });
      await reload();
    });
  }

  return { days, open, stage, nextStage, nextIsOpen, wanted, move, moveWith };
}

function stageOf(at: Moving | null): string | null {
  const value = at?.record[at.process.field];
  return typeof value === 'string' ? value : null;
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}
