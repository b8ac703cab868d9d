import type { WriteStage } from './write-batch.ts';

/** Counts what rules in shadow mode would have refused, by rule and day. */
export const observeRules: WriteStage = {
  name: 'observe rules',
  effect: true,
  async run(batch) {
    const counts = new Map<string, number>();
    for (const rule of batch.writes.flatMap((write) => write.observed)) {
      counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
    }
    if (counts.size === 0) return;
    await batch.ctx.db.query(
      `insert into core.rule_observation (rule_id, day, hits)
       select rule_id, $3::timestamptz::date, hits from unnest($1::uuid[], $2::bigint[]) as r(rule_id, hits) order by rule_id
       on conflict (rule_id, day) do update set hits = core.rule_observation.hits + excluded.hits`,
      [[...counts.keys()], [...counts.values()], batch.ctx.now.toISOString()],
      'records_observe_rules',
    );
  },
};
