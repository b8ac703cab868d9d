import { settingsOf, usesOf, type Result, type WorkflowDocument, type WorkflowStep } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { RelatedRecords } from '../../records/pipeline/related-records.ts';
import { readTogether, RunValues, type NamedValues } from '../advance/values.ts';
import type { RunRow, TokenRow } from '../run.ts';
import { askStep } from '../steps/ask-step.ts';
import { STEP_ENGINES } from '../steps/index.ts';
import type { Delivered, StepResult, StepRun, WriteOne } from '../steps/step-engine.ts';

/** One of many runs that stand at the same step. */
export interface Member {
  ctx: AccessContext;
  run: RunRow;
  token: TokenRow;
  values: NamedValues;
  old: RunRow['old'];
  waitingSince: Date | null;
  waitingUntil: Date | null;
  delivered: Delivered | null;
}

/** What all of them are given alike. */
export type Surroundings = Omit<StepRun, keyof Member | 'step' | 'values' | 'write'>;

/** What became of the step for one of them. */
export type Done = { result: StepResult } | { error: unknown };

/**
 * Does a step for many runs at once: what its expressions ask of records is read for all of them, and what they write
 * is gathered by `write`. Their conditions, values and results are each their own.
 */
export async function doTogether(
  document: WorkflowDocument,
  step: WorkflowStep,
  names: readonly Result[],
  members: readonly Member[],
  write: WriteOne,
  common: Surroundings,
): Promise<Done[]> {
  const engine = STEP_ENGINES[step.type]!;
  const known = new Map<string, RelatedRecords>();
  const sources = sourcesOf(document, step);
  for (const group of Map.groupBy(members, readerKey).values()) {
    const [first] = group;
    const values = group.map((member) => member.values);
    known.set(readerKey(first!), await readTogether(first!.ctx, names, sources, values));
  }
  return Promise.all(
    members.map(async (member): Promise<Done> => {
      const { ctx, run, token, waitingSince, waitingUntil, delivered } = member;
      const values = new RunValues(ctx, names, member.values, member.old, known.get(readerKey(member)) ?? null);
      try {
        return {
          result: await askStep(engine, {
            ...common,
            ctx,
            run,
            token,
            step,
            values,
            write,
            waitingSince,
            waitingUntil,
            delivered,
          }),
        };
      } catch (error) {
        return { error };
      }
    }),
  );
}

function readerKey({ ctx }: Member): string {
  return `${ctx.access.key}|${ctx.actor.userId ?? ''}`;
}

const SOURCES = new WeakMap<WorkflowStep, readonly string[]>();

/** Every expression of the step's settings. */
function sourcesOf(document: WorkflowDocument, step: WorkflowStep): readonly string[] {
  let sources = SOURCES.get(step);
  if (sources === undefined) {
    sources = settingsOf(document)
      .filter((settings) => settings.step?.id === step.id)
      .flatMap((settings) => settings.described.flatMap((setting) => usesOf(setting, settings)))
      .flatMap((use) => ('source' in use && use.kind !== 'filter' ? [use.source] : []));
    SOURCES.set(step, sources);
  }
  return sources;
}
