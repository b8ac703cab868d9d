import { StrataError, relationOf } from '@stratacrm/sdk';
import { matchingRecords } from '../../records/query/matching-records.ts';
import { writeRecords } from '../../records/write-records.ts';
import { candidatesOf } from '../people/candidates.ts';
import { choosePeople } from '../people/choose-people.ts';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine, StepResult, StepRun } from './step-engine.ts';

/** So many records are assigned in one go at most. */
const MOST = 5_000;

export const assign: StepEngine = async (run) => {
  const { ctx, step } = run;
  const { object, ids } = await whichRecords(run);
  const field = textSetting(step, 'field') || 'owner';
  const described = ctx.catalog.object(object).fields[field];
  const relation = described === undefined ? undefined : relationOf(described);
  if (relation?.kind !== 'one' || relation.to !== 'user') throw new StrataError('assign_wrong_field', { field });
  const { people, place } = await candidatesOf(run);
  if (people.length === 0) return nobody(run);
  const chosen = await choosePeople(run, { object, field, people, place }, ids.length);
  const given = ids.map((id, at) => ({ id, user: chosen[at]! }));
  const outcomes = await writeRecords(
    ctx,
    object,
    given.map(({ id, user }) => ({ action: 'update', id, input: { [field]: user } })),
    { mode: 'all' },
  );
  const refused = outcomes.filter((outcome) => outcome.issues.length > 0);
  if (refused.length > 0) throw refusal(run, refused[0]!.issues);
  return {
    kind: 'done',
    results: { [step.id]: given.at(-1)?.user ?? null, [`${step.id}_count`]: given.length },
    output: { object, field, given },
    recordsChanged: outcomes.filter(({ changes }) => Object.keys(changes).length > 0).length,
  };
};

async function whichRecords({ ctx, step, values }: StepRun): Promise<{ object: string; ids: string[] }> {
  const many = textSetting(step, 'object');
  if (many !== '') {
    const filter = await values.filter(requiredSetting(step, 'filter'));
    const found = filter === null ? [] : await matchingRecords(ctx, many, filter, { limit: MOST + 1 });
    if (found.length > MOST) throw new StrataError('assign_too_many', { most: MOST });
    return { object: many, ids: found.map(({ id }) => id) };
  }
  const { value: id, type } = await values.evaluate(textSetting(step, 'record') || 'record');
  if (typeof id !== 'string' || type.type !== 'ref') throw new StrataError('run_record_gone', { step: step.id });
  return { object: (type as { object: string }).object, ids: [id] };
}

function nobody({ step }: StepRun): StepResult {
  if (step.next['nobody'] === undefined) throw new StrataError('assign_nobody', { step: step.id });
  return { kind: 'done', outcome: 'nobody', results: { [step.id]: null, [`${step.id}_count`]: 0 } };
}

function refusal({ step }: StepRun, issues: StrataError['issues']): StrataError {
  if (issues.some(({ code, path }) => path === '' && code === 'record_not_found'))
    return new StrataError('run_record_gone', { step: step.id });
  return new StrataError('invalid_input', {}, issues);
}
