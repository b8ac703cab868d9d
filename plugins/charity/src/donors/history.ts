import { label, type JsonValue, type PluginHost } from '@stratacrm/sdk';
import { numberOf } from '../ids.ts';

/** A year of a relationship. */
interface Year {
  year: number;
  given: number;
  gifts: number;
  /** Calls, meetings, letters. */
  contacts: number;
}

/** A long memory: every year since the first gift or the first call, the silent ones too. */
export async function history({ donor }: { donor: string }, host: PluginHost): Promise<JsonValue> {
  const found = await host.records.get('contact', donor, [
    'name',
    'give__standing',
    'give__total',
    'give__first',
    'give__last_contact',
  ]);
  if (found === null) host.refuse(label('There is no such donor.', '没有这位捐赠人。'), 'donor');
  const by = async (object: string, field: string, reference: string, filter: string, amount: boolean) =>
    host.records.aggregate(object, {
      filter: `${reference} == ${JSON.stringify(donor)}${filter}`,
      group_by: [{ field, bucket: 'year' }],
      aggregates: { n: 'count()', ...(amount && { sum: 'sum(amount)' }) },
      limit: 100,
    });
  const gifts = await by('give__gift', 'received_on', 'donor', ' && status == "received"', true);
  const contacts = await by('activity', 'at', 'contact', ' && type != "task"', false);
  const years = new Map<number, Year>();
  const at = (value: JsonValue | undefined): Year => {
    const year = Number(String(value).slice(0, 4));
    const known = years.get(year) ?? { year, given: 0, gifts: 0, contacts: 0 };
    years.set(year, known);
    return known;
  };
  for (const row of gifts)
    Object.assign(at(row['received_on']), { given: numberOf(row['sum']), gifts: Number(row['n']) });
  for (const row of contacts) if (row['at'] != null) at(row['at']).contacts = Number(row['n']);
  return { donor: found, years: everyYear(years, Number(host.today().slice(0, 4))) as unknown as JsonValue };
}

/** Without gaps, up to this year. */
function everyYear(years: ReadonlyMap<number, Year>, present: number): Year[] {
  if (years.size === 0) return [];
  const first = Math.min(present, ...years.keys());
  return Array.from(
    { length: present - first + 1 },
    (_, at) => years.get(first + at) ?? { year: first + at, given: 0, gifts: 0, contacts: 0 },
  );
}
