import {
  addDays,
  type Handler,
  type JobInput,
  type JsonObject,
  type JsonValue,
  type PluginHost,
  type RecordData,
} from '@stratacrm/sdk';
import { among, everyRecord, idOf, inPieces, isObject, textOf, writeAll } from '../host-records.ts';
import { numberSetting } from '../settings.ts';
import { productRules, suggestionsFor, type Counts, type ProductRule } from './rules.ts';

/** The two kinds of customers, each with its own rules. */
const KINDS = ['contact', 'account'] as const;

type Kind = (typeof KINDS)[number];

const AUDIENCE: Record<Kind, string> = { contact: 'persons', account: 'companies' };

const PAGE = 100;
const PAGES = 15;

/** Nobody of a customer’s segment: then all of its kind are alike. */
const NO_SEGMENT = '-';

interface Product {
  id: string;
  name: string;
  offered: boolean;
}

/**
 * Suggests to each customer what those like him hold and he does not. First the rules are counted, in the database and not
 * customer by customer; then customers are gone through a page at a time. `{ kind, cursor }` goes on where the last job ended.
 */
export const suggestProducts: Handler<JobInput, JsonValue> = async ({ payload }, host) => {
  const given = isObject(payload) ? payload : {};
  const kind: Kind = given['kind'] === 'account' ? 'account' : 'contact';
  const products = await readProducts(host, kind);
  const limits = {
    similar: await numberSetting(host, 'similar_at_least'),
    share: await numberSetting(host, 'share_at_least'),
  };
  const rules = productRules(await count(host, kind, products), limits);
  let cursor = textOf(given['cursor']) || null;
  let written = 0;
  for (let page = 0; page < PAGES; page++) {
    const customers: { data: RecordData[]; page: { next: string | null } } = await host.records.query(kind, {
      fields: ['name', 'bank__segment', 'bank__officer'],
      filter: 'bank__holdings > 0',
      sort: 'id',
      limit: PAGE,
      ...(cursor !== null && { cursor }),
    });
    written += await suggestTo(host, { kind, products, rules, customers: customers.data });
    cursor = customers.page.next;
    if (cursor === null) break;
  }
  const next = cursor === null ? (kind === 'contact' ? { kind: 'account' } : null) : { kind, cursor };
  if (next !== null) await host.jobs.start('suggest_products', next, { key: `suggest ${next.kind} ${cursor ?? ''}` });
  host.log.info('Products suggested', { kind, rules: rules.length, written });
  return { kind, rules: rules.length, written };
};

async function readProducts(host: PluginHost, kind: Kind): Promise<Map<string, Product>> {
  const records = await everyRecord(host, 'bank__product', { fields: ['name', 'on_sale', 'audience'] });
  const fits = ({ audience }: RecordData): boolean => audience === 'both' || audience === AUDIENCE[kind];
  return new Map(
    records.filter(fits).map(({ id, name, on_sale }) => [id, { id, name: textOf(name), offered: on_sale === true }]),
  );
}

/** Counted by the database: one question for the segments, one for each product, one for each pair. */
async function count(host: PluginHost, kind: Kind, products: ReadonlyMap<string, Product>): Promise<Counts> {
  const ids = [...products.keys()].toSorted();
  const customers = await bySegment(host, kind, 'bank__holdings > 0');
  const holders = new Map<string, Map<string, number>>();
  const pairs = new Map<string, Map<string, number>>();
  const held: string[] = [];
  for (const id of ids) {
    const found = await bySegment(host, kind, holds(kind, id));
    if (found.size > 0) held.push(id);
    note(holders, id, found);
  }
  for (const [at, one] of held.entries()) {
    for (const other of held.slice(at + 1)) {
      const both = await bySegment(host, kind, `${holds(kind, one)} && ${holds(kind, other)}`);
      note(pairs, `${one} ${other}`, both);
    }
  }
  return { customers, holders, pairs };
}

function holds(kind: Kind, product: string): string {
  return `related("bank__holding.${kind}").exists(h, h.product == "${product}" && h.status == "active")`;
}

async function bySegment(host: PluginHost, kind: Kind, filter: string): Promise<Map<string, number>> {
  const groups = await host.records.aggregate(kind, {
    filter,
    group_by: ['bank__segment'],
    aggregates: { n: 'count()' },
  });
  return new Map(groups.map((group) => [segmentOf(group), Number(group['n'])]));
}

function segmentOf(record: { [name: string]: JsonValue }): string {
  return textOf(record['bank__segment']) || NO_SEGMENT;
}

function note(into: Map<string, Map<string, number>>, key: string, found: ReadonlyMap<string, number>): void {
  for (const [segment, number] of found) {
    const own = into.get(segment) ?? new Map<string, number>();
    into.set(segment, own.set(key, number));
  }
}

interface Page {
  kind: Kind;
  products: ReadonlyMap<string, Product>;
  rules: readonly ProductRule[];
  customers: readonly RecordData[];
}

async function suggestTo(host: PluginHost, page: Page): Promise<number> {
  const { kind, customers } = page;
  if (customers.length === 0) return 0;
  const ids = customers.map(({ id }) => id);
  const held = await heldBy(host, kind, ids);
  const present = await presentFor(host, kind, ids);
  const rested = addDays(host.today(), -(await numberSetting(host, 'rest_days'))) ?? '';
  const rows: JsonObject[] = [];
  const kept = new Set<string>();
  for (const customer of customers) {
    const of = { segment: segmentOf(customer), holds: held.get(customer.id) ?? new Set<string>() };
    for (const rule of suggestionsFor(page.rules, of, (id) => page.products.get(id)?.offered === true)) {
      const key = `${customer.id} ${rule.product}`;
      kept.add(key);
      const known = present.get(key);
      if (mayBeMade(known, rested))
        rows.push({ ...rowOf(page, customer, rule, key), ...(known?.['status'] !== 'open' && OPENED) });
    }
  }
  for (const piece of inPieces(rows, 200))
    await writeAll(host, 'bank__suggestion', { upsert: { key: 'key', rows: piece } });
  await outdate(host, present, kept);
  return rows.length;
}

async function heldBy(host: PluginHost, kind: Kind, ids: readonly string[]): Promise<Map<string, Set<string>>> {
  const records = await everyRecord(host, 'bank__holding', {
    fields: [kind, 'product'],
    filter: `status in ["active", "applied"] && ${among(kind, ids)}`,
  });
  const held = new Map<string, Set<string>>();
  for (const record of records) {
    const customer = idOf(record[kind]) ?? '';
    held.set(customer, (held.get(customer) ?? new Set()).add(idOf(record['product']) ?? ''));
  }
  return held;
}

async function presentFor(host: PluginHost, kind: Kind, ids: readonly string[]): Promise<Map<string, RecordData>> {
  const records = await everyRecord(host, 'bank__suggestion', {
    fields: ['key', 'status', 'decided_on'],
    filter: among(kind, ids),
  });
  return new Map(records.map((record) => [textOf(record['key']), record]));
}

/** What was dismissed rests for a while; what was taken up or bought is done. */
function mayBeMade(present: RecordData | undefined, rested: string): boolean {
  if (present === undefined) return true;
  const { status, decided_on: decided } = present;
  if (status === 'open' || status === 'outdated') return true;
  return status === 'dismissed' && textOf(decided) < rested;
}

function rowOf({ kind, products }: Page, customer: RecordData, rule: ProductRule, key: string): JsonObject {
  return {
    key,
    name: `${textOf(customer['name'])} · ${products.get(rule.product)?.name ?? ''}`,
    [kind]: customer.id,
    product: rule.product,
    because: rule.because,
    officer: idOf(customer['bank__officer']),
    similar: rule.similar,
    holders: rule.holders,
    share: (rule.share / 10).toFixed(1),
    lift: (rule.lift / 100).toFixed(2),
  };
}

/** Only of what is not open: whoever decides about it meanwhile is not overruled. */
const OPENED: JsonObject = { status: 'open', dismissed_because: null, decided_on: null, decided_by: null };

/** Open ones for which nothing speaks any more. */
async function outdate(
  host: PluginHost,
  present: ReadonlyMap<string, RecordData>,
  kept: ReadonlySet<string>,
): Promise<void> {
  const update = [...present]
    .filter(([key, { status }]) => status === 'open' && !kept.has(key))
    .map(([, { id }]) => ({ id, status: 'outdated' }));
  if (update.length > 0) await writeAll(host, 'bank__suggestion', { update });
}
