import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { RECORD_SCHEMA } from '../../model/physical.ts';
import { identifier, literal } from '../../model/physical/sql-text.ts';
import { keptRollups, valueColumns, type KeptRollup } from './kept-rollup.ts';

/** Roll-ups of one object over the children that point to it by one reference: they are worked out together. */
export interface RollupGroup {
  parents: CatalogObject;
  children: CatalogObject;
  via: KeptRollup['via'];
  rollups: KeptRollup[];
}

/** A function of the database, as it should be. */
export interface KeeperFunction {
  name: string;
  arguments: string;
  returns: string;
  body: string;
}

/** In the order in which they can be worked out: what others are made of comes first. */
export function rollupGroups(catalog: Catalog): RollupGroup[] {
  const groups = new Map<string, RollupGroup>();
  for (const rollup of keptRollups(catalog)) {
    const { parents, children, via } = rollup;
    const group = groups.get(via.id) ?? { parents, children, via, rollups: [] };
    groups.set(via.id, group);
    group.rollups.push(rollup);
  }
  const level = ({ rollups }: RollupGroup): number => Math.max(...rollups.map((each) => each.level));
  return [...groups.values()].sort((a, b) => level(a) - level(b));
}

/** Works the group's values out for some parents, says how many were others, and tells those who look at them. */
export function workOutFunction(group: RollupGroup, currency: string): KeeperFunction {
  const { parents, children, via, rollups } = group;
  const columns = rollups.flatMap((rollup) => valueColumns(rollup, currency));
  const list = (of: (each: (typeof columns)[number]) => string): string => columns.map(of).join(', ');
  const made = rollups.map(({ field, value }) => `${value} as ${identifier(field.name)}`).join(', ');
  // Whoever waited for the lock sees, in the next statement, the children that the other has committed meanwhile.
  return {
    name: workOutName(group),
    arguments: '_parents uuid[], _telling boolean',
    returns: 'bigint',
    body: `
declare _others bigint;
begin
  perform from ${tableOf(parents)} where id = any(_parents) order by id for no key update;
  with made as (
    update ${tableOf(parents)} as t set ${list(({ column, value }) => `${column} = ${value}`)}
    from unnest(_parents) as p(id) cross join lateral (
      select ${made} from ${tableOf(children)} as c where c.${identifier(via.name)} = p.id and c.deleted_at is null
    ) as v
    where t.id = p.id and (${list(({ column }) => `t.${column}`)}) is distinct from (${list(({ value }) => value)})
    returning t.id
  ), told as (
    insert into core.outbox (change_id, at, object, record_id, action)
    select gen_random_uuid(), now(), ${literal(parents.name)}, id, 'rollup' from made where _telling
  )
  select count(*) into _others from made;
  return _others;
end`,
  };
}

/** After every statement that touches the children: finds their parents, former ones too, and works those out. */
export function followFunction(children: CatalogObject, groups: readonly RollupGroup[]): KeeperFunction {
  // Always in this order, so that two writers wait for each other instead of dead-locking.
  const ordered = [...groups].sort((a, b) => (a.parents.table.name < b.parents.table.name ? -1 : 1));
  const named = ordered.map((group, index) => ({ group, ids: `_ids${index}` }));
  const sets = (source: (group: RollupGroup) => string): string =>
    named.map(({ group, ids }) => `    ${ids} := array(${source(group)});`).join('\n');
  return {
    name: followName(children),
    arguments: '',
    returns: 'trigger',
    body: `
declare ${named.map(({ ids }) => `${ids} uuid[];`).join(' ')}
begin
  if tg_op = 'INSERT' then
${sets((group) => `select distinct _via from (${living(group, 'fresh')}) as f`)}
  elsif tg_op = 'DELETE' then
${sets((group) => `select distinct _via from (${living(group, 'stale')}) as s`)}
  else
${sets(differing)}
  end if;
${lockShared(named)}${named.map(({ group, ids }) => workOut(group, ids)).join('\n')}
  return null;
end`,
  };
}

/** What counts of the children, in one of the two states that a statement is between. */
function living({ via, rollups }: RollupGroup, state: 'stale' | 'fresh'): string {
  const inputs = [...new Set(rollups.flatMap((rollup) => rollup.inputs))];
  const reference = identifier(via.name);
  const columns = [`${reference} as _via`, ...inputs].join(', ');
  return `select id, ${columns} from ${state} where deleted_at is null and ${reference} is not null`;
}

/** Parents of the children of which one state has what the other has not. Sets, for no join is quick with 1 row and with 10,000. */
function differing(group: RollupGroup): string {
  const [stale, fresh] = [living(group, 'stale'), living(group, 'fresh')];
  return `select distinct _via from ((${stale} except ${fresh}) union all (${fresh} except ${stale})) as d`;
}

/** Where children point to parents of one object by several references, all those parents are locked at once. */
function lockShared(named: readonly { group: RollupGroup; ids: string }[]): string {
  return [...Map.groupBy(named, ({ group }) => tableOf(group.parents))]
    .filter(([, groups]) => groups.length > 1)
    .map(([table, groups]) => {
      const ids = groups.map((each) => each.ids).join(' || ');
      return `  perform from ${table} where id = any(${ids}) order by id for no key update;\n`;
    })
    .join('');
}

function workOut(group: RollupGroup, ids: string): string {
  return `  if cardinality(${ids}) > 0 then perform ${RECORD_SCHEMA}.${workOutName(group)}(${ids}, true); end if;`;
}

export function workOutName({ via }: Pick<RollupGroup, 'via'>): string {
  return `ru_${short(via.id)}`;
}

export function followName(children: CatalogObject): string {
  return `rf_${short(children.id)}`;
}

export function tableOf({ table }: CatalogObject): string {
  return `${RECORD_SCHEMA}.${identifier(table.name)}`;
}

function short(id: string): string {
  return id.replaceAll('-', '').slice(0, 24);
}
