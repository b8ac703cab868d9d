import { formulaValue, type CheckedExpression, type JsonValue } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { formulaOf } from '../sight/checked-expression.ts';
import { referenceTarget } from '../sight/reference-target.ts';
import { systemSight, type Sight } from '../sight/sight.ts';
import { byIds, type ByIds } from '../sql/by-ids.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource, type PathEnd } from '../sql/record-source.ts';
import { compileStatement, runStatement, type Statement } from '../sql/statement.ts';
import { codecOf, isStored } from '../store/field-column.ts';
import type { RecordState } from '../store/record-changes.ts';

type Values = Map<string, JsonValue>;

/** A record before and after it is written. */
interface States {
  before: RecordState | null;
  after: RecordState;
}

/**
 * Values that the batch's expressions read through references, fetched set-wise: one statement per object reached,
 * however many records and paths.
 */
export class RelatedRecords {
  #ctx: AccessContext;
  #object: CatalogObject;
  #sight: Sight;
  #which: 'living' | 'any';
  /** `object id` → path → value. A record that is not there has no values. */
  #known = new Map<string, Values>();

  /** Without a sight of its own it sees everything, as rules do. */
  constructor(
    ctx: AccessContext,
    object: CatalogObject,
    sight: Sight = systemSight(ctx.catalog),
    which: 'living' | 'any' = 'living',
  ) {
    this.#ctx = ctx;
    this.#object = object;
    this.#sight = sight;
    this.#which = which;
  }

  /** Makes sure that everything these expressions read of these records is known. */
  async load(
    expressions: readonly Pick<CheckedExpression, 'paths' | 'oldPaths'>[],
    writes: readonly States[],
  ): Promise<void> {
    const wanted = new Map<string, { paths: Map<string, readonly string[]>; ids: Set<string> }>();
    const want = (path: readonly string[], states: readonly (RecordState | null)[]): void => {
      const target = referenceTarget(this.#object.fields[path[0]!]!);
      if (target === null) return;
      const entry = wanted.get(target) ?? { paths: new Map(), ids: new Set() };
      wanted.set(target, entry);
      const rest = path.slice(1);
      entry.paths.set(rest.join('.'), rest);
      for (const state of states) {
        const id = state?.[path[0]!];
        if (typeof id === 'string' && !this.has(target, id, rest)) entry.ids.add(id);
      }
    };
    for (const expression of expressions) {
      for (const path of this.#throughReferences(expression.paths))
        want(
          path,
          writes.map((write) => write.after),
        );
      for (const path of this.#throughReferences(expression.oldPaths))
        want(
          path,
          writes.map((write) => write.before),
        );
    }
    for (const [object, { paths, ids }] of wanted) {
      await this.fetch(object, [...paths.values()], [...ids]);
    }
  }

  /** null when the record or the value is missing. */
  value(object: string, id: string, path: readonly string[]): JsonValue {
    return this.#known.get(`${object} ${id}`)?.get(path.join('.')) ?? null;
  }

  has(object: string, id: string, path: readonly string[]): boolean {
    return this.#known.get(`${object} ${id}`)?.has(path.join('.')) ?? false;
  }

  /** Paths of more than one step, those inside formulas included. */
  #throughReferences(paths: readonly (readonly string[])[]): (readonly string[])[] {
    return paths.flatMap((path) => {
      const field = this.#object.fields[path[0]!];
      if (field === undefined) return [];
      const formula = formulaOf(this.#ctx.catalog, this.#object.name, field);
      if (formula !== undefined) return this.#throughReferences(formula.paths);
      return path.length > 1 ? [path] : [];
    });
  }

  /** Finds out values of paths for records of one object. */
  async fetch(object: string, paths: readonly (readonly string[])[], ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const which = byIds(sql`t.id`, ids);
    const { statement, read } = this.#plan(object, paths, which);
    const { rows } = await runStatement<Record<string, unknown>>(this.#ctx, statement, which.values);
    for (const id of ids) {
      const key = `${object} ${id}`;
      const values = this.#known.get(key) ?? new Map<string, JsonValue>();
      this.#known.set(key, values);
      // A record that is not there is not asked for again.
      for (const path of paths) values.set(path.join('.'), null);
    }
    for (const row of rows) {
      const values = this.#known.get(`${object} ${row['id'] as string}`)!;
      for (const [path, value] of read(row)) values.set(path, value);
    }
  }

  #plan(object: string, paths: readonly (readonly string[])[], which: ByIds): RelatedPlan {
    const { catalog } = this.#ctx;
    const names = paths.map((path) => path.join('.'));
    return planned(catalog, `related|${this.#which}|${this.#sight.key}|${object}|${names.join()}|${which.key}`, () => {
      const source = new RecordSource(this.#sight, object);
      if (this.#which === 'living') source.only('living');
      const ends = paths.map((path) => source.record.find(path)!);
      const columns = ends.map((end, index) => sql`${end.place.value(end.field)} as ${sql.id(String(index))}`);
      source.where(which.condition);
      const query = sql`select t.id, ${sql.join(columns)} ${source.fromWhere()}`;
      const reads = ends.map((end) => valueReader(end, catalog.model.workspace.currency));
      return {
        statement: compileStatement(query, memoryOf(catalog).names),
        read: (row) => names.map((name, index) => [name, reads[index]!(row[String(index)])]),
      };
    });
  }
}

interface RelatedPlan {
  statement: Statement;
  read(row: Record<string, unknown>): [string, JsonValue][];
}

/** Reads the value of `Place.value` as expressions see it: an amount is the number in the workspace currency. */
function valueReader({ field }: PathEnd, currency: string): (raw: unknown) => JsonValue {
  const codec = codecOf(field);
  return (raw) => {
    if (raw === null || raw === undefined) return null;
    const value = isStored(field) ? codec.decodeValue(raw, currency) : formulaValue(raw, field, { currency });
    return amountOf(value);
  };
}

/** The number of an amount; any other value as it is. */
export function amountOf(value: JsonValue): JsonValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'amount' in value
    ? (value['amount'] ?? null)
    : value;
}
