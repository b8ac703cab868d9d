import type { Engine } from './engine.ts';

/**
 * Takes up what nobody carries on any more: tokens that should have gone on five minutes ago, because their job was lost
 * after too many tries. A job for a token that is done does nothing, so one too many is harmless.
 */
export async function takeUpLostTokens({ database, log }: Pick<Engine, 'database' | 'log'>): Promise<void> {
  const { rows } = await database.query<{ count: string }>(
    `with lost as (
       select t.id, t.turn from core.workflow_token t join core.workflow_run r on r.id = t.run_id
       where r.status in ('running', 'waiting') and t.status in ('ready', 'waiting')
         and coalesce(t.waits_until, t.ready_at) < now() - interval '5 minutes'
       limit 1000
     )
     select count(graphile_worker.add_job('workflow_token', json_build_object('token', id, 'turn', turn),
       job_key => 'lost ' || id || ' ' || turn, max_attempts => 12)) from lost`,
  );
  const count = Number(rows[0]?.count ?? 0);
  if (count > 0) log.warn('Took up tokens of workflows that nobody carried on', { count });
}
