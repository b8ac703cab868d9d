import type { Handler, JobInput, JsonObject, JsonValue, PluginHost, RecordData } from '@stratacrm/sdk';
import { among, amountOf, everyRecord, idOf, inside, isObject, textOf, writeAll } from '../host-records.ts';
import { Curves, type CurvePoint } from './curve.ts';
import { numberSetting } from '../settings.ts';
import { divided, exact, written } from './exact.ts';
import { lastDayOf, monthOf, monthsLater, yearBegins } from './month.ts';

/** Each page is asked for its balances in two groups, of days and of months, and at most 200 groups are given. */
const PAGE = 100;
/** So many pages fit into the time of one job; the next goes on from there. */
const PAGES = 25;

interface Period {
  month: string;
  from: string;
  to: string;
  last: string;
  inLastYear: boolean;
}

/** What a holding's balances of the month come to. */
interface Tally {
  days: number;
  balance_days: string;
  fees: string;
  costs: string;
}

/**
 * Works out one month of all holdings, a page at a time: what their balances come to, the transfer rate of each, and one row
 * of contribution each. Written in bulk by key, so a month worked out twice is there once. The formulas are rules of the
 * object, which every workspace can read in the Studio.
 */
export const workOutMonth: Handler<JobInput, JsonValue> = async ({ payload }, host) => {
  const given = isObject(payload) ? payload : {};
  const period = periodOf(textOf(given['month']) || host.today(), host.today());
  const curves = await readCurves(host, period.to);
  const lacking = new Set<string>();
  let cursor = textOf(given['cursor']) || null;
  let rows = 0;
  for (let page = 0; page < PAGES; page++) {
    const holdings: { data: RecordData[]; page: { next: string | null } } = await host.records.query('bank__holding', {
      fields: HOLDING_FIELDS,
      sort: 'number',
      limit: PAGE,
      ...(cursor !== null && { cursor }),
    });
    rows += await workOutPage(host, period, curves, holdings.data, lacking);
    cursor = holdings.page.next;
    if (cursor === null) break;
  }
  if (lacking.size > 0)
    host.log.warn('No transfer curve for these currencies: their holdings are left out', {
      month: period.month,
      currencies: [...lacking].join(', '),
    });
  if (cursor !== null)
    await host.jobs.start('work_out_month', { month: period.month, cursor }, { key: `more ${period.month} ${cursor}` });
  host.log.info('Contributions worked out', { month: period.month, rows, more: cursor !== null });
  return { month: period.month, rows, more: cursor !== null };
};

const HOLDING_FIELDS = [
  'number',
  'account',
  'contact',
  'officer',
  'side',
  'currency',
  'rate',
  'opened_on',
  'tenor_months',
  'balance',
  'balance_on',
  'product.ftp_method',
  'product.tenor_months',
  'product.basis',
  'product.pd',
  'product.lgd',
  'product.monthly_cost',
];

function periodOf(day: string, today: string): Period {
  const month = monthOf(day);
  return {
    month,
    from: month,
    to: monthsLater(month, 1),
    last: lastDayOf(month),
    inLastYear: month >= yearBegins(today),
  };
}

async function readCurves(host: PluginHost, before: string): Promise<Curves> {
  const points = await everyRecord(host, 'bank__ftp_rate', {
    fields: ['currency', 'valid_on', 'tenor_months', 'rate'],
    filter: `valid_on < "${before}"`,
    sort: '-valid_on',
  });
  return new Curves(points as unknown as CurvePoint[]);
}

async function workOutPage(
  host: PluginHost,
  period: Period,
  curves: Curves,
  holdings: readonly RecordData[],
  lacking: Set<string>,
): Promise<number> {
  if (holdings.length === 0) return 0;
  const tallies = await tally(host, period, holdings);
  const rows = holdings.flatMap((holding) => {
    const own = tallies.get(holding.id);
    return own === undefined ? [] : [rowOf(period, curves, holding, own, lacking) ?? []].flat();
  });
  if (rows.length > 0) await writeAll(host, 'bank__profit', { upsert: { key: 'key', rows } });
  await takeBack(host, period, holdings, new Set(rows.map(({ key }) => String(key))));
  await noteBalances(host, period, holdings);
  return rows.length;
}

/** Days count before months: who has the days has the exact average. */
async function tally(
  host: PluginHost,
  { from, to }: Period,
  holdings: readonly RecordData[],
): Promise<Map<string, Tally>> {
  const groups = await host.records.aggregate('bank__balance', {
    filter: `date >= "${from}" && date < "${to}" && ${among('holding', idsOf(holdings))}`,
    group_by: ['holding', 'kind'],
    aggregates: {
      days: 'sum(days)',
      balance_days: 'sum(amount_days)',
      fees: 'sum(fees)',
      costs: 'sum(costs)',
    },
    limit: 200,
  });
  const found = new Map<string, Tally>();
  for (const group of groups) {
    const holding = idOf(group['holding']) ?? '';
    if (group['kind'] === 'month' && found.has(holding)) continue;
    found.set(holding, {
      days: Number(group['days'] ?? 0),
      balance_days: amountOf(group['balance_days']),
      fees: amountOf(group['fees']),
      costs: amountOf(group['costs']),
    });
  }
  return found;
}

function rowOf(
  period: Period,
  curves: Curves,
  holding: RecordData,
  own: Tally,
  lacking: Set<string>,
): JsonObject | null {
  const { product } = holding;
  const method = textOf(inside(product, 'ftp_method'));
  const tenor = Number(holding['tenor_months'] ?? inside(product, 'tenor_months') ?? 0);
  const day = method === 'matched' ? textOf(holding['opened_on']) || period.from : period.last;
  const currency = textOf(holding['currency']);
  const transfer = method === 'none' || tenor === 0 ? null : curves.at(currency, day, tenor);
  if (transfer === null && holding['side'] !== 'fee') {
    lacking.add(currency);
    return null;
  }
  return {
    key: `${textOf(holding['number'])} ${period.month.slice(0, 7)}`,
    holding: holding.id,
    month: period.month,
    account: idOf(holding['account']),
    contact: idOf(holding['contact']),
    product: idOf(product),
    officer: idOf(holding['officer']),
    side: holding['side'] ?? null,
    days: own.days,
    balance_days: own.balance_days,
    customer_rate: holding['rate'] ?? null,
    ftp_rate: transfer?.rate ?? null,
    ftp_tenor: transfer?.tenor ?? null,
    ftp_day: transfer?.day ?? null,
    basis: Number(inside(product, 'basis') ?? 360),
    pd: inside(product, 'pd'),
    lgd: inside(product, 'lgd'),
    fees: own.fees,
    costs: written(exact(own.costs) + exact(inside(product, 'monthly_cost'))),
    in_last_year: period.inLastYear,
  };
}

/** A month whose balances were taken back earns nothing any more. */
async function takeBack(
  host: PluginHost,
  { month }: Period,
  holdings: readonly RecordData[],
  kept: ReadonlySet<string>,
): Promise<void> {
  const { data } = await host.records.query('bank__profit', {
    fields: ['key'],
    filter: `month == "${month}" && ${among('holding', idsOf(holdings))}`,
    limit: 200,
  });
  const gone = data.filter(({ key }) => !kept.has(String(key))).map(({ id }) => id);
  if (gone.length > 0) await writeAll(host, 'bank__profit', { delete: gone });
}

/**
 * The holding shows the latest balance there is. Looked for from this month on, not in it alone: months are worked out beside one
 * another, and the last to be ready need not be the latest.
 */
async function noteBalances(host: PluginHost, { from }: Period, holdings: readonly RecordData[]): Promise<void> {
  const groups = await host.records.aggregate('bank__balance', {
    filter: `date >= "${from}" && ${among('holding', idsOf(holdings))}`,
    group_by: ['holding'],
    aggregates: { last: 'max(date)' },
    limit: 200,
  });
  const last = new Map(groups.map((group) => [idOf(group['holding']) ?? '', textOf(group['last'])]));
  const later = holdings.filter(({ id, balance_on: on }) => (last.get(id) ?? '') !== '' && last.get(id)! >= textOf(on));
  if (later.length === 0) return;
  const dates = [...new Set(later.map(({ id }) => last.get(id)!))];
  const entries = await everyRecord(host, 'bank__balance', {
    fields: ['holding', 'date', 'amount'],
    filter: `${among('holding', idsOf(later))} && date in [${dates.map((date) => `date("${date}")`).join(', ')}]`,
    // Of a day and a month that begin together the day is exact: it comes last.
    sort: '-kind',
  });
  const amounts = new Map(entries.map((each) => [`${idOf(each['holding'])} ${textOf(each['date'])}`, each['amount']]));
  const update = later.flatMap(({ id, balance, balance_on: on }) => {
    const amount = amounts.get(`${id} ${last.get(id)}`);
    const same = amount === undefined || (on === last.get(id) && amountOf(balance) === amountOf(amount));
    return same ? [] : [{ id, balance: amount, balance_on: last.get(id)! }];
  });
  if (update.length === 0) return;
  await writeAll(host, 'bank__holding', { update });
  await tellFalls(host, later, update);
}

/** Deposits that fell by more than the administrator lets pass begin the workflows that wait for it. */
async function tellFalls(
  host: PluginHost,
  holdings: readonly RecordData[],
  update: readonly { id: string; balance: JsonValue }[],
): Promise<void> {
  const limit = await numberSetting(host, 'alert_drop_percent');
  for (const { id, balance } of update) {
    const holding = holdings.find((each) => each.id === id);
    if (holding?.['side'] !== 'liability') continue;
    const [before, after] = [exact(amountOf(holding['balance'])), exact(amountOf(balance))];
    const percent = before > 0n ? Number(divided((before - after) * 100n, before)) : 0;
    if (percent >= limit)
      await host.events.emit('deposits_fell', {
        record: id,
        results: { before: written(before), after: written(after), percent },
      });
  }
}

function idsOf(records: readonly RecordData[]): string[] {
  return records.map(({ id }) => id);
}
