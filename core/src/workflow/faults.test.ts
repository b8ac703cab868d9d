import { STEP_KINDS, StrataError, type WorkflowStep } from '@stratacrm/sdk';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../testing/test-workflows.ts';
import { createRecord } from '../records/create-record.ts';
import { getRecord } from '../records/get-record.ts';
import { resumeRun } from './runs/change-run.ts';
import { askStep } from './steps/ask-step.ts';
import { STEP_ENGINES } from './steps/index.ts';
import type { StepEngine, StepRun } from './steps/step-engine.ts';

const engines = STEP_ENGINES as Record<string, StepEngine>;
const compute = STEP_ENGINES['compute']!;

/** What goes wrong in the step `harm` for as long as a test wants it. */
let harm: StepEngine | null = null;
engines['compute'] = (run) => (harm !== null && run.step.id === 'harm' ? harm(run) : compute(run));

let workspace: WorkflowWorkspace;

beforeAll(async () => {
  workspace = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    workflowOf(
      'harmed',
      { type: 'record_created', settings: { object: 'deal', when: 'record.name.startsWith("Harm")' } },
      [
        { id: 'before', type: 'update_record', settings: { values: { reason: '"before"' } } },
        { id: 'harm', type: 'compute', settings: { value: '1' } },
        { id: 'after', type: 'update_record', settings: { values: { reason: 'record.reason + " after"' } } },
      ],
    ),
  ]);
});

afterEach(() => {
  harm = null;
});

/** Runs it until it has failed, then mends it and resumes. */
async function failAndResume(name: string, broken: StepEngine, code: string): Promise<void> {
  harm = broken;
  const { data } = await createRecord(workspace.system, 'deal', { name });
  await expect
    .poll(async () => (await workspace.settled('harmed')).at(-1), { timeout: 25_000, interval: 200 })
    .toMatchObject({ record_id: data.id, status: 'failed', error: { code } });
  expect((await getRecord(workspace.system, 'deal', data.id)).data['reason']).toBe('before');
  harm = null;
  const run = (await workspace.settled('harmed')).at(-1)!;
  await resumeRun(workspace.database, workspace.engine.definitions, workspace.catalog, run.id, 'own');
  expect((await workspace.settled('harmed')).at(-1)).toMatchObject({ status: 'done' });
  expect((await getRecord(workspace.system, 'deal', data.id)).data['reason']).toBe('before after');
}

describe('A step that', () => {
  it('throws what nobody expected fails by name after its tries, what came before it stays, and it is resumed', async () => {
    await failAndResume('Harm by throwing', () => Promise.reject(new TypeError('nobody thought of it')), 'step_broke');
  }, 40_000);

  it('answers with garbage fails by name', async () => {
    await failAndResume('Harm by garbage', () => Promise.resolve({ kind: 'nonsense' } as never), 'step_broke');
  }, 40_000);

  it('makes the database cut it off fails by name', async () => {
    await failAndResume(
      'Harm by slowness',
      async ({ ctx }) => {
        await ctx.db.query("select set_config('statement_timeout', '50', true)");
        await ctx.db.query('select pg_sleep(5)');
        return { kind: 'done' };
      },
      'step_timed_out',
    );
  }, 40_000);

  it('is cut off from the database is tried again and ends well', async () => {
    let cut = 0;
    harm = async ({ ctx }) => {
      if (cut++ === 0) await ctx.db.query('select pg_terminate_backend(pg_backend_pid())');
      return { kind: 'done', results: { harm: 1 } };
    };
    const { data } = await createRecord(workspace.system, 'deal', { name: 'Harm by restart' });
    await expect
      .poll(async () => (await workspace.settled('harmed')).at(-1), { timeout: 25_000, interval: 200 })
      .toMatchObject({ record_id: data.id, status: 'done' });
    expect((await getRecord(workspace.system, 'deal', data.id)).data['reason']).toBe('before after');
  }, 40_000);

  it('never answers is given up in time', async () => {
    const run = { step: { id: 'x' } as WorkflowStep } as StepRun;
    const never: StepEngine = () => new Promise(() => {});
    await expect(askStep(never, run, 20)).rejects.toMatchObject({ code: 'step_timed_out' });
    await expect(askStep(() => Promise.resolve(null as never), run)).rejects.toBeInstanceOf(StrataError);
    const wrongWait = { kind: 'wait', until: new Date('never') } as const;
    await expect(askStep(() => Promise.resolve(wrongWait), run)).rejects.toMatchObject({ code: 'step_broke' });
  });
});

it('Every kind of step has somebody who does it, and nothing is done that has no kind', () => {
  expect(Object.keys(STEP_ENGINES).toSorted()).toEqual(STEP_KINDS.map((kind) => kind.name).toSorted());
});
