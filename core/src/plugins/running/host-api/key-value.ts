import { StrataError } from '@stratacrm/sdk';
import { requireEffects, textOf, type HostCall, type HostMethod } from './host-call.ts';

const LONGEST_KEY = 200;
const MOST_BYTES = 4_194_304;
const MOST_VALUE = 262_144;
const MOST_KEYS = 1_000;

/** A small store of the plugin's own. Its key is the plugin's id and never what the code says. */
export const keyValueMethods: Readonly<Record<string, HostMethod>> = {
  async 'kv.get'({ ctx, plugin, ...call }) {
    const { rows } = await ctx.db.query<{ value: string }>(
      'select value::text as value from core.plugin_value where plugin = $1 and key = $2',
      [plugin.id, textOf({ ctx, plugin, ...call }, 'key', LONGEST_KEY)],
      'plugin_value_get',
    );
    return rows[0] === undefined ? null : (JSON.parse(rows[0].value) as never);
  },
  async 'kv.set'(call) {
    requireEffects(call);
    const key = textOf(call, 'key', LONGEST_KEY);
    const value = JSON.stringify(call.given['value'] ?? null);
    const bytes = Buffer.byteLength(value);
    if (bytes > MOST_VALUE)
      throw new StrataError('plugin_bad_argument', {
        method: 'kv.set',
        expected: `a value of at most ${MOST_VALUE} bytes`,
      });
    await keep(call, key, value, bytes);
    return null;
  },
  async 'kv.delete'(call) {
    requireEffects(call);
    const key = textOf(call, 'key', LONGEST_KEY);
    await call.ctx.db.query('delete from core.plugin_value where plugin = $1 and key = $2', [call.plugin.id, key]);
    return null;
  },
  async 'kv.keys'({ ctx, plugin, given }) {
    const prefix = typeof given['prefix'] === 'string' ? given['prefix'].slice(0, LONGEST_KEY) : '';
    const { rows } = await ctx.db.query<{ key: string }>(
      `select key from core.plugin_value where plugin = $1 and starts_with(key, $2) order by key limit ${MOST_KEYS}`,
      [plugin.id, prefix],
    );
    return rows.map(({ key }) => key);
  },
};

/** Only where the rest of the store leaves room for it. */
async function keep({ ctx, plugin }: HostCall, key: string, value: string, bytes: number): Promise<void> {
  const { rows } = await ctx.db.query<{ used: number; kept: boolean }>(
    `with used as (
       select coalesce(sum(bytes), 0)::int as used from core.plugin_value where plugin = $1 and key <> $2
     ), kept as (
       insert into core.plugin_value (plugin, key, value, bytes)
       select $1, $2, $3::jsonb, $4 from used where used.used + $4 <= $5
       on conflict (plugin, key) do update set value = excluded.value, bytes = excluded.bytes, changed_at = now()
       returning true as kept
     )
     select used.used + $4 as used, exists (select from kept) as kept from used`,
    [plugin.id, key, value, bytes, MOST_BYTES],
  );
  if (rows[0]?.kept !== true)
    throw new StrataError('plugin_store_full', {
      plugin: plugin.manifest.label,
      used: rows[0]?.used ?? 0,
      allowed: MOST_BYTES,
    });
}
