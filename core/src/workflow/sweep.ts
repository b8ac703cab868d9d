import { DUE_AT } from './due-at.ts';
import type { Engine } from './engine.ts';
import type { TokenJob } from './token-jobs.ts';

/**
 * Takes up what nobody carries on any more: tokens that should have gone on five minutes ago, because their job was lost
 * after too many tries. A job for a token that is done does nothing, so one too many is harmless.
 */
export async function takeUpLostTokens({ database, log }: Pick<Engine, 'database' | 'log'>): Promise<void> {
  const { rows: late } = await database.query<TokenJob>(LATE, [], 'workflow_late');
  // While jobs wait for their turn what is late may be merely behind, and more jobs would only make that worse.
  if (late.length === 0 || (await isBehind({ database }))) return;
  await database.query(
    `select count(graphile_worker.add_job('workflow_token', job, job_key => concat('lost ', job ->> 'token', ' ', job ->> 'turn'),
       max_attempts => 12)) from json_array_elements($1::json) as job`,
    [JSON.stringify(late)],
  );
  log.warn('Took up tokens of workflows that nobody carried on', { count: late.length });
}

const LATE = `
  select t.id as token, t.turn from core.workflow_token t join core.workflow_run r on r.id = t.run_id
  where r.status in ('running', 'waiting') and ${DUE_AT} < now() - interval '5 minutes'
  order by ${DUE_AT} limit 1000`;

async function isBehind({ database }: Pick<Engine, 'database'>): Promise<boolean> {
  const { rows } = await database.query<{ behind: boolean }>(
    `select exists (
       select from graphile_worker.jobs where task_identifier in ('workflow_token', 'workflow_tokens')
         and attempts = 0 and locked_at is null and run_at < now() - interval '1 minute') as behind`,
  );
  return rows[0]?.behind === true;
}
