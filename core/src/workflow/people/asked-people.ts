import type { StepRun } from '../steps/step-engine.ts';
import { textSetting } from '../steps/settings.ts';
import { managerAbove } from './manager.ts';
import { membersOf, subjectsOf, type Subject } from './subject.ts';

/** Of whom an approval is asked first, and how many levels it may climb. */
export interface AskedPeople {
  seats: Subject[];
  levels: number;
}

/**
 * Who decides, with the present members of teams and roles. Nothing is written: it also serves to say beforehand what
 * would be asked of whom.
 */
export async function askedPeople(
  run: Pick<StepRun, 'values' | 'step'> & { ctx: StepRun['ctx']; run: Pick<StepRun['run'], 'actor'> },
): Promise<AskedPeople> {
  const { ctx, step } = run;
  const { settings } = step;
  if (settings['mode'] === 'chain') return askedChain(run);
  const subjects = await subjectsOf(ctx.db, run.values, settings['people']);
  const members = await membersOf(ctx.db, subjects, ctx.now);
  const able = settings['own'] === true ? members : members.filter(({ id }) => id !== run.run.actor);
  if (able.length === 0) return { seats: [], levels: 1 };
  // Where any one of them decides a team stays a team: who joins it meanwhile may decide too.
  const each = settings['mode'] === 'all' || settings['mode'] === 'majority';
  return { seats: each ? able.map(({ id }) => ({ kind: 'user', id })) : subjects, levels: 1 };
}

async function askedChain(run: Parameters<typeof askedPeople>[0]): Promise<AskedPeople> {
  const { ctx, step } = run;
  const [above] = await subjectsOf(ctx.db, run.values, step.settings['above']);
  const from = above?.kind === 'user' ? above.id : run.run.actor;
  if (from === null) return { seats: [], levels: 1 };
  const first = await managerAbove(ctx.db, from, step.settings['own'] === true ? null : run.run.actor);
  return { seats: first === null ? [] : [{ kind: 'user', id: first }], levels: await levelsOf(run) };
}

/** The first level whose limit is not below the amount; without limits, or beyond all of them, as many as there may be. */
async function levelsOf({ step, values }: Parameters<typeof askedPeople>[0]): Promise<number> {
  const most = Number(step.settings['levels'] ?? 3);
  const limits = Array.isArray(step.settings['limits']) ? step.settings['limits'].map(Number) : [];
  const source = textSetting(step, 'amount');
  if (source === '' || limits.length === 0) return most;
  const { value } = await values.evaluate(source);
  // Who knows no amount cannot say that a lower level is enough.
  if (value === null) return most;
  const enough = limits.findIndex((limit) => limit >= Number(value));
  return enough === -1 ? most : Math.min(enough + 1, most);
}
