import { relationOf, type CompiledField } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { Queryable } from '../../kernel/database.ts';
import type { CatalogObject, ModelContext } from '../../model/catalog.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import type { ObjectChanges, RecordChange } from '../store/record-changes.ts';
import { livingFields, soundEdits, type Write, type WriteBatch } from './write-batch.ts';

/** Records above one another; deeper trees are mistakes, and every one of them is walked up by each question. */
const DEEPEST = 100;

/** The references of an object that make its records a tree. */
const hierarchies: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  livingFields(object).filter((field) => field.hierarchy === true && pointsToOwn(field)),
);

function pointsToOwn(field: CompiledField): boolean {
  const relation = relationOf(field);
  return relation?.kind === 'one' && relation.to === field.object;
}

/** No record may come to lie beneath itself, nor too deep, whatever the batch does to the records around it. */
export async function refuseCircles(batch: WriteBatch): Promise<void> {
  for (const field of hierarchies(batch.object)) {
    const moved = soundEdits(batch).filter((write) => isMoved(write, field));
    if (moved.length === 0) continue;
    do for (const write of moved) lineAbove(batch, write, field);
    while (await batch.reached.fetch());
    for (const write of moved) judge(batch, write, field);
  }
}

function isMoved({ before, after }: Write, { name }: CompiledField): boolean {
  return typeof after[name] === 'string' && after[name] !== before?.[name];
}

function lineAbove({ reached, object }: WriteBatch, { after }: Write, { name }: CompiledField): readonly string[] {
  return reached.lineage(object.name, name, after[name] as string);
}

function judge(batch: WriteBatch, write: Write, field: CompiledField): void {
  const above = lineAbove(batch, write, field);
  if (above.includes(write.id)) write.issues.push(circle(field));
  else if (above.length >= DEEPEST) {
    const params = { label: field.label, max: DEEPEST };
    write.issues.push({ path: field.name, code: 'hierarchy_too_deep', params });
  }
}

function circle(field: CompiledField) {
  return { path: field.name, code: 'hierarchy_circle', params: { label: field.label } } as const;
}

/** Records that two people moved beneath one another at the same time. */
export class CircleFound extends Error {
  readonly field: CompiledField;
  readonly ids: ReadonlySet<string>;

  constructor(field: CompiledField, ids: ReadonlySet<string>) {
    super(`${field.object}.${field.name} leads in a circle`);
    this.field = field;
    this.ids = ids;
  }

  blame(writes: readonly Write[]): void {
    for (const write of writes) if (this.ids.has(write.id)) write.issues.push(circle(this.field));
  }
}

/** A tree in which these changes move records. */
export interface MovedTree {
  object: CatalogObject;
  field: CompiledField;
  ids: string[];
}

export function movedTrees(work: readonly ObjectChanges[]): MovedTree[] {
  return work.flatMap(({ object, changes }) =>
    hierarchies(object).flatMap((field) => {
      const ids = changes.filter((change) => moves(change, field)).map((change) => change.id);
      return ids.length === 0 ? [] : [{ object, field, ids }];
    }),
  );
}

/** Nothing lies beneath a new record yet. */
function moves({ action, after, changes }: RecordChange, { name }: CompiledField): boolean {
  if (typeof after[name] !== 'string' || action === 'create' || action === 'delete') return false;
  return action === 'restore' || name in changes;
}

/** From here to the end of the transaction nobody else moves records in these trees. */
export async function lockTrees(db: Queryable, trees: readonly MovedTree[]): Promise<void> {
  const names = trees.map(({ field }) => `hierarchy ${field.object}.${field.name}`).sort();
  for (const name of names) {
    await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name], 'records_lock_tree');
  }
}

/** Throws CircleFound; the trees are locked, so what is seen now is how they will be. */
export async function requireTrees(ctx: ModelContext & { db: Queryable }, trees: readonly MovedTree[]): Promise<void> {
  for (const { object, field, ids } of trees) {
    const statement = planned(ctx.catalog, `circle|${object.name}|${field.name}`, () => {
      const { table } = object;
      const above = sql.id('t', field.name);
      const from = sql`from ${sql.id(table.schema, table.name)} as t`;
      const query = sql`with recursive line(start, above) as (
        select t.id, ${above} ${from} where t.id = any(${given('ids')}::uuid[])
        union select l.start, ${above} ${from} join line as l on l.above = t.id where t.deleted_at is null)
        select distinct start as id from line where above = start`;
      return compileStatement(query, memoryOf(ctx.catalog).names);
    });
    const { rows } = await runStatement<{ id: string }>(ctx, statement, { ids });
    if (rows.length > 0) throw new CircleFound(field, new Set(rows.map((row) => row.id)));
  }
}
