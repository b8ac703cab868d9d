import type { JsonObject, JsonValue, PluginHost } from '@stratacrm/sdk';
import { chunksOf, currencyOf, idOf, isOneOf, money, numberOf } from '../ids.ts';
import { judgeStanding } from './judge-standing.ts';

/** Two years of so many donors fit into one page of groups. */
const TOGETHER = 100;
const PAGES = 80;

/** Each night, and at the turn of the year above all: the standing of everybody who ever gave. */
export async function reviewAllDonors(payload: JsonValue, host: PluginHost): Promise<JsonValue> {
  let after = typeof payload === 'string' ? payload : '';
  for (let page = 0; page < PAGES; page++) {
    const { data } = await host.records.query('contact', {
      filter: `give__gifts > 0${after === '' ? '' : ` && id > ${JSON.stringify(after)}`}`,
      fields: ['id'],
      sort: 'id',
      limit: TOGETHER,
    });
    await reviewDonors(
      data.map(({ id }) => id),
      host,
    );
    if (data.length < TOGETHER) return null;
    after = data.at(-1)!.id;
  }
  await host.jobs.start('review_donors', after);
  return null;
}

/** Works out what these donors gave this year and last, and where they stand; writes only what has changed. */
export async function reviewDonors(ids: readonly string[], host: PluginHost): Promise<void> {
  const year = Number(host.today().slice(0, 4));
  for (const some of chunksOf(ids, TOGETHER)) {
    const { data } = await host.records.query('contact', {
      filter: isOneOf('id', some),
      fields: ['give__total', 'give__first', 'give__last', 'give__this_year', 'give__last_year', 'give__standing'],
      limit: TOGETHER,
    });
    const sums = await sumsByYear(some, year, host);
    const update = data.flatMap((donor): JsonObject[] => {
      const next = standingOf(donor, { year, sum: (of) => sums.get(`${donor.id} ${of}`) ?? 0 });
      return isSame(donor, next) ? [] : [{ id: donor.id, ...next }];
    });
    if (update.length > 0) await host.records.bulk('contact', { update, mode: 'partial' });
  }
}

function standingOf(donor: JsonObject, { year, sum }: { year: number; sum: (year: number) => number }): JsonObject {
  const currency = currencyOf(donor['give__total']);
  const [thisYear, lastYear] = [sum(year), sum(year - 1)];
  const yearOf = (value: JsonValue | undefined): number => Number(String(value).slice(0, 4));
  const facts = { first: yearOf(donor['give__first']), last: yearOf(donor['give__last']), thisYear, lastYear };
  return {
    give__standing: donor['give__first'] == null ? null : judgeStanding(facts, year),
    give__this_year: money(thisYear, currency),
    give__last_year: money(lastYear, currency),
  };
}

function isSame(donor: JsonObject, next: JsonObject): boolean {
  return (
    donor['give__standing'] === next['give__standing'] &&
    ['give__this_year', 'give__last_year'].every(
      (name) => donor[name] != null && numberOf(donor[name]) === numberOf(next[name]),
    )
  );
}

async function sumsByYear(donors: readonly string[], year: number, host: PluginHost): Promise<Map<string, number>> {
  const rows = await host.records.aggregate('give__gift', {
    filter: `${isOneOf('donor', donors)} && status == "received" && received_on >= "${year - 1}-01-01" && received_on <= "${year}-12-31"`,
    group_by: ['donor', { field: 'received_on', bucket: 'year' }],
    aggregates: { total: 'sum(amount)' },
    limit: 200,
  });
  return new Map(
    rows.map((row) => [
      `${idOf(row['donor']) ?? ''} ${String(row['received_on']).slice(0, 4)}`,
      numberOf(row['total']),
    ]),
  );
}
