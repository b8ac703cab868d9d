import type { WorkflowDocument, WorkflowTest } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import { createLog } from '../../kernel/log.ts';
import { runTests } from './run-tests.ts';
import { rehearseTests, testsAtPublish } from './tests-at-publish.ts';
import { undone } from './undone.ts';

const ACCOUNT = '00000000-0000-7000-8000-0000000000f1';

const TEST: WorkflowTest = {
  name: 'large_deal',
  given: {
    records: [{ object: 'account', id: ACCOUNT, values: { name: 'Grid', industry: 'energy' } }],
    record: { name: 'Big', account: ACCOUNT, stage: 'won', amount: { amount: '900', currency: 'CNY' } },
    old: { stage: 'offer' },
    now: '2026-03-01T08:00:00Z',
  },
  expect: {
    steps: ['large', 'note', 'wait', 'log'],
    writes: [
      { object: 'deal', action: 'update', values: { reason: 'Grid, was offer' } },
      { object: 'activity', action: 'create', values: { name: 'Call Grid', at: '2026-03-04T08:00:00.000Z' } },
    ],
    deliveries: [],
  },
};

const workflow = (tests: WorkflowTest[], facts: Partial<WorkflowDocument> = {}): WorkflowDocument =>
  workflowOf(
    'won',
    { type: 'record_updated', settings: { object: 'deal', fields: ['stage'], when: 'record.stage == "won"' } },
    [
      { id: 'large', type: 'condition', settings: { when: 'record.amount >= 100' }, next: { yes: 'note' } },
      {
        id: 'note',
        type: 'update_record',
        settings: { values: { reason: 'record.account.name + ", was " + old.stage' } },
      },
      { id: 'wait', type: 'wait', settings: { for: '3d' } },
      {
        id: 'log',
        type: 'create_record',
        settings: {
          object: 'activity',
          values: { name: '"Call " + record.account.name', account: 'record.account', at: 'now()' },
        },
        next: {},
      },
    ],
    { id: '00000000-0000-7000-8000-0000000000aa', tests, ...facts },
  ) as WorkflowDocument;

let workspace: WorkflowWorkspace;

beforeAll(async () => {
  workspace = await workflowWorkspace(SALES_DOCUMENTS);
});

const problemsOf = async (test: WorkflowTest): Promise<string[]> => {
  const { database, engine, catalog } = workspace;
  const [result] = await undone(database, (tx) => runTests(engine, tx, catalog, workflow([test])));
  return result!.problems.map((problem) => problem.en);
};

describe('A test of a workflow', () => {
  it('passes when all is as it wants it, and leaves nothing behind', async () => {
    expect(await problemsOf(TEST)).toEqual([]);
    const { rows } = await workspace.database.query('select from crm.account');
    expect(rows).toEqual([]);
  });

  it('says what is otherwise', async () => {
    const { given, expect: wanted } = TEST;
    expect(await problemsOf({ ...TEST, expect: { ...wanted, steps: ['large', 'log'] } })).toEqual([
      'the steps: expected large → log, found large → note → wait → log.',
    ]);
    const [written] = await problemsOf({
      ...TEST,
      expect: { writes: [{ object: 'deal', action: 'update', values: { reason: 'else' } }] },
    });
    expect(written).toContain('Grid, was offer');
    expect(await problemsOf({ ...TEST, given: { ...given, record: { ...given.record, stage: 'new' } } })).toEqual([
      'the trigger does not take it.',
    ]);
    expect(await problemsOf({ ...TEST, given: { ...given, record: { ...given.record, nothing: 1 } } })).toEqual([
      'what is given cannot be set up (invalid_input, deal.nothing).',
    ]);
    const refused = await problemsOf({ ...TEST, given: { ...given, roles: ['own_only'] } });
    // The record is none of his: its condition does not hold for him.
    expect(refused[0]).toContain('found large.');
  });

  it('takes for granted what it is told to', async () => {
    expect(
      await problemsOf({ ...TEST, assumed: { large: { outcome: 'no' } }, expect: { steps: ['large'], writes: [] } }),
    ).toEqual([]);
  });

  it('that fails stops a publish, or only warns where its workflow says so', async () => {
    const { database, engine, catalog } = workspace;
    const failing = { ...TEST, expect: { steps: [] } };
    const publish = (document: WorkflowDocument) => {
      const hook = testsAtPublish(engine, createLog({ level: 'error' }));
      const next = { ...catalog, workflows: new Map([[document.name, document]]) };
      const author = { actor: workspace.system.actor };
      return undone(database, (tx) =>
        hook(tx, [], { release: 2, catalog: next, emptyFields: [], message: '', author, way: 'published' }),
      );
    };
    await expect(publish(workflow([TEST, failing]))).rejects.toMatchObject({
      code: 'publish_problems',
      issues: [{ path: 'workflow/won/tests.1', code: 'workflow_test_failed', params: { test: 'large_deal' } }],
    });
    await expect(publish(workflow([TEST]))).resolves.toBeUndefined();
    await expect(publish(workflow([failing], { on_failing_test: 'warn' }))).resolves.toBeUndefined();
  });

  it('is told of in the plan, and where tables are yet to be made it is told that it will be run', async () => {
    const { database, engine, catalog } = workspace;
    const failing = { ...TEST, expect: { steps: [] } };
    const rehearse = (document: WorkflowDocument, unmade = false) =>
      rehearseTests(engine, database, { ...catalog, workflows: new Map([[document.name, document]]) }, unmade);
    const told = { kind: 'workflow', key: 'won', path: 'tests.1', code: 'workflow_test_failed' };
    expect(await rehearse(workflow([TEST, failing]))).toMatchObject({ problems: [told], warnings: [] });
    expect(await rehearse(workflow([TEST, failing], { on_failing_test: 'warn' }))).toMatchObject({
      problems: [],
      warnings: [told],
    });
    expect(await rehearse(workflow([TEST, failing]), true)).toMatchObject({
      problems: [],
      warnings: [{ ...told, code: 'workflow_test_later', params: { test: 'large_deal' } }],
    });
    expect((await database.query('select from crm.account')).rows).toEqual([]);
  });
});
