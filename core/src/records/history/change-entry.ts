import type { CompiledField, HistoryEntry, JsonValue } from '@stratacrm/sdk';
import { identifier } from '../../model/physical/sql-text.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Sight } from '../sight/sight.ts';
import { hideLinks } from './shown-changes.ts';
import { storageCodec } from '../store/storage-codec.ts';

const instants = storageCodec('timestamptz');

/** A row of the change log with the name of who did it. */
interface ChangeRow {
  at: string;
  id: string;
  version: string;
  action: HistoryEntry['action'];
  actor: string | null;
  actor_name: string | null;
  cause: string;
  cause_id: string | null;
  release: number;
  changes: { [field: string]: [JsonValue, JsonValue] };
}

/** An entry as the reader may see it, and where it stands among others. */
export interface PlacedEntry {
  entry: HistoryEntry;
  at: string;
  id: string;
}

/**
 * The changes of an entry by the names of today, of the fields $3 called $4. What a name meant in the release of the entry
 * decides: a renamed field keeps its history, and a name that is used again does not show another field's.
 */
const PRESENT_NAMES = `select coalesce(jsonb_object_agg(f.name, k.value), '{}') as changes
  from jsonb_each(c.changes) as k
  left join core.field_name as n on n.object = c.object and n.name = k.key
    and c.release >= n.since and (n.until is null or c.release < n.until)
  join unnest($3::uuid[], $4::text[]) as f(id, name)
    on case when n.field_id is null then f.name = k.key else f.id = n.field_id end`;

/**
 * Changes of one record, newest first (versions and times agree), from before a version or a time on, or of one field of
 * it alone. Fields the reader may not see are left out.
 */
export async function readChanges(
  ctx: AccessContext,
  sight: Sight,
  object: string,
  id: string,
  before: { version: string } | { at: string; id: string } | null,
  limit: number,
  only?: CompiledField,
): Promise<PlacedEntry[]> {
  const [condition, values] = position(before);
  const all = sight.model.objects[object]?.fields ?? {};
  const fields = only === undefined ? all : { [only.name]: only };
  const { managed, table } = ctx.catalog.object(object);
  const life = managed ? 'true' : lifeOf(table);
  const { rows } = await ctx.db.query<ChangeRow>(
    `select c.at, c.id, c.version, c.action, c.actor, u.name as actor_name, c.cause, c.cause_id, c.release, l.changes
     from core.change_log as c left join core."user" as u on u.id = c.actor
     cross join lateral (${PRESENT_NAMES}) as l
     where c.record_id = $1 and ${condition.where} and ${life}${only === undefined ? '' : ` and l.changes <> '{}'`}
     order by ${condition.order} limit $2`,
    [id, limit, Object.values(fields).map((field) => field.id), Object.keys(fields), ...values],
    `history_${only === undefined ? '' : 'of_field_'}${condition.name}_${managed ? '' : table.name}`,
  );
  const entries = rows.map((row) => ({ entry: toEntry(ctx, row, fields), at: row.at, id: row.id }));
  const told = entries.map((each) => each.entry);
  await hideLinks(ctx, sight, fields, told);
  return entries;
}

/**
 * Between its creation and its last write: the pieces of the log before and after need not be looked at. A day more on
 * either side, for an entry bears the moment at which its request began.
 */
function lifeOf({ schema, name }: { schema: string; name: string }): string {
  const moment = (column: string) =>
    `(select ${column} from ${identifier(schema)}.${identifier(name)} where id = $1::uuid)`;
  const day = `interval '1 day'`;
  return `c.at >= ${moment('created_at')} - ${day} and c.at <= ${moment('updated_at')} + ${day}`;
}

function position(before: { version: string } | { at: string; id: string } | null) {
  const byVersion = 'c.version desc';
  if (before === null) return [{ where: 'true', order: byVersion, name: 'first' }, []] as const;
  if ('version' in before) {
    return [
      { where: 'c.version < $5::text::bigint', order: byVersion, name: 'before_version' },
      [before.version],
    ] as const;
  }
  const where = '(c.at, c.id) < ($5::text::timestamptz, $6::text::uuid)';
  return [{ where, order: 'c.at desc, c.id desc', name: 'before_time' }, [before.at, before.id]] as const;
}

function toEntry(ctx: AccessContext, row: ChangeRow, fields: object): HistoryEntry {
  // In the order of the model: the log's own order says nothing.
  const changed = Object.keys(fields).filter((field) => Object.hasOwn(row.changes, field));
  return {
    at: String(instants.decode(row.at)),
    by: row.actor === null ? null : shownPerson(ctx, { id: row.actor, name: row.actor_name ?? '' }),
    action: row.action,
    cause: { kind: row.cause, ...(row.cause_id !== null && { id: row.cause_id }) },
    release: row.release,
    version: Number(row.version),
    changes: changed.map((field) => ({ field, from: row.changes[field]![0], to: row.changes[field]![1] })),
  };
}

/** Who did something, for somebody from outside only himself: the people here are not for him, in no history either. */
export function shownPerson<Person extends { id: string }>({ actor }: AccessContext, person: Person): Person | null {
  return actor.portal === undefined || person.id === actor.userId ? person : null;
}
