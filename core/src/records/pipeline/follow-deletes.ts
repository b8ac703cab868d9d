import { StrataError, instantText, relationOf, type CompiledField, type Issue, type JsonValue } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { singleLink } from '../sight/linked-ids.ts';
import { systemSight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { linksTo } from '../sql/links-to.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import type { FieldChanges, ObjectChanges, RecordChange } from '../store/record-changes.ts';
import { stamp } from './stamp.ts';
import { isSound, type WriteStage } from './write-batch.ts';

/** Records that go, by id, each with the record whose deletion was asked for. */
type Going = Map<string, string>;

interface Dependant {
  id: string;
  version: string;
  target: string;
  /** Its value, where that is a list of references. */
  list: string[] | null;
}

/** A record that stays, with the references it loses. */
interface Emptied {
  object: CatalogObject;
  id: string;
  version: number;
  references: Lost[];
}

/** A reference that is lost because its record goes. */
interface Lost {
  field: CompiledField;
  /** The object of that record. */
  object: string;
  targetId: string;
  rootId: string;
  list: string[] | null;
}

/** One statement stores them; more than this is work for a job. */
const MOST_DEPENDANTS = 50_000;

/**
 * What refers to a record that goes: it forbids that, is emptied, or goes too, as its field says. Whole trees are
 * followed level by level, one statement per level and referring field.
 */
export const followDeletes: WriteStage = {
  name: 'dependants',
  async run(batch) {
    const deletes = batch.writes.filter((write) => write.action === 'delete' && isSound(write));
    if (deletes.length === 0) return;
    const following = new Following(batch.ctx);
    await following.follow(batch.object, new Map(deletes.map((write) => [write.id, write.id])));
    for (const write of deletes) write.issues.push(...following.restrictionsOn(write.id));
    // In an all-or-nothing batch nothing is stored then; otherwise what hangs on a refused record must stay as well.
    const refused = new Set(deletes.filter((write) => !isSound(write)).map((write) => write.id));
    batch.dependants.push(...following.changes(refused));
  },
};

class Following {
  #ctx: AccessContext;
  #going = new Map<string, { object: CatalogObject; ids: Going }>();
  #cascaded: { object: CatalogObject; change: RecordChange }[] = [];
  #emptied = new Map<string, Emptied>();
  #restricting: { object: CatalogObject; field: CompiledField; id: string; root: string }[] = [];
  #count = 0;

  constructor(ctx: AccessContext) {
    this.#ctx = ctx;
  }

  async follow(object: CatalogObject, ids: Going): Promise<void> {
    const known = this.#going.get(object.name) ?? { object, ids: new Map() };
    this.#going.set(object.name, known);
    for (const [id, root] of ids) known.ids.set(id, root);
    for (const { object: name, field } of object.incoming) {
      if (field.system || field.archived === true || !this.#ctx.catalog.has(name)) continue;
      await this.#followField(this.#ctx.catalog.object(name), field, object.name, ids);
    }
  }

  async #followField(object: CatalogObject, field: CompiledField, target: string, ids: Going): Promise<void> {
    const dependants = await findDependants(this.#ctx, object, field, target, [...ids.keys()]);
    this.#count += dependants.length;
    const params = { max: MOST_DEPENDANTS };
    if (this.#count > MOST_DEPENDANTS) throw new StrataError('too_many_records', params);
    const fresh = dependants.filter((each) => !this.#isGoing(object, each.id));
    if (field.on_delete === 'clear') for (const each of fresh) this.#empty(object, field, target, each, ids);
    else if (field.on_delete === 'cascade') await this.#cascade(object, fresh, ids);
    else for (const each of fresh) this.#restricting.push({ object, field, id: each.id, root: ids.get(each.target)! });
  }

  #empty(object: CatalogObject, field: CompiledField, of: string, found: Dependant, ids: Going): void {
    const { id, version, target, list } = found;
    const emptied = this.#emptied.get(id) ?? { object, id, version: Number(version), references: [] };
    this.#emptied.set(id, emptied);
    emptied.references.push({ field, object: of, targetId: target, rootId: ids.get(target)!, list });
  }

  async #cascade(object: CatalogObject, dependants: readonly Dependant[], ids: Going): Promise<void> {
    if (dependants.length === 0) return;
    const roots: Going = new Map(dependants.map((each) => [each.id, ids.get(each.target)!]));
    for (const { id, version } of dependants) {
      const after = { ...stamp(this.#ctx), deleted_at: instantText(this.#ctx.now.getTime()) };
      const rootId = roots.get(id)!;
      const change: RecordChange = { action: 'delete', id, version: Number(version), after, changes: {}, rootId };
      this.#cascaded.push({ object, change });
    }
    await this.follow(object, roots);
  }

  #isGoing(object: CatalogObject, id: string): boolean {
    return this.#going.get(object.name)?.ids.has(id) ?? false;
  }

  /** What forbids a root to go. A record that goes itself forbids nothing. */
  restrictionsOn(root: string): Issue[] {
    const counts = new Map<string, { object: CatalogObject; field: CompiledField; count: number }>();
    for (const each of this.#restricting) {
      if (each.root !== root || this.#isGoing(each.object, each.id)) continue;
      const entry = counts.get(each.field.id) ?? { object: each.object, field: each.field, count: 0 };
      counts.set(each.field.id, { ...entry, count: entry.count + 1 });
    }
    return [...counts.values()].map(({ object, field, count }) => ({
      path: '',
      code: 'restricted_delete',
      params: { count, object: object.label, field: field.label },
    }));
  }

  changes(refused: ReadonlySet<string>): ObjectChanges[] {
    const kept: ObjectChanges[] = [];
    for (const { object, change } of this.#cascaded) {
      if (!refused.has(change.rootId!)) entryFor(kept, object, 'cascade').changes.push(change);
    }
    for (const { object, id, version, references } of this.#emptied.values()) {
      const left = references.filter((reference) => !refused.has(reference.rootId));
      if (left.length === 0 || this.#isGoing(object, id)) continue;
      const changes = changesWithout(left);
      const fields = Object.keys(changes).sort();
      const entry = entryFor(kept, object, `empty ${fields.join()}`);
      const after = { ...stamp(this.#ctx), ...Object.fromEntries(fields.map((field) => [field, changes[field]![1]])) };
      entry.changes.push({ action: 'update', id, version, after, changes });
      const cleared = left.map(({ field, targetId, rootId }) => ({
        field: field.name,
        targetId,
        rootId,
        recordId: id,
      }));
      (entry.cleared ??= []).push(...cleared);
    }
    return kept;
  }
}

/** Each field without the records that go: a list keeps the others. */
function changesWithout(lost: readonly Lost[]): FieldChanges {
  return Object.fromEntries(
    [...Map.groupBy(lost, (each) => each.field.name)].map(([name, each]): [string, [JsonValue, JsonValue]] => {
      const { field, list, object, targetId } = each[0]!;
      if (list === null) return [name, [singleLink(field, { object, id: targetId }), null]];
      const left = list.filter((id) => !each.some((one) => one.targetId === id));
      return [name, [list, left.length === 0 ? null : left]];
    }),
  );
}

type KindOfChanges = ObjectChanges & { kind: string };

/** Changes are kept apart by the columns they write. */
function entryFor(all: ObjectChanges[], object: CatalogObject, kind: string): ObjectChanges {
  const known = (all as KindOfChanges[]).find((each) => each.object === object && each.kind === kind);
  if (known !== undefined) return known;
  const made: KindOfChanges = { object, kind, changes: [] };
  all.push(made);
  return made;
}

async function findDependants(
  ctx: AccessContext,
  object: CatalogObject,
  field: CompiledField,
  target: string,
  ids: readonly string[],
): Promise<Dependant[]> {
  const statement = planned(ctx.catalog, `dependants|${object.name}|${field.name}|${target}`, () => {
    const source = new RecordSource(systemSight(ctx.catalog), object.name).only('living');
    const going = sql`${given('ids')}::uuid[]`;
    const column = sql.id('t', field.name);
    const isList = relationOf(field)?.kind === 'many';
    if (isList)
      source.join(sql`cross join lateral unnest(${column}) as l(target)`).where(sql`l.target = any(${going})`);
    source.where(linksTo('t', field, target, going));
    const columns = isList ? sql`l.target, ${column} as list` : sql`${column} as target, null as list`;
    return compileStatement(sql`select t.id, t.version, ${columns} ${source.fromWhere()}`, memoryOf(ctx.catalog).names);
  });
  return (await runStatement<Dependant>(ctx, statement, { ids })).rows;
}
