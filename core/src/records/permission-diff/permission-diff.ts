import {
  SYSTEM_RIGHTS,
  VERBS,
  type AccessChange,
  type AccessChangeOfPerson,
  type FieldPermission,
  type SystemRight,
  type Verb,
} from '@stratacrm/sdk';
import type { ObjectPermission } from '../../access/access-profile.ts';
import { allowsField } from '../../access/compile-access.ts';
import type { Context } from '../../kernel/context.ts';
import type { Database } from '../../kernel/database.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { CountBudget, type BudgetedCount } from './count-budget.ts';
import type { Held } from './count-records.ts';
import { roleSets, type RoleSet } from './role-sets.ts';

/** People who are named; of the others the number. */
const MOST_NAMED = 10;

type Person = { id: string; name: string };
type Way = AccessChange['way'];

/** An object that is there before and after, maybe under another name. */
interface Pair {
  before: CatalogObject;
  after: CatalogObject;
}

interface Inquiry {
  ctx: Context;
  before: Catalog;
  after: Catalog;
  sets: RoleSet[];
  pairs: Pair[];
  budget: CountBudget;
}

/**
 * Who gains and who loses what, if the roles were those of another catalog: records by person and verb, fields, and rights.
 * Counting stops in time; what was not counted says so.
 */
export async function permissionDiff(
  database: Database,
  ctx: Context,
  before: Catalog,
  after: Catalog,
): Promise<AccessChange[]> {
  const sets = await roleSets(database, before, after);
  const inquiry = { ctx, before, after, sets, pairs: pairsOf(before, after), budget: new CountBudget(database, ctx) };
  const records: AccessChange[] = [];
  for (const pair of inquiry.pairs) {
    for (const verb of VERBS) records.push(...(await verbChanges(inquiry, pair, verb)));
  }
  return [...records, ...fieldChanges(inquiry), ...rightChanges(inquiry)].filter((change) => change.count > 0);
}

function pairsOf(before: Catalog, after: Catalog): Pair[] {
  const objects = Object.values(after.model.objects).map((object) => after.object(object.name));
  const byId = new Map(objects.map((object) => [object.id, object]));
  return Object.values(before.model.objects).flatMap((object) => {
    const same = byId.get(object.id);
    return same === undefined || object.managed || same.archived === true
      ? []
      : [{ before: before.object(object.name), after: same }];
  });
}

async function verbChanges(inquiry: Inquiry, { before, after }: Pair, verb: Verb): Promise<AccessChange[]> {
  const gained = new Gathered({ way: 'gain', object: after.name, verb });
  const lost = new Gathered({ way: 'lose', object: after.name, verb });
  for (const set of inquiry.sets) {
    const was = set.before.permission(before.name, verb);
    const will = set.after.permission(after.name, verb);
    if (isSame(was, will)) continue;
    if (verb === 'create') {
      for (const way of waysOf(was, will)) (way === 'gain' ? gained : lost).addUncounted(set.people);
      continue;
    }
    const held = (catalog: Catalog, object: string, permission: ObjectPermission): Held => ({
      catalog,
      object,
      permission,
    });
    const counted = await inquiry.budget.count(set.people, {
      before: held(inquiry.before, before.name, was),
      after: held(inquiry.after, after.name, will),
    });
    if (counted.result === null) {
      for (const way of waysOf(was, will)) (way === 'gain' ? gained : lost).addUncounted(set.people);
    } else {
      gained.addCounted(counted.result.gained, counted);
      lost.addCounted(counted.result.lost, counted);
    }
  }
  return [gained.change(), lost.change()];
}

function isSame(was: ObjectPermission, will: ObjectPermission): boolean {
  if (was.kind !== 'rows' || will.kind !== 'rows') return was.kind === will.kind;
  const sources = (of: ObjectPermission & { kind: 'rows' }) =>
    of.rules
      .map((rule) => rule.source)
      .sort()
      .join('\n');
  return sources(was) === sources(will);
}

/** What can be said without counting. */
function waysOf(was: ObjectPermission, will: ObjectPermission): Way[] {
  if (was.kind === 'no' || will.kind === 'all') return ['gain'];
  return will.kind === 'no' || was.kind === 'all' ? ['lose'] : ['gain', 'lose'];
}

function fieldChanges({ sets, pairs }: Inquiry): AccessChange[] {
  const found = new Map<string, Gathered>();
  for (const { before, after } of pairs) {
    const fields = new Map(Object.values(after.fields).map((field) => [field.id, field]));
    for (const was of Object.values(before.fields)) {
      const will = fields.get(was.id);
      if (will === undefined || will.archived === true) continue;
      for (const set of sets) {
        // What somebody may not see at all is told with the object.
        if (
          set.before.permission(before.name, 'read').kind === 'no' ||
          set.after.permission(after.name, 'read').kind === 'no'
        )
          continue;
        const from = set.before.field(before.name, was.name);
        const to = set.after.field(after.name, will.name);
        if (from !== to) gather(found, after.name, will.name, from, to).addUncounted(set.people);
      }
    }
  }
  return [...found.values()].map((each) => each.change());
}

function gather(
  found: Map<string, Gathered>,
  object: string,
  field: string,
  from: FieldPermission,
  permission: FieldPermission,
): Gathered {
  const way: Way = allowsField(permission, from) ? 'gain' : 'lose';
  const key = `${object}.${field} ${way} ${permission}`;
  const gathered = found.get(key) ?? new Gathered({ way, object, field, permission });
  found.set(key, gathered);
  return gathered;
}

function rightChanges({ sets }: Inquiry): AccessChange[] {
  return SYSTEM_RIGHTS.flatMap((right: SystemRight) =>
    (['gain', 'lose'] as const).map((way) => {
      const gathered = new Gathered({ way, right });
      for (const set of sets) {
        const [was, will] = [set.before.right(right), set.after.right(right)];
        if (was !== will && (way === 'gain') === will) gathered.addUncounted(set.people);
      }
      return gathered.change();
    }),
  );
}

type What = Pick<AccessChange, 'way' | 'object' | 'verb' | 'field' | 'permission' | 'right'>;

/** One change with all whom it concerns. */
class Gathered {
  readonly #what: What;
  #people: AccessChangeOfPerson[] = [];
  #count = 0;
  readonly #limits: Pick<AccessChange, 'looked_at' | 'people_looked_at'> = {};

  constructor(what: What) {
    this.#what = what;
  }

  addUncounted(people: readonly Person[]): void {
    this.#count += people.length;
    this.#people.push(...people.slice(0, MOST_NAMED).map((person) => ({ ...person, records: null, sample: [] })));
  }

  addCounted(changes: readonly AccessChangeOfPerson[], { lookedAt, peopleLookedAt }: BudgetedCount): void {
    if (changes.length === 0) return;
    this.#count += changes.length;
    this.#people.push(...changes);
    if (lookedAt !== undefined) this.#limits.looked_at = Math.min(lookedAt, this.#limits.looked_at ?? lookedAt);
    if (peopleLookedAt !== undefined) this.#limits.people_looked_at = peopleLookedAt;
  }

  change(): AccessChange {
    const people = this.#people.sort((a, b) => (b.records ?? 0) - (a.records ?? 0)).slice(0, MOST_NAMED);
    return { ...this.#what, count: this.#count, people, ...this.#limits };
  }
}
