import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { traitsOf, type CompiledField, type CompiledModel, type JsonValue } from '@stratacrm/sdk';
import type { Database } from '../src/kernel/database.ts';
import type { CatalogObject } from '../src/model/catalog.ts';
import { settleAll } from '../src/records/search/search-fresh.ts';
import { searchRowOf, searchTextsOf } from '../src/records/search/search-row.ts';
import { isStored } from '../src/records/store/field-column.ts';
import type { Attempt, Ledger } from './ledger.ts';
import { MARKER, SOAK_OBJECTS } from './soak-model.ts';

/** One thing that must hold after everything; an empty list of findings says that it does. */
export interface CheckResult {
  readonly name: string;
  /** How many things were looked at; a check that saw nothing says nothing. */
  readonly examined: number;
  readonly findings: readonly string[];
}

type RecordData = Readonly<Record<string, JsonValue>>;

interface LogEntry {
  readonly id: string;
  readonly object: string;
  readonly record_id: string;
  readonly version: number;
  readonly action: string;
  readonly changes: Readonly<Record<string, readonly [JsonValue, JsonValue]>>;
}

/** Everything that is looked at, read once when nobody writes any more. */
export interface Evidence {
  readonly ledger: Ledger;
  readonly database: Database;
  readonly model: CompiledModel;
  /** As the API tells them, living and deleted, by object. */
  readonly records: ReadonlyMap<string, readonly RecordData[]>;
  /** Of those objects, in the order of the versions. */
  readonly log: ReadonlyMap<string, readonly LogEntry[]>;
  /** By the marker they wrote. */
  readonly written: ReadonlyMap<string, readonly LogEntry[]>;
}

type Check = readonly [name: string, run: (evidence: Evidence) => Promise<Found> | Found];

interface Found {
  readonly examined: number;
  readonly findings: readonly string[];
}

const CHECKS: readonly Check[] = [
  ['no acknowledged write is lost', acknowledged],
  ['no refused write took effect', refused],
  ['nothing is done twice', once],
  ['all of a bulk write, or nothing', wholly],
  ['every key remembers its answer', remembered],
  ['versions without a gap', gapless],
  ['the change log replayed is the record', replayed],
  ['counting up together loses nobody', counted],
  ['automatic numbers only once', numbered],
  ['gap-free numbers without a gap', withoutGaps],
  ['roll-ups are their children', rolledUp],
  ['recycle bin is what is deleted', binned],
  ['references lead to what is there', connected],
  ['outbox tells every change once', told],
  ['search finds what is there', searchable],
  ['no answer that should not be', answered],
];

export async function verify(
  ledger: Ledger,
  database: Database,
  model: CompiledModel,
  records: Evidence['records'],
): Promise<CheckResult[]> {
  const log = await readLog(database);
  const evidence = { ledger, database, model, records, log, written: byMarker(log) };
  const results: CheckResult[] = [];
  for (const [name, run] of CHECKS) results.push({ name, ...(await run(evidence)) });
  return results;
}

async function readLog(database: Database): Promise<Map<string, LogEntry[]>> {
  const { rows } = await database.query<LogEntry>(
    `select id, object, record_id, version::int as version, action, changes from core.change_log
     where object = any($1) order by record_id, version, at`,
    [SOAK_OBJECTS],
  );
  return Map.groupBy(rows, (entry) => entry.record_id);
}

function byMarker(log: Evidence['log']): Map<string, LogEntry[]> {
  const marked = [...log.values()].flat().filter((entry) => typeof entry.changes[MARKER]?.[1] === 'string');
  return Map.groupBy(marked, (entry) => String(entry.changes[MARKER]?.[1]));
}

function acknowledged({ ledger, written, log }: Evidence): Found {
  const attempts = ledger.attempts.filter((attempt) => attempt.outcome === 'acknowledged');
  return found(attempts, (attempt) => {
    const marked = attempt.marker === null ? null : (written.get(attempt.marker) ?? []).length;
    if (marked !== null && marked !== attempt.records)
      return `${worded(attempt)} is in the change log ${marked} times, not ${attempt.records}`;
    const missing = attempt.effects.find(
      ({ id, action, version }) =>
        !(log.get(id) ?? []).some(
          (entry) =>
            entry.action === action &&
            (version === null || entry.version === version) &&
            (attempt.marker === null || action === 'delete' || entry.changes[MARKER]?.[1] === attempt.marker),
        ),
    );
    return missing && `${worded(attempt)}: no ${missing.action} of ${missing.id} at version ${missing.version}`;
  });
}

function refused({ ledger, written }: Evidence): Found {
  const attempts = ledger.attempts.filter((attempt) => attempt.outcome === 'refused' && attempt.marker !== null);
  return found(
    attempts,
    (attempt) => written.has(attempt.marker!) && `${worded(attempt)} was refused, and yet written`,
  );
}

function once({ written }: Evidence): Found {
  return found([...written], ([marker, entries]) => {
    const ids = new Set(entries.map((entry) => entry.record_id));
    return ids.size < entries.length && `${marker} was written ${entries.length} times to ${ids.size} records`;
  });
}

/** Also where nobody knows whether it was done. */
function wholly({ ledger, written }: Evidence): Found {
  const attempts = ledger.attempts.filter((attempt) => attempt.marker !== null && attempt.outcome === 'unknown');
  return found(attempts, (attempt) => {
    const marked = (written.get(attempt.marker!) ?? []).length;
    return marked !== 0 && marked !== attempt.records && `${worded(attempt)}: ${marked} of ${attempt.records} records`;
  });
}

async function remembered({ ledger, database }: Evidence): Promise<Found> {
  const keys = ledger.attempts.flatMap(({ key, outcome }) => (key !== null && outcome === 'acknowledged' ? [key] : []));
  const { rows } = await database.query<{ key: string }>(
    'select key from core.idempotency_key where answer is not null and key = any($1)',
    [keys],
  );
  const kept = new Set(rows.map((row) => row.key));
  return found(keys, (key) => !kept.has(key) && `${key} is forgotten`);
}

function gapless({ records, log }: Evidence): Found {
  return found(all(records), ({ data }) => {
    const versions = (log.get(String(data['id'])) ?? []).map((entry) => entry.version);
    const expected = Array.from({ length: Number(data['version']) }, (_, n) => n + 1);
    return (
      !isDeepStrictEqual(versions, expected) && `${data['id']} at ${data['version']} has the log ${versions.join()}`
    );
  });
}

function replayed({ records, log, model }: Evidence): Found {
  return found(all(records), ({ object, data }) => {
    const entries = log.get(String(data['id'])) ?? [];
    const state: Record<string, JsonValue> = {};
    for (const { changes } of entries) for (const [field, [, to]] of Object.entries(changes)) state[field] = to;
    const differs = loggedFields(model, object).find(
      ({ name }) => !isDeepStrictEqual(state[name] ?? null, data[name] ?? null),
    );
    if (differs !== undefined)
      return `${object} ${data['id']}.${differs.name} is ${JSON.stringify(data[differs.name])}, by the log ${JSON.stringify(state[differs.name])}`;
    return broken(entries) ?? deletedAgrees(entries, data);
  });
}

/** What an entry says was there before must be what the entries before it left. */
function broken(entries: readonly LogEntry[]): string | null {
  const state: Record<string, JsonValue> = {};
  for (const { record_id, version, changes } of entries) {
    for (const [field, [from, to]] of Object.entries(changes)) {
      if (!isDeepStrictEqual(state[field] ?? null, from))
        return `${record_id}.${field} before version ${version} was ${JSON.stringify(state[field])}, by the log ${JSON.stringify(from)}`;
      state[field] = to;
    }
  }
  return null;
}

function deletedAgrees(entries: readonly LogEntry[], data: RecordData): string | false {
  const deleted = entries.findLast(({ action }) => action === 'delete' || action === 'restore')?.action === 'delete';
  return deleted !== (data['deleted_at'] !== null) && `${data['id']} is deleted by the log: ${deleted}`;
}

/** Kept totals are not changes of the record; they have a check of their own. */
function loggedFields(model: CompiledModel, object: string): CompiledField[] {
  const fields = Object.values(model.objects[object]?.fields ?? {});
  return fields.filter(
    (field) => isStored(field) && !traitsOf(field).rolled_up && (!field.system || field.name === 'owner'),
  );
}

function counted({ ledger, log }: Evidence): Found {
  return found(ledger.shared, (id) => {
    const counts = (log.get(id) ?? []).flatMap((entry) => entry.changes['counter'] ?? []);
    const steps = counts.filter((_, index) => index % 2 === 1);
    const wrong = steps.find((to, index) => to !== index + 1);
    return wrong !== undefined && `${id} counted ${steps.join()}`;
  });
}

function numbered({ records }: Evidence): Found {
  const orders = records.get('soak_order') ?? [];
  const byNumber = Map.groupBy(orders, (order) => order['number']);
  return found([...byNumber], ([number, same]) => (number === null || same.length > 1) && `${number} × ${same.length}`);
}

/** Orders are never purged, so the highest number is how many there are. */
function withoutGaps({ records }: Evidence): Found {
  const orders = (records.get('soak_order') ?? []).toSorted((a, b) => Number(a['serial']) - Number(b['serial']));
  return found(
    [...orders.entries()],
    ([index, order]) => Number(order['serial']) !== index + 1 && `${order['serial']} stands where ${index + 1} should`,
  );
}

function rolledUp({ records }: Evidence): Found {
  const lines = Map.groupBy(
    (records.get('soak_line') ?? []).filter((line) => line['deleted_at'] === null),
    (line) => line['order'],
  );
  return found(records.get('soak_order') ?? [], (order) => {
    const quantities = (lines.get(order['id'] ?? null) ?? []).map((line) => Number(line['quantity'] ?? 0));
    const total = quantities.reduce((sum, quantity) => sum + quantity, 0);
    const should = [quantities.length, total, quantities.filter((quantity) => quantity >= 10).length];
    const says = [order['line_count'], order['quantity_total'], order['large_lines']].map(Number);
    return !isDeepStrictEqual(should, says) && `${order['id']} has ${should.join()}; it says ${says.join()}`;
  });
}

interface Asked {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/** The same, looked at in the database in the middle of everything: at no moment does anybody see it otherwise. */
export async function wrongRollups(database: Asked): Promise<string[]> {
  const { rows } = await database.query(
    `select o.id, v::text as should, (o.line_count, o.quantity_total, o.large_lines)::text as says
     from crm.soak_order as o cross join lateral (
       select count(*), coalesce(sum(l.quantity), 0)::bigint, count(*) filter (where l.quantity >= 10)
       from crm.soak_line as l where l."order" = o.id and l.deleted_at is null
     ) as v
     where (o.line_count, o.quantity_total, o.large_lines) is distinct from v`,
  );
  return (rows as { id: string; should: string; says: string }[]).map(
    ({ id, should, says }) => `${id} has ${should}; it says ${says}`,
  );
}

async function binned({ records, database }: Evidence): Promise<Found> {
  const { rows } = await database.query<{ record_id: string }>(
    'select record_id from core.deletion where object = any($1)',
    [SOAK_OBJECTS],
  );
  const kept = new Set(rows.map((row) => row.record_id));
  return found(all(records), ({ data }) => {
    const deleted = data['deleted_at'] !== null;
    return kept.has(String(data['id'])) !== deleted && `${data['id']} deleted: ${deleted}, in the bin: ${!deleted}`;
  });
}

/** A living line or note never points to an order that is deleted. */
function connected({ records }: Evidence): Found {
  const living = new Set(
    (records.get('soak_order') ?? []).filter((order) => order['deleted_at'] === null).map((order) => order['id']),
  );
  const pointing = all(records).filter(
    ({ data }) => data['deleted_at'] === null && data['order'] !== undefined && data['order'] !== null,
  );
  return found(pointing, ({ object, data }) => {
    return !living.has(data['order'] ?? null) && `${object} ${data['id']} points to ${data['order']}, which is deleted`;
  });
}

/** Either nobody takes anything out of it, and it holds every change, or whoever does gets to its end. */
async function told({ database, log }: Evidence): Promise<Found> {
  const changes = [...log.values()].flat();
  let rows = await readOutbox(database);
  for (let tried = 1; tried < 50 && rows.length > 0 && rows.length !== changes.length; tried++) {
    await sleep(200);
    rows = await readOutbox(database);
  }
  const byChange = Map.groupBy(rows, (row) => row.change_id);
  const drained = rows.length === 0;
  const { findings, examined } = found(drained ? [] : changes, ({ id, record_id, action }) => {
    const told = byChange.get(id) ?? [];
    byChange.delete(id);
    const right = told.length === 1 && told[0]?.record_id === record_id && told[0].action === action;
    return !right && `change ${id} (${action} of ${record_id}) is told ${told.length} times`;
  });
  const strange = [...byChange.keys()].map((id) => `change ${id} is told, but not logged`);
  return { examined: drained ? changes.length : examined, findings: [...findings, ...strange] };
}

async function readOutbox(database: Database) {
  const { rows } = await database.query<{ change_id: string; record_id: string; action: string }>(
    'select change_id, record_id, action from core.outbox where object = any($1)',
    [SOAK_OBJECTS],
  );
  return rows;
}

async function searchable({ records, database, model }: Evidence): Promise<Found> {
  // What is fresh stands in for what the index has; all of it is carried over, as a server with time would.
  await settleAll(database);
  const { rows } = await database.query<{ record_id: string; texts: JsonValue; grams: number[] }>(
    'select record_id, texts, grams from core.search_entry where object = any($1)',
    [SOAK_OBJECTS],
  );
  const entries = new Map(rows.map((row) => [row.record_id, row]));
  const examined = all(records).filter(({ object }) =>
    Object.values(model.objects[object]?.fields ?? {}).some((field) => !field.system && traitsOf(field).searchable),
  );
  return found(examined, ({ object, data }) => {
    const id = String(data['id']);
    const texts = searchTextsOf(model.objects[object] as CatalogObject, { ...data });
    const expected = searchRowOf(object, id, texts);
    const entry = entries.get(id);
    const same =
      isDeepStrictEqual(entry?.texts, expected.texts) &&
      isDeepStrictEqual(new Set(entry?.grams), new Set(expected.grams));
    return !same && `${object} ${id} is indexed as ${JSON.stringify(entry?.texts)}`;
  });
}

function answered({ ledger }: Evidence): Found {
  return { examined: ledger.attempts.length + ledger.lost, findings: ledger.faults };
}

function all(records: Evidence['records']): { object: string; data: RecordData }[] {
  return [...records].flatMap(([object, list]) => list.map((data) => ({ object, data })));
}

function worded({ operation, marker, key, object }: Attempt): string {
  return `${operation} ${object} ${marker ?? ''}${key === null ? '' : ` (key ${key})`}`;
}

function found<Item>(items: readonly Item[], look: (item: Item) => string | false | null | undefined): Found {
  const findings = items.flatMap((item) => look(item) || []);
  return { examined: items.length, findings };
}
