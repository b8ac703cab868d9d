import { beforeAll, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import { createRecord } from '../../records/create-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { updateRecord } from '../../records/update-record.ts';
import { changeMany } from './change-many.ts';
import { cancelRun, resumeRun } from './change-run.ts';

let workspace: WorkflowWorkspace;

beforeAll(async () => {
  workspace = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    workflowOf('stops', { type: 'record_created', settings: { object: 'account' } }, [
      {
        id: 'may',
        type: 'condition',
        settings: { when: 'record.industry == "energy"' },
        next: { yes: 'on', no: 'off' },
      },
      { id: 'off', type: 'stop', settings: { as: 'failed', reason: 'no industry' }, next: {} },
      { id: 'on', type: 'update_record', settings: { values: { code: '"went on"' } }, next: {} },
    ]),
  ]);
});

it('many failed runs go on together, and what cannot holds up nobody', async () => {
  const { system, database, engine, catalog } = workspace;
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.push((await createRecord(system, 'account', { name: `Firm ${n}` })).data.id);
  const failed = await workspace.settled('stops');
  expect(failed.map((run) => run.status)).toEqual(['failed', 'failed', 'failed']);
  const [first, second, third] = failed.map((run) => run.id);
  await cancelRun(database, third!);
  // They stand at the step that stopped them: each stops again, for a reason that is still there.
  const resume = (id: string): Promise<void> => resumeRun(database, engine.definitions, catalog, id, 'own');
  const answer = await changeMany('en', [first!, second!, second!, third!], resume);
  expect(answer).toMatchObject({ changed: 2, errors: [{ id: third, code: 'run_not_failed' }] });
  const again = await workspace.settled('stops');
  expect(again.map((run) => run.status)).toEqual(['failed', 'failed', 'cancelled']);
  expect(again[0]!.error).toMatchObject({ code: 'step_stopped' });
  expect(await changeMany('en', [first!, second!], (id) => cancelRun(database, id))).toEqual({
    changed: 2,
    errors: [],
  });
  await updateRecord(system, 'account', ids[0]!, { industry: 'energy' });
  expect((await getRecord(system, 'account', ids[0]!)).data['code']).toBeNull();
});
