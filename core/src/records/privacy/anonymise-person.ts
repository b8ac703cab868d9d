import type { AnonymisedCounts, PersonalRecord } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { writeAudit } from '../../access/audit/write-audit.ts';
import { requireRight } from '../../access/people-context.ts';
import type { Database, Transaction } from '../../kernel/database.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { dropEntries } from '../search/search-entries.ts';
import { dropFresh } from '../search/search-fresh.ts';
import { storeChanges } from '../store/store-changes.ts';
import { anonymousChange } from './anonymous-state.ts';
import { emptyTraces } from './empty-traces.ts';
import { personalFields } from './personal-fields.ts';
import { personalValues } from './personal-values.ts';
import { loadTree, type PersonTree } from './person-tree.ts';

/** Somebody else wrote one of the records meanwhile. */
const AGAIN = new Set(['ST001', '40001', '40P01']);
const MOST_TRIES = 8;

/** Takes everything back that was done to find out what would be. */
class OnlyLooked extends Error {
  readonly counts: AnonymisedCounts;

  constructor(counts: AnonymisedCounts) {
    super('Only looked');
    this.counts = counts;
  }
}

/**
 * Overwrites what tells of a person in the chosen records and all they own, for good: in the records, their change log, the
 * search, files, what imports and requests left. Numbers, dates and relations stay, so that totals do. Each record with
 * what it owns is one transaction. `dryRun` does the same, counts, and takes it back. Needs the right `privacy`.
 */
export async function anonymisePerson(
  ctx: AccessContext & { db: Database },
  records: readonly PersonalRecord[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<AnonymisedCounts> {
  requireRight(ctx, 'privacy');
  const counts: AnonymisedCounts[] = [];
  for (const record of records) counts.push(await again(() => anonymiseTree(ctx, record, dryRun)));
  return addedUp(counts);
}

async function again(work: () => Promise<AnonymisedCounts>): Promise<AnonymisedCounts> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof OnlyLooked) return error.counts;
      if (tried === MOST_TRIES || !AGAIN.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

function anonymiseTree(
  ctx: AccessContext & { db: Database },
  record: PersonalRecord,
  dryRun: boolean,
): Promise<AnonymisedCounts> {
  return ctx.db.transaction(async (tx) => {
    const inside: AccessContext = { ...ctx, db: tx, cause: { kind: 'privacy' } };
    const tree = await loadTree(inside, record);
    const values = await personalValues(inside, tree);
    const overwritten = await overwrite(inside, tree);
    const counts = { ...overwritten, ...(await emptyTraces(inside, tree, values)) };
    if (dryRun) throw new OnlyLooked(counts);
    await note(tx, ctx, record, counts);
    return counts;
  });
}

async function overwrite(ctx: AccessContext, tree: PersonTree): Promise<Pick<AnonymisedCounts, 'records' | 'fields'>> {
  const records: AnonymisedCounts['records'] = [];
  const fields: AnonymisedCounts['fields'] = [];
  for (const [object, states] of tree) {
    const changes = states.flatMap((state) => anonymousChange(ctx, object, state) ?? []);
    if (changes.length === 0) continue;
    const ids = changes.map((change) => change.id);
    // What the search was still to be told of is the person's too.
    await dropFresh(ctx.db, ids);
    await storeChanges(ctx, { object, changes });
    await dropEntries(ctx.db, ids);
    records.push({ object: object.name, count: changes.length });
    fields.push(...filledFields(object, changes));
  }
  return { records, fields };
}

function filledFields(object: CatalogObject, changes: readonly { changes: object }[]): AnonymisedCounts['fields'] {
  return personalFields(object).flatMap(({ name }) => {
    const count = changes.filter((change) => name in change.changes).length;
    return count === 0 ? [] : [{ object: object.name, field: name, count }];
  });
}

/** Who, when, which fields; no value, for nothing is ever taken out of this log. */
function note(tx: Transaction, ctx: AccessContext, { object, id }: PersonalRecord, counts: AnonymisedCounts) {
  const subject = { kind: object, id, name: ctx.catalog.object(object).label.en };
  const detail = JSON.parse(JSON.stringify(counts)) as Record<string, never>;
  return writeAudit(tx, ctx, { action: 'person_anonymised', subject, detail });
}

function addedUp(all: readonly AnonymisedCounts[]): AnonymisedCounts {
  const records = new Map<string, AnonymisedCounts['records'][number]>();
  const fields = new Map<string, AnonymisedCounts['fields'][number]>();
  const sum = { history: 0, files: 0, import_rows: 0, answers: 0, kept_values: 0, messages: 0 };
  for (const counts of all) {
    for (const each of counts.records)
      records.set(each.object, { ...each, count: each.count + (records.get(each.object)?.count ?? 0) });
    for (const each of counts.fields) {
      const key = `${each.object}.${each.field}`;
      fields.set(key, { ...each, count: each.count + (fields.get(key)?.count ?? 0) });
    }
    for (const key of ['history', 'files', 'import_rows', 'answers', 'kept_values', 'messages'] as const)
      sum[key] += counts[key];
  }
  return { records: [...records.values()], fields: [...fields.values()], ...sum };
}
