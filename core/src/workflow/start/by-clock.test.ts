import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../../testing/test-workflows.ts';
import { createRecord } from '../../records/create-record.ts';
import { updateRecord } from '../../records/update-record.ts';
import { startWhatIsDue } from './on-schedule.ts';

const nothing = { id: 'none', type: 'compute', settings: { value: '1' } };

let workspace: WorkflowWorkspace;
const at = (text: string) => startWhatIsDue(workspace.engine, new Date(text));
const runsOf = async (workflow: string) => (await workspace.settled(workflow)).length;

beforeAll(async () => {
  workspace = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    workflowOf(
      'nightly',
      { type: 'schedule', settings: { cron: '0 3 * * *', time_zone: 'Asia/Shanghai' } },
      [nothing],
      {
        run_as: 'everything',
      },
    ),
    workflowOf('off', { type: 'schedule', settings: { cron: '0 3 * * *' } }, [nothing], {
      run_as: 'everything',
      active: false,
    }),
    workflowOf(
      'reminder',
      {
        type: 'date_relative',
        settings: { object: 'deal', field: 'close_date', days: -7, at: '09:00', when: 'record.stage != "won"' },
      },
      [nothing],
      { run_as: 'everything' },
    ),
  ]);
});

describe('A schedule', () => {
  it('begins once at its time in its time zone, whoever asks and however often the clock jumps', async () => {
    await at('2026-03-01T18:59:30Z');
    expect(await runsOf('nightly')).toBe(0);
    await Promise.all([at('2026-03-01T19:00:10Z'), at('2026-03-01T19:00:10Z'), at('2026-03-01T19:00:20Z')]);
    expect(await runsOf('nightly')).toBe(1);
    // The clock goes back, and comes to the same moment again.
    await at('2026-03-01T18:30:00Z');
    await at('2026-03-01T19:00:30Z');
    expect(await runsOf('nightly')).toBe(1);
    // Nobody was there for days: it is made up for once.
    await at('2026-03-05T12:00:00Z');
    expect(await runsOf('nightly')).toBe(2);
    await at('2026-03-05T12:01:00Z');
    await at('2026-03-02T19:00:30Z');
    expect(await runsOf('nightly')).toBe(2);
    await at('2026-03-05T19:00:05Z');
    expect(await runsOf('nightly')).toBe(3);
    expect(await runsOf('off')).toBe(0);
  });
});

describe('A date that comes near', () => {
  it('begins once for each record and date, from the time of day on, where the condition holds', async () => {
    const make = async (name: string, close: string, stage = 'new') =>
      (await createRecord(workspace.system, 'deal', { name, close_date: close, stage })).data.id;
    const near = await make('Near', '2026-05-11');
    await make('Far', '2026-05-12');
    const zone = workspace.catalog.model.workspace.time_zone;
    const local = (text: string): string => {
      const wanted = Date.parse(`${text}Z`);
      const shown = new Date(wanted).toLocaleString('sv-SE', { timeZone: zone });
      return new Date(2 * wanted - Date.parse(`${shown.replace(' ', 'T')}Z`)).toISOString();
    };
    await at(local('2026-05-04T08:59:00'));
    expect(await runsOf('reminder')).toBe(0);
    await Promise.all([at(local('2026-05-04T09:01:00')), at(local('2026-05-04T09:02:00'))]);
    expect(await runsOf('reminder')).toBe(1);
    await at(local('2026-05-04T18:00:00'));
    expect((await workspace.settled('reminder')).map((run) => run.record_id)).toEqual([near]);
    // Another date is another occasion; the same one is not.
    await updateRecord(workspace.system, 'deal', near, { close_date: '2026-05-20' });
    await updateRecord(workspace.system, 'deal', near, { close_date: '2026-05-11' });
    await at(local('2026-05-04T19:00:00'));
    expect(await runsOf('reminder')).toBe(1);
    await at(local('2026-05-05T10:00:00'));
    expect(await runsOf('reminder')).toBe(2);
  });
});
