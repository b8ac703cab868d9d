import { territoriesOf } from '@stratacrm/sdk';
import type { StepRun } from '../steps/step-engine.ts';
import { requiredSetting } from '../steps/settings.ts';
import { membersOf, subjectOf, subjectsOf, type Person, type Subject } from './subject.ts';

/** Who may be chosen, in a steady order, and the name under which their turns are kept. */
export interface Candidates {
  people: Person[];
  place: string;
}

/** The active people an assigning step chooses from, less those who are away and those without the skill. */
export async function candidatesOf(run: Pick<StepRun, 'ctx' | 'step' | 'values'>): Promise<Candidates> {
  const { ctx, step, values } = run;
  const { settings } = step;
  const { subjects, place } =
    settings['by'] === 'territory'
      ? await territory(run)
      : { subjects: await subjectsOf(ctx.db, values, settings['people']), place: '' };
  const members = await membersOf(ctx.db, subjects, ctx.now);
  const present = settings['away_too'] === true ? members : members.filter((person) => !person.away);
  if (settings['by'] !== 'skill') return { people: present, place };
  const { value } = await values.evaluate(requiredSetting(step, 'skill'));
  const needed = (Array.isArray(value) ? value : [value]).flatMap((each) => (each === null ? [] : [fold(each)]));
  const people = present.filter(({ skills }) => skills.some((skill) => needed.includes(fold(skill))));
  return { people, place: `skill ${needed.join()}` };
}

function fold(value: unknown): string {
  return String(value).trim().toLowerCase();
}

/** The people of the first territory whose condition holds. */
async function territory({
  ctx,
  step,
  values,
}: Pick<StepRun, 'ctx' | 'step' | 'values'>): Promise<{ subjects: Subject[]; place: string }> {
  for (const entry of territoriesOf(step.settings['territories'])) {
    if (!(await values.holds(entry.condition))) continue;
    const subject = await subjectOf(ctx.db, values, entry);
    return { subjects: subject === null ? [] : [subject], place: `${entry.kind} ${entry.value}` };
  }
  return { subjects: [], place: '' };
}
