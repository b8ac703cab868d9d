import { beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../testing/test-workflows.ts';
import { createRecord } from '../records/create-record.ts';
import type { RunRow } from './run.ts';
import { takeUpLostTokens } from './sweep.ts';
import { resumeTogether } from './together/advance-together.ts';

let workspace: WorkflowWorkspace;

beforeAll(async () => {
  workspace = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    workflowOf('pausing', { type: 'record_created', settings: { object: 'deal' } }, [
      { id: 'pause', type: 'wait', settings: { for: '1h' } },
      { id: 'after', type: 'update_record', settings: { values: { reason: '"after"' } } },
    ]),
  ]);
});

/** A run that waits, with the token it waits with. */
async function waiting(): Promise<{ id: string; token: string; turn: number }> {
  const { data } = await createRecord(workspace.system, 'deal', { name: 'Lost' });
  await workspace.settled();
  const { rows } = await workspace.database.query<{ id: string; token: string; turn: number }>(
    `select r.id, t.id as token, t.turn from core.workflow_run r join core.workflow_token t on t.run_id = r.id
     where r.record_id = $1 and t.status = 'waiting'`,
    [data.id],
  );
  return rows[0]!;
}

async function statusOf(id: string): Promise<RunRow['status']> {
  return (await workspace.settled()).find((run) => run.id === id)!.status;
}

/** As if every job of workflows had given up after its last try. */
async function loseJobs(): Promise<void> {
  await workspace.database.query(`update graphile_worker._private_jobs set attempts = max_attempts`);
}

describe('A run whose job is gone', () => {
  it('is gone on with when those who had it in hand together with others came to nothing', async () => {
    const { id, token, turn } = await waiting();
    const { database, engine } = workspace;
    await loseJobs();
    await database.query(`update core.workflow_token set waits_until = now() - interval '1 second' where id = $1`, [
      token,
    ]);
    await database
      .transaction(async (others) => {
        await others.query('select from core.workflow_token where id = $1 for update', [token]);
        expect(await resumeTogether(engine, { token, turn })).toBe(true);
        throw new Error('came to nothing');
      })
      .catch((error: unknown) => expect(String(error)).toContain('came to nothing'));
    await expect.poll(() => statusOf(id), { timeout: 10_000, interval: 200 }).toBe('done');
  }, 20_000);

  it('is taken up again when it should have gone on five minutes ago, waiting or ready', async () => {
    const { database, engine } = workspace;
    const late = await waiting();
    const ready = await waiting();
    const early = await waiting();
    await loseJobs();
    await database.query(`update core.workflow_token set waits_until = now() - interval '6 minutes' where id = $1`, [
      late.token,
    ]);
    await database.query(
      `update core.workflow_token set status = 'ready', step = 'after', waits_since = null, waits_until = null,
         ready_at = now() - interval '6 minutes' where id = $1`,
      [ready.token],
    );
    await takeUpLostTokens(engine);
    expect(await statusOf(late.id)).toBe('done');
    expect(await statusOf(ready.id)).toBe('done');
    expect(await statusOf(early.id)).toBe('waiting');
  });
});
