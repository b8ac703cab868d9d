import {
  businessLength,
  deadlineAt,
  deadlineEnded,
  type BusinessTime,
  type CheckedExpression,
  type ClockTerms,
  type DeadlineValue,
  type JsonValue,
  type ProcessClock,
  type ProcessDocument,
  type Stage,
} from '@stratacrm/sdk';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { modelExpression } from '../sight/checked-expression.ts';
import { planned } from '../sql/catalog-memory.ts';
import { holds, prepareFor } from '../pipeline/write-bindings.ts';
import type { Write, WriteBatch } from '../pipeline/write-batch.ts';
import { hoursNamed, hoursOfOwners } from './business-hours.ts';
import { processesOf } from './ways.ts';

/** A time limit of a process, ready to be told for records. */
export interface ReadyClock {
  /** Whose stages pause it, or are timed by it. */
  process: ProcessDocument;
  terms: ClockTerms;
  /** null: that of the stage itself, which begins anew with each. */
  clock: ProcessClock | null;
  when: CheckedExpression | null;
  until: CheckedExpression | null;
  limits: readonly { when: CheckedExpression | null; within: string }[];
}

/** The time limits that an object's processes keep. */
export function clocksOf(catalog: Catalog, object: CatalogObject): readonly ReadyClock[] {
  return planned(catalog, `process clocks|${object.name}`, () =>
    processesOf(object)
      .flatMap((process) => readyClocks(catalog, process))
      .filter(({ terms }) => terms.field in object.fields && object.fields[terms.field]?.archived !== true),
  );
}

function readyClocks(catalog: Catalog, process: ProcessDocument): ReadyClock[] {
  const ready = (source: string | undefined) =>
    source === undefined ? null : modelExpression(catalog, process.object, source);
  const { stage_clock, clocks = [] } = process;
  return [
    ...(stage_clock === undefined
      ? []
      : [{ process, terms: stage_clock, clock: null, when: null, until: null, limits: [] }]),
    ...clocks.map((clock) => ({
      process,
      terms: clock,
      clock,
      when: ready(clock.when),
      until: ready(clock.until),
      limits: clock.limits.map(({ when, within }) => ({ when: ready(when), within })),
    })),
  ];
}

/** Since when records stand in a stage: field of the process → record → moment. */
export type StageSince = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Brings the time limits of these records to this moment. */
export async function windClocks(
  batch: WriteBatch,
  writes: readonly Write[],
  stageSince: StageSince = new Map(),
): Promise<void> {
  const clocks = clocksOf(batch.ctx.catalog, batch.object);
  if (clocks.length === 0 || writes.length === 0) return;
  const conditions = clocks.flatMap(({ when, until, limits }) => [when, until, ...limits.map((limit) => limit.when)]);
  await prepareFor(
    batch,
    conditions.filter((each) => each !== null),
    writes,
  );
  const hours = await hoursOfOwners(batch, writes);
  for (const write of writes) {
    for (const clock of clocks) {
      const { calendar, field } = clock.terms;
      const time = calendar === undefined ? hours(write) : hoursNamed(batch.ctx.catalog, calendar);
      write.after[field] = valueOf(batch, clock, write, time, stageSince) as unknown as JsonValue;
    }
  }
}

function valueOf(
  batch: WriteBatch,
  clock: ReadyClock,
  write: Write,
  time: BusinessTime,
  stageSince: StageSince,
): DeadlineValue | null {
  const { process } = clock;
  const now = batch.ctx.now.getTime();
  const stage = process.stages.find(({ id }) => id === write.after[process.field]);
  const kept = (write.before?.[clock.terms.field] ?? null) as unknown as DeadlineValue | null;
  const warnBefore = lengthOf(clock.terms.warn_before, time);
  const createdAt = Date.parse(String(write.after['created_at']));
  if (clock.clock === null) {
    const isNew = write.before === null || write.before[process.field] !== write.after[process.field];
    const since = isNew ? now : (stageSince.get(process.field)?.get(write.id) ?? createdAt);
    if (stage !== undefined && stage.category !== 'open')
      return deadlineEnded(isNew || kept === null ? since : Date.parse(kept.since));
    return deadlineAt(
      isNew ? null : kept,
      { time, limit: stageLimit(stage, time), warnBefore, phase: 'running' },
      now,
      since,
    );
  }
  if (clock.when !== null && !holds(batch, write, clock.when)) return null;
  const ended = clock.until !== null && holds(batch, write, clock.until);
  const phase = ended ? 'ended' : stage?.pauses === true ? 'paused' : 'running';
  const within = clock.limits.find(({ when }) => when === null || holds(batch, write, when))?.within;
  const since = write.before === null ? now : createdAt;
  return deadlineAt(kept, { time, limit: lengthOf(within, time), warnBefore, phase }, now, since);
}

/** What waits for somebody outside may stay as long as it likes. */
function stageLimit(stage: Stage | undefined, time: BusinessTime): number | null {
  if (stage?.target_days === undefined || stage.pauses === true) return null;
  return stage.target_days * time.dayLength;
}

function lengthOf(text: string | undefined, time: BusinessTime): number | null {
  return text === undefined ? null : businessLength(text, time);
}
