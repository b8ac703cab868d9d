import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import { createRecord } from '../../records/create-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { raisePluginEvent } from './raise-plugin-event.ts';

const EVENT = 'air:flight_delayed';
const part = 'air__flight_delayed_event';
const on = (object?: string) => ({
  type: 'plugin_event',
  settings: { event: EVENT, sample: '{"minutes": 20}', ...(object !== undefined && { object }) },
});
const note = {
  id: 'note',
  type: 'update_record',
  settings: { values: { reason: '"late by " + text(payload_minutes)' } },
};

let workspace: WorkflowWorkspace;
let deal: string;

beforeAll(async () => {
  workspace = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    workflowOf('for_deals', on('deal'), [note], { run_as: 'everything' }),
    workflowOf('for_anything', on(), [{ id: 'stop', type: 'stop' }], { run_as: 'everything' }),
    workflowOf('for_accounts', on('account'), [{ id: 'stop', type: 'stop' }], { run_as: 'everything' }),
    workflowOf('switched_off', on('deal'), [note], { run_as: 'everything', active: false }),
  ]);
  deal = (await createRecord(workspace.system, 'deal', { name: 'Flight' })).data.id;
});

const raise = (extra: object = {}) =>
  raisePluginEvent(workspace.engine, {
    name: EVENT,
    part,
    payload: { minutes: 45 },
    record: { object: 'deal', id: deal },
    ...extra,
  });

async function begun(): Promise<string[]> {
  return (await workspace.settled()).map((run) => `${run.workflow} ${run.status}`);
}

describe('An event of a plugin', () => {
  it('begins those that wait for it, with its record and what it tells, and no others', async () => {
    expect(await raise()).toHaveLength(2);
    expect((await begun()).toSorted()).toEqual(['for_anything done', 'for_deals done']);
    expect((await getRecord(workspace.system, 'deal', deal)).data['reason']).toBe('late by 45');
    expect(await raise({ name: 'air:flight_landed', part: 'air__flight_landed_event' })).toEqual([]);
  });

  it('raised twice under one key begins each once', async () => {
    const before = (await begun()).length;
    expect(await raise({ key: 'AC 7' })).toHaveLength(2);
    expect(await raise({ key: 'AC 7' })).toEqual([]);
    expect(await raise({ key: 'AC 8' })).toHaveLength(2);
    expect(await begun()).toHaveLength(before + 4);
  });

  it('without a record begins those that want none', async () => {
    const runs = await raisePluginEvent(workspace.engine, { name: EVENT, part, payload: null });
    const started = (await workspace.settled()).filter(({ id }) => runs.includes(id));
    expect(started.map((run) => run.workflow)).toEqual(['for_anything']);
  });
});
