import { stepKind, type JsonValue } from '@stratacrm/sdk';
import type { StepResult, StepRun } from '../steps/step-engine.ts';
import { askedPeople } from './asked-people.ts';
import { fillQuestion, questionIn } from './question-words.ts';
import { membersOf, type Person } from './subject.ts';

/** What a step would ask, and of whom, were it done now. */
export interface ForeseenAsking {
  title: string;
  instructions: string;
  /** Those who could answer first, as they are now. */
  people: Pick<Person, 'id' | 'name'>[];
  /** Levels it might climb. */
  levels: number;
}

/** Says what would be asked of whom; nothing is written and nobody is told. */
export async function foreseeAsking(run: Pick<StepRun, 'ctx' | 'run' | 'step' | 'values'>): Promise<ForeseenAsking> {
  const { ctx, step, values } = run;
  const { seats, levels } = await askedPeople(run);
  const people = await membersOf(ctx.db, seats, ctx.now);
  return {
    ...questionIn(ctx.locale, await fillQuestion(step, values)),
    people: people.map(({ id, name }) => ({ id, name })),
    levels,
  };
}

/** What the step answers in a trial: as if the first of those asked had said yes. */
export async function triedAsking(run: StepRun): Promise<StepResult> {
  const { step } = run;
  const asked = await foreseeAsking(run);
  const [by = null] = asked.people.map((person) => person.id);
  const outcome = stepKind(step.type)!.outcomes(step)[0]!.name;
  return {
    kind: 'done',
    outcome,
    results: { [`${step.id}_by`]: by, [`${step.id}_comment`]: '' },
    output: { asked, assumed: outcome } as unknown as JsonValue,
  };
}
