import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import { queryRecords } from '../../records/query-records.ts';
import { writeRecords } from '../../records/write-records.ts';

let workspace: WorkflowWorkspace;

beforeAll(async () => {
  workspace = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    workflowOf(
      'many',
      { type: 'record_created', settings: { object: 'deal', when: 'record.name.startsWith("Many")' } },
      [
        { id: 'first', type: 'update_record', settings: { values: { reason: '"first"' } } },
        {
          id: 'refused',
          type: 'condition',
          settings: { when: 'record.name == "Many 3"' },
          next: { yes: 'wrong', no: 'pause' },
        },
        { id: 'wrong', type: 'update_record', settings: { values: { amount: '-1' } }, next: {} },
        { id: 'pause', type: 'wait', settings: { for: '1s' } },
        { id: 'count', type: 'find_records', settings: { object: 'deal', filter: 'name == {{ record.name }}' } },
        { id: 'both', type: 'parallel', next: { branch_1: 'log', branch_2: 'deep', done: 'last' } },
        {
          id: 'log',
          type: 'create_record',
          settings: { object: 'activity', values: { name: 'record.name + " " + text(count_count)' } },
          next: {},
        },
        { id: 'deep', type: 'parallel', next: { branch_1: 'twice', branch_2: 'short' } },
        { id: 'twice', type: 'compute', settings: { value: 'count_count * 2' }, next: {} },
        {
          id: 'short',
          type: 'condition',
          settings: { when: 'record.name == "Many 5"' },
          next: { yes: 'rest' },
        },
        { id: 'rest', type: 'wait', settings: { for: '1s' }, next: {} },
        {
          id: 'last',
          type: 'update_record',
          settings: { values: { reason: 'record.reason + " " + text(twice)' } },
        },
      ],
    ),
  ]);
});

describe('Runs that begin together', () => {
  it('go on together, fail each for itself, wait, and leave each its own trace in the log', async () => {
    const { system, database } = workspace;
    await writeRecords(
      system,
      'deal',
      Array.from({ length: 30 }, (_, n) => ({ action: 'create' as const, input: { name: `Many ${n}` } })),
      { mode: 'all' },
    );
    await expect
      .poll(
        async () =>
          (await workspace.settled('many'))
            .map((run) => run.status)
            .toSorted()
            .join(' '),
        { timeout: 25_000, interval: 300 },
      )
      .toBe([...Array.from({ length: 29 }, () => 'done'), 'failed'].join(' '));
    const { data } = await queryRecords(system, 'deal', { filter: 'name.startsWith("Many")', limit: 50 });
    expect(data.filter((each) => each['reason'] === 'first 2')).toHaveLength(29);
    expect(data.filter((each) => each['reason'] === 'first').map((each) => each['name'])).toEqual(['Many 3']);
    const { rows } = await database.query<{ wrong: string }>(
      `select count(*) as wrong from core.change_log l where l.cause = 'workflow' and l.object = 'deal' and not exists (
         select from core.workflow_run r where r.id::text = l.cause_id and r.record_id = l.record_id)`,
    );
    expect(rows).toEqual([{ wrong: '0' }]);
    const { rows: steps } = await database.query<{ n: string }>(
      `select count(*) as n from core.workflow_step where status = 'done' and step = 'last'`,
    );
    expect(steps).toEqual([{ n: '29' }]);
    const logged = await queryRecords(system, 'activity', { filter: 'name.startsWith("Many")', limit: 50 });
    expect(logged.data).toHaveLength(29);
    const { rows: own } = await database.query<{ n: string }>(
      `select count(distinct d.id) as n from crm.activity a join core.change_log l on l.record_id = a.id
       join core.workflow_run r on r.id::text = l.cause_id join crm.deal d on d.id = r.record_id and a.name = d.name || ' 1'`,
    );
    expect(own).toEqual([{ n: '29' }]);
    const { rows: tokens } = await database.query<{ status: string; n: string }>(
      'select status, count(*) as n from core.workflow_token group by 1 order by 1',
    );
    // Each of the 29 has four branches.
    expect(tokens).toEqual([
      { status: 'done', n: String(29 * 5) },
      { status: 'failed', n: '1' },
    ]);
  }, 40_000);
});
