import {
  formulaScale,
  partField,
  relationOf,
  type CompiledField,
  type CompiledObject,
  type PartField,
} from '@stratacrm/sdk';
import { sql, type Expression, type RawBuilder } from 'kysely';
import { anyToSql, expressionToSql } from '../../expressions-sql/expression-to-sql.ts';
import {
  requestSlots,
  type SqlDirectory,
  type SqlItems,
  type SqlRecords,
  type SqlScope,
} from '../../expressions-sql/sql-scope.ts';
import { pastTable } from '../history/past-table.ts';
import { selectedRollup, shownRollup } from '../rollups/shown-rollup.ts';
import { formulaOf } from '../sight/checked-expression.ts';
import { referenceTarget } from '../sight/reference-target.ts';
import { systemSight, type Sight } from '../sight/sight.ts';
import { codecOf, partColumn } from '../store/field-column.ts';
import { sharedRow } from './shared-rows.ts';
import { pointerPart, selectedPointer, shownLinks, type SeenRecords } from './shown-links.ts';

/** Aliases of one statement. */
class Aliases {
  #last = 0;

  next(): string {
    return `j${++this.#last}`;
  }
}

/** A statement goes through records until it has enough of them, or looks at all that it is about: for a sum, or by ids. */
export type Reach = 'enough' | 'all';

/** A table in FROM with the joins that hang on it; more are added as paths are resolved. */
class Root {
  readonly alias: string;
  readonly aliases: Aliases;
  readonly slot: SqlScope['slot'];
  readonly reach: Reach;
  readonly places = new Map<string, Place>();
  readonly joins: RawBuilder<unknown>[] = [];

  constructor(alias: string, { aliases, slot, reach }: Pick<Root, 'aliases' | 'slot' | 'reach'>) {
    this.alias = alias;
    this.aliases = aliases;
    this.slot = slot;
    this.reach = reach;
  }

  joined(): RawBuilder<unknown> {
    return this.joins.length === 0 ? sql`` : sql` ${sql.join(this.joins, sql` `)}`;
  }
}

/** A field, or a part of one, where a path ends. */
export interface PathEnd {
  place: Place;
  field: CompiledField;
}

/**
 * A record somewhere in a statement: the one in question, or one reached by a reference. It resolves paths from there on
 * and adds the joins they need, each with the row rule of the object it reaches, so that a record its reader may not see
 * is as if the reference were empty.
 */
export class Place implements SqlScope {
  readonly alias: string;
  readonly object: CompiledObject;
  readonly sight: Sight;
  readonly slot: SqlScope['slot'];
  #root: Root;

  constructor(root: Root, alias: string, object: CompiledObject, sight: Sight) {
    this.#root = root;
    this.slot = root.slot;
    this.alias = alias;
    this.object = object;
    this.sight = sight;
  }

  /** Records this one is in a list with: its children, what points to it, what lies above it. */
  get records(): SqlRecords {
    return new RecordLists(this.#root, this.sight);
  }

  /** undefined when the path leads nowhere this sight can see. */
  find(path: readonly string[]): PathEnd | undefined {
    let place: Place | undefined = this;
    for (const [index, name] of path.entries()) {
      const field: CompiledField | undefined = place.object.fields[name];
      if (field === undefined) return undefined;
      if (index === path.length - 1) return { place, field };
      const part: PartField | undefined = partField(field, path[index + 1]!);
      if (part !== undefined) return index === path.length - 2 ? { place, field: part } : undefined;
      place = place.follow(field);
      if (place === undefined) return undefined;
    }
    return undefined;
  }

  /** The record a reference points to. */
  follow(field: CompiledField): Place | undefined {
    const target = referenceTarget(field);
    const object = target === null ? undefined : this.sight.model.objects[target];
    if (object === undefined) return undefined;
    const rows = this.sight.rows(object.name);
    // Where nothing is hidden a rule and its reader can share the join.
    const key = `${rows.kind === 'all' ? '' : this.sight.key}|${this.alias}.${field.name}`;
    const known = this.#root.places.get(key);
    if (known !== undefined && known.sight === this.sight) return known;
    const alias = known?.alias ?? this.#join(field, object);
    const place = new Place(this.#root, alias, object, this.sight);
    if (known === undefined) this.#root.places.set(key, place);
    return place;
  }

  #join(field: CompiledField, object: CompiledObject): string {
    const nested = new Root(this.#root.aliases.next(), this.#root);
    const rule = rowCondition(nested, object, this.sight);
    const table = tableOf(this.sight, object.name, nested.alias);
    const joined = nested.joins.length === 0 ? table : sql`(${table}${nested.joined()})`;
    const on = sql`${sql.id(nested.alias, 'id')} = ${sql.id(this.alias, field.name)} and ${sql.id(nested.alias, 'deleted_at')} is null`;
    this.#root.joins.push(sql`left join ${joined} on ${on}${rule === null ? sql`` : sql` and ${rule}`}`);
    return nested.alias;
  }

  /** Only of the present: a reference of the past may lead to somebody who is gone for good. */
  directory(reference: string): SqlDirectory | undefined {
    const field = this.object.fields[reference];
    const object = this.sight.model.objects[(field && referenceTarget(field)) ?? ''];
    if (object?.managed !== true || this.sight.past) return undefined;
    const { record, alias, table, seen } = this.among(object);
    const [id, own] = [sql.id(alias, 'id'), sql.id(this.alias, reference)];
    const ids = (condition: Expression<unknown>) => sql`select ${id} from ${table()} where ${condition}`;
    // An array keeps the order of the records, so that the first fifty are found without the others, and an index serves it;
    // beside every record a join costs less than to compare it with a thousand people.
    const refersTo: SqlDirectory['refersTo'] =
      this.#root.reach === 'enough'
        ? (condition) => sql`(${own} = any(array(${ids(condition)})))`
        : (condition) => sql`(${own} in (${ids(condition)}))`;
    return { scope: record, id, seen, refersTo, ids };
  }

  /** The value of a path in expressions. */
  field(path: readonly string[]): RawBuilder<unknown> {
    const end = this.find(path);
    if (end === undefined) throw new Error(`${this.object.name} has no path ${path.join('.')}`);
    return end.place.value(end.field);
  }

  /** The field's value in expressions, sorts and groups. */
  value(field: CompiledField): RawBuilder<unknown> {
    if (isPart(field)) return pointerPart(this, field) ?? partColumn(this.alias, field);
    const shown = this.#formula(field) ?? shownLinks(this, field) ?? shownRollup(this, field);
    return shown ?? codecOf(field).value(this.alias, field.name);
  }

  /** What is selected of the field for the reader of the answer. */
  selected(field: CompiledField): RawBuilder<unknown> {
    const shown = this.#formula(field) ?? (relationOf(field)?.kind === 'many' ? shownLinks(this, field) : undefined);
    if (shown !== undefined) return shown;
    return selectedRollup(this, field) ?? selectedPointer(this, field, codecOf(field).select(this.alias, field.name));
  }

  /** The records of an object, for a subquery: their joins stay within it. */
  among(object: CompiledObject): SeenPlace {
    const nested = new Root(this.nextAlias(), this.#root);
    const rule = rowCondition(nested, object, this.sight);
    const living = sql`${sql.id(nested.alias, 'deleted_at')} is null`;
    const record = new Place(nested, nested.alias, object, this.sight);
    const table = tableOf(this.sight, object.name, nested.alias);
    return {
      record,
      alias: nested.alias,
      table: () => (nested.joins.length === 0 ? table : sql`(${table}${nested.joined()})`),
      seen: rule === null ? living : sql`${living} and ${rule}`,
      name: () => {
        const field = object.fields[object.name_field];
        return field && record.value(field);
      },
    };
  }

  /** An alias that nothing else in the statement has. */
  nextAlias(): string {
    return this.#root.aliases.next();
  }

  /** Rounded as it is shown, so that a filter finds what the reader sees. */
  #formula(field: CompiledField): RawBuilder<unknown> | undefined {
    const { catalog } = this.sight;
    const formula = formulaOf(catalog, this.object.name, field);
    if (formula === undefined) return undefined;
    const value = expressionToSql(formula, this);
    const scale = formulaScale(field, catalog.model.workspace.currency);
    return scale === null ? sql`(${value})` : sql`round((${value})::numeric, ${sql.lit(scale)})`;
  }
}

/** Records of an object in a subquery, with what is reached from them. */
export interface SeenPlace extends SeenRecords {
  record: Place;
}

/** A path may end within a value. */
export function isPart(field: CompiledField): field is PartField {
  return 'part' in field;
}

/** Records of one object within a statement, as its sight has them. */
class Items implements SqlItems {
  readonly scope: Place;
  readonly id: RawBuilder<unknown>;
  #root: Root;
  #conditions: RawBuilder<unknown>[];

  constructor(beside: Root, sight: Sight, name: string) {
    const object = sight.model.objects[name];
    if (object === undefined) throw new Error(`${name} is not to be seen`);
    const root = new Root(beside.aliases.next(), beside);
    this.#root = root;
    this.scope = new Place(root, root.alias, object, sight);
    this.id = sql`${sql.id(root.alias, 'id')}`;
    const rule = rowCondition(root, object, sight);
    this.#conditions = [sql`${sql.id(root.alias, 'deleted_at')} is null`, ...(rule === null ? [] : [rule])];
  }

  where(condition: RawBuilder<unknown>): this {
    this.#conditions.push(condition);
    return this;
  }

  fromWhere(conditions: readonly Expression<unknown>[]): RawBuilder<unknown> {
    const { sight, object, alias } = this.scope;
    const from = sql`from ${tableOf(sight, object.name, alias)}${this.#root.joined()}`;
    return sql`${from} where ${sql.join([...this.#conditions, ...conditions], sql` and `)}`;
  }
}

/** Lists of records and hierarchies with the row rules of one sight: whom it hides is in none of them. */
class RecordLists implements SqlRecords {
  #root: Root;
  #sight: Sight;

  constructor(root: Root, sight: Sight) {
    this.#root = root;
    this.#sight = sight;
  }

  related(object: string, via: string, id: Expression<unknown>): SqlItems {
    const items = this.#items(object);
    const field = items.scope.object.fields[via];
    const column = sql.id(items.scope.alias, via);
    const isOneOfMany = field !== undefined && relationOf(field)?.kind === 'many';
    return items.where(isOneOfMany ? sql`${column} @> array[${id}]` : sql`${column} = ${id}`);
  }

  several(object: string, ids: Expression<unknown>): SqlItems {
    const items = this.#items(object);
    return items.where(sql`${items.id} = any(${ids})`);
  }

  /** UNION keeps each record once, so that it ends also where records lie beneath themselves. */
  below(object: string, via: string, top: Expression<unknown>): RawBuilder<unknown> {
    const found = sql.id(this.#root.aliases.next());
    const members = this.#members(object, via);
    return sql`with recursive ${found}(id) as (
      select m.id from ${members} as m where m.id = ${top}
      union select m.id from ${found} as f join ${members} as m on m.above = f.id) select id from ${found}`;
  }

  lineage(object: string, via: string, item: Expression<unknown>): RawBuilder<unknown> {
    const found = sql.id(this.#root.aliases.next());
    const members = this.#members(object, via);
    return sql`with recursive ${found}(id, above) as (
      select m.id, m.above from ${members} as m where m.id = ${item}
      union select m.id, m.above from ${found} as f join ${members} as m on m.id = f.above) select id from ${found}`;
  }

  #items(object: string): Items {
    return new Items(this.#root, this.#sight, object);
  }

  #members(object: string, via: string): RawBuilder<unknown> {
    const items = this.#items(object);
    const above = items.scope.field([via]);
    return sql`(select ${items.id} as id, ${above} as above ${items.fromWhere([])})`;
  }
}

/** The records of one object as somebody sees them: the FROM and WHERE that every read begins with. */
export class RecordSource {
  /** The record, for its reader. */
  readonly record: Place;
  /** The record, for rules. */
  readonly unguarded: Place;
  #root: Root;
  /** Where what is seen is found out first. */
  #seen: Root | null = null;
  #rule: RawBuilder<unknown>[] = [];
  #conditions: RawBuilder<unknown>[] = [];

  constructor(sight: Sight, objectName: string, reach: Reach = 'enough') {
    const object = sight.model.objects[objectName];
    if (object === undefined) throw new Error(`${objectName} is not to be seen`);
    this.#root = new Root('t', { aliases: new Aliases(), slot: sight.slot ?? requestSlots, reach });
    this.record = new Place(this.#root, 't', object, sight);
    const system = systemSight(sight.catalog, sight.past);
    this.unguarded = new Place(this.#root, 't', system.model.objects[objectName] ?? object, system);
    const { aliases, slot } = this.#root;
    if (sight.seenFirst === objectName) this.#seen = new Root('t', { aliases, slot, reach: 'enough' });
    const rule = rowCondition(this.#seen ?? this.#root, object, sight);
    if (rule !== null) this.#rule.push(rule);
  }

  /** Only the living, or only the recycle bin. */
  only(what: 'living' | 'deleted'): this {
    this.#rule.push(what === 'living' ? sql`t.deleted_at is null` : sql`t.deleted_at is not null`);
    return this;
  }

  /** A further join, after those that paths have asked for so far. */
  join(join: RawBuilder<unknown>): this {
    this.#root.joins.push(join);
    return this;
  }

  where(condition: RawBuilder<unknown>): this {
    this.#conditions.push(condition);
    return this;
  }

  /** `from … where …`; ask for it last, when every path has been resolved. */
  fromWhere(): RawBuilder<unknown> {
    const { sight, object } = this.record;
    const table = tableOf(sight, object.name, 't');
    if (this.#seen === null)
      return sql`from ${table}${this.#root.joined()}${where([...this.#rule, ...this.#conditions])}`;
    // OFFSET keeps the planner from asking anything else before.
    const seen = sql`select t.* from ${table}${this.#seen.joined()}${where(this.#rule)} offset 0`;
    return sql`from (${seen}) as t${this.#root.joined()}${where(this.#conditions)}`;
  }
}

function where(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`` : sql` where ${sql.join(conditions, sql` and `)}`;
}

/** null when every record may be seen. */
function rowCondition(root: Root, object: CompiledObject, sight: Sight): RawBuilder<unknown> | null {
  const rows = sight.rows(object.name);
  if (rows.kind === 'all') return null;
  if (rows.kind === 'no') return sql`false`;
  const system = systemSight(sight.catalog, sight.past);
  const place = new Place(root, root.alias, system.model.objects[object.name] ?? object, system);
  const shared = sharedRow(rows, { objectId: object.id, alias: root.alias, slot: root.slot });
  const rule = anyToSql(rows.rules, place);
  return shared === null ? rule : sql`(${rule} or ${shared})`;
}

function tableOf(sight: Sight, name: string, alias: string): RawBuilder<unknown> {
  const object = sight.catalog.object(name);
  const { table } = object;
  // Users and teams have no log of their own: they are seen as they are.
  if (sight.past && !object.managed) return sql`${pastTable(sight.catalog, object)} as ${sql.id(alias)}`;
  return sql`${sql.id(table.schema, table.name)} as ${sql.id(alias)}`;
}
