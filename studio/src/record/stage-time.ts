import type { CompiledObject, DeadlineValue, HistoryEntry, ProcessDocument, RecordData, Stage } from '@stratacrm/sdk';
import { label } from '../i18n/i18n.ts';

const DAY_MS = 86_400_000;

/** Whole days since the record came into its present stage; null where its history does not tell. */
export function daysInStage(history: readonly HistoryEntry[], field: string, now: Date): number | null {
  const newestFirst = [...history].sort((a, b) => b.at.localeCompare(a.at));
  const moved =
    newestFirst.find((entry) => entry.changes.some((change) => change.field === field)) ??
    newestFirst.find((entry) => entry.action === 'create');
  return moved === undefined ? null : Math.max(0, Math.floor((now.getTime() - Date.parse(moved.at)) / DAY_MS));
}

/** The time limit of the stage, where the process keeps one. */
export function stageLimit({ stage_clock }: ProcessDocument, record: RecordData): DeadlineValue | null {
  const field = stage_clock?.field;
  return field === undefined ? null : ((record[field] ?? null) as unknown as DeadlineValue | null);
}

/** Whole days since a moment. */
export function daysSince(moment: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(moment)) / DAY_MS));
}

/** The name of a stage is that of its option. */
export function stageLabel({ fields }: CompiledObject, field: string, stage: string): string {
  const option = fields[field]?.options?.find((each) => each.value === stage);
  return option === undefined ? stage : label(option.label);
}

/** Whether the process lets a record go from one stage to another. */
export function mayMove({ transitions = [] }: ProcessDocument, from: string | null, to: string): boolean {
  if (transitions.length === 0 || from === null || from === to) return true;
  return transitions.some((each) => each.to === to && (each.from === '*' || each.from === from));
}

/** Fields the process asks for on the way from one stage to another. */
export function requiredFor(
  object: CompiledObject,
  process: ProcessDocument,
  from: string | null,
  to: string,
): string[] {
  const transitions = (process.transitions ?? []).filter(
    (each) => each.to === to && (each.from === '*' || each.from === from),
  );
  return [...new Set(transitions.flatMap((each) => each.requires ?? []))].filter(
    (name) => object.fields[name] !== undefined,
  );
}

/** The stages to draw as a path: the open ones in order, then the end it came to, or the good one. */
export function pathStages(stages: readonly Stage[], current: string | null): Stage[] {
  const open = stages.filter((stage) => stage.category === 'open');
  const end =
    stages.find((stage) => stage.category !== 'open' && stage.id === current) ??
    stages.find((stage) => stage.category === 'won');
  return end === undefined ? open : [...open, end];
}
