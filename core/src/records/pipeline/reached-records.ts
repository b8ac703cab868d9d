import { StrataError, relationOf, type CompiledField, type ExpressionRecords, type JsonValue } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { systemSight } from '../sight/sight.ts';
import { byIds } from '../sql/by-ids.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import type { RecordState } from '../store/record-changes.ts';
import type { RelatedRecords } from './related-records.ts';

/** A record of the batch as it is to be. */
export interface PendingRecord {
  /** null for one that will not be there. */
  readonly state: RecordState | null;
  value(path: readonly string[]): JsonValue;
}

/** What the batch itself is about to make of the records of an object, by id. */
export type PendingRecords = (object: string) => ReadonlyMap<string, PendingRecord>;

/** Ids that one statement brings; a rule that needs more would hold up every write. */
const MOST_IDS = 100_000;

/**
 * Lists of records and hierarchies as a batch's expressions find them: what is stored, with the batch's own writes over it.
 * What is not known yet is noted and answered as missing; `fetch` then brings it set-wise, and the expressions are asked
 * again until nothing new is wanted.
 */
export class ReachedRecords implements ExpressionRecords {
  #ctx: AccessContext;
  #related: RelatedRecords;
  #pending: PendingRecords;
  /** `object via id` → the ids that point to it. */
  #pointing = new Map<string, string[]>();
  /** `object` → ids and whether they are there. */
  #there = new Map<string, Map<string, boolean>>();
  /** `object via` → record → the one above it; undefined for a record that is not there. */
  #above = new Map<string, Map<string, string | null | undefined>>();
  #wanted = new Wanted();

  constructor(ctx: AccessContext, related: RelatedRecords, pending: PendingRecords) {
    this.#ctx = ctx;
    this.#related = related;
    this.#pending = pending;
  }

  value(object: string, id: string, path: readonly string[]): JsonValue {
    const own = this.#pending(object).get(id);
    if (own !== undefined) return own.state === null ? null : own.value(path);
    if (this.#related.has(object, id, path)) return this.#related.value(object, id, path);
    this.#wanted.value(object, id, path);
    return null;
  }

  related(object: string, via: string, id: string): readonly string[] {
    const stored = this.#pointing.get(`${object} ${via} ${id}`);
    if (stored === undefined) this.#wanted.pointing(object, via, id);
    const pending = this.#pending(object);
    if (pending.size === 0) return stored ?? [];
    const added = [...pending].filter(([, { state }]) => state !== null && pointsTo(state[via] ?? null, id));
    return [...(stored ?? []).filter((each) => !pending.has(each)), ...added.map(([own]) => own)];
  }

  living(object: string, ids: readonly string[]): readonly string[] {
    const known = this.#there.get(object);
    const pending = this.#pending(object);
    return ids.filter((id) => {
      const own = pending.get(id);
      if (own !== undefined) return own.state !== null;
      const there = known?.get(id);
      if (there === undefined) this.#wanted.there(object, id);
      return there === true;
    });
  }

  lineage(object: string, via: string, id: string): readonly string[] {
    const line: string[] = [];
    for (let at: string | null = id; at !== null && !line.includes(at);) {
      const above = this.#aboveOf(object, via, at);
      if (above === undefined) break;
      line.push(at);
      at = above;
    }
    return line;
  }

  /** undefined for a record that is not there, or of which nothing is known yet. */
  #aboveOf(object: string, via: string, id: string): string | null | undefined {
    const own = this.#pending(object).get(id);
    if (own !== undefined) return own.state === null ? undefined : ((own.state[via] ?? null) as string | null);
    const known = this.#above.get(`${object} ${via}`);
    if (known?.has(id) !== true) this.#wanted.above(object, via, id);
    return known?.get(id);
  }

  /** Brings what was asked for and not known; false when that was nothing. */
  async fetch(): Promise<boolean> {
    const wanted = this.#wanted;
    if (wanted.isEmpty) return false;
    this.#wanted = new Wanted();
    for (const { object, via, ids } of wanted.pointings) await this.#fetchPointing(object, via, ids);
    for (const { object, ids } of wanted.theres) await this.#fetchThere(object, ids);
    for (const { object, via, ids } of wanted.aboves) await this.#fetchAbove(object, via, ids);
    for (const { object, paths, ids } of wanted.values) await this.#related.fetch(object, paths, ids);
    return true;
  }

  async #fetchPointing(object: string, via: string, ids: readonly string[]): Promise<void> {
    const { catalog } = this.#ctx;
    const column = sql.id('t', via);
    const statement = planned(catalog, `pointing|${object}|${via}`, () => {
      const source = new RecordSource(systemSight(catalog), object).only('living');
      const several = isOneOfMany(source.record.object.fields[via]);
      const wanted = sql`${given('ids')}::uuid[]`;
      source.where(several ? sql`${column} && ${wanted}` : sql`${column} = any(${wanted})`);
      const target = several ? column : sql`array[${column}]`;
      const query = sql`select t.id, ${target} as targets ${source.fromWhere()} order by t.id limit ${sql.lit(MOST_IDS + 1)}`;
      return compileStatement(query, memoryOf(catalog).names);
    });
    const { rows } = await runStatement<{ id: string; targets: string[] }>(this.#ctx, statement, { ids });
    if (rows.length > MOST_IDS) throw tooMany();
    // One of several targets may be known from an earlier round: its list is whole already.
    const found = new Map<string, string[]>(ids.map((id) => [id, []]));
    for (const { id, targets } of rows) for (const target of targets) found.get(target)?.push(id);
    for (const [id, pointing] of found) this.#pointing.set(`${object} ${via} ${id}`, pointing);
  }

  async #fetchThere(object: string, ids: readonly string[]): Promise<void> {
    const { catalog } = this.#ctx;
    const which = byIds(sql`t.id`, ids);
    const statement = planned(catalog, `there|${object}|${which.key}`, () => {
      const source = new RecordSource(systemSight(catalog), object).only('living').where(which.condition);
      return compileStatement(sql`select t.id ${source.fromWhere()}`, memoryOf(catalog).names);
    });
    const { rows } = await runStatement<{ id: string }>(this.#ctx, statement, which.values);
    const found = new Set(rows.map((row) => row.id));
    const known = this.#there.get(object) ?? new Map<string, boolean>();
    this.#there.set(object, known);
    for (const id of ids) known.set(id, found.has(id));
  }

  async #fetchAbove(object: string, via: string, ids: readonly string[]): Promise<void> {
    const { catalog } = this.#ctx;
    const which = byIds(sql`t.id`, ids);
    const statement = planned(catalog, `above|${object}|${via}|${which.key}`, () => {
      const { table } = catalog.object(object);
      const each = sql`select t.id, ${sql.id('t', via)} as above from ${sql.id(table.schema, table.name)} as t`;
      const query = sql`with recursive line(id, above) as (
        ${each} where ${which.condition} and t.deleted_at is null
        union ${each} join line on line.above = t.id where t.deleted_at is null) select id, above from line`;
      return compileStatement(query, memoryOf(catalog).names);
    });
    const { rows } = await runStatement<{ id: string; above: string | null }>(this.#ctx, statement, which.values);
    const known = this.#above.get(`${object} ${via}`) ?? new Map<string, string | null | undefined>();
    this.#above.set(`${object} ${via}`, known);
    for (const { id, above } of rows) known.set(id, above);
    const missing = [...ids, ...rows.flatMap(({ above }) => above ?? [])].filter((id) => !known.has(id));
    for (const id of missing) known.set(id, undefined);
  }
}

function pointsTo(value: JsonValue, id: string): boolean {
  if (Array.isArray(value)) return value.includes(id);
  return value === id || (typeof value === 'object' && value !== null && value['id'] === id);
}

function isOneOfMany(field: CompiledField | undefined): boolean {
  return field !== undefined && relationOf(field)?.kind === 'many';
}

function tooMany(): StrataError {
  const limit = { en: `${MOST_IDS} records in one list`, zh: `一个列表中 ${MOST_IDS} 条记录` };
  return new StrataError('expression_too_costly', { limit, position: 1 });
}

/** What expressions asked for and nobody knew, put together by what one statement can bring. */
class Wanted {
  #pointing = new Map<string, { object: string; via: string; ids: Set<string> }>();
  #above = new Map<string, { object: string; via: string; ids: Set<string> }>();
  #there = new Map<string, Set<string>>();
  #values = new Map<string, { paths: Map<string, readonly string[]>; ids: Set<string> }>();

  get isEmpty(): boolean {
    return [this.#pointing, this.#above, this.#there, this.#values].every((each) => each.size === 0);
  }

  pointing(object: string, via: string, id: string): void {
    noteVia(this.#pointing, object, via, id);
  }

  above(object: string, via: string, id: string): void {
    noteVia(this.#above, object, via, id);
  }

  there(object: string, id: string): void {
    const ids = this.#there.get(object) ?? new Set();
    this.#there.set(object, ids.add(id));
  }

  value(object: string, id: string, path: readonly string[]): void {
    const entry = this.#values.get(object) ?? { paths: new Map<string, readonly string[]>(), ids: new Set<string>() };
    this.#values.set(object, entry);
    entry.paths.set(path.join('.'), path);
    entry.ids.add(id);
  }

  get pointings(): { object: string; via: string; ids: string[] }[] {
    return [...this.#pointing.values()].map((each) => ({ ...each, ids: [...each.ids] }));
  }

  get aboves(): { object: string; via: string; ids: string[] }[] {
    return [...this.#above.values()].map((each) => ({ ...each, ids: [...each.ids] }));
  }

  get theres(): { object: string; ids: string[] }[] {
    return [...this.#there].map(([object, ids]) => ({ object, ids: [...ids] }));
  }

  get values(): { object: string; paths: (readonly string[])[]; ids: string[] }[] {
    return [...this.#values].map(([object, { paths, ids }]) => ({ object, paths: [...paths.values()], ids: [...ids] }));
  }
}

function noteVia(
  all: Map<string, { object: string; via: string; ids: Set<string> }>,
  object: string,
  via: string,
  id: string,
): void {
  const entry = all.get(`${object} ${via}`) ?? { object, via, ids: new Set<string>() };
  all.set(`${object} ${via}`, entry);
  entry.ids.add(id);
}
