import { COUNTRY_CODES, StrataError, dateAt, isCurrencyCode, type WorkspaceSettings } from '@stratacrm/sdk';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import type { Queryable } from '../kernel/database.ts';
import { readRates } from './exchange-rates/rate-store.ts';
import { rateTable, type DatedRate } from './exchange-rates/rate-table.ts';
import { issuesOf } from './zod-issues.ts';
import { filledText, keyed, label, name as calendarName } from './kinds/shape.ts';

/** The settings as they are kept; the rates have a table of their own. */
export type KeptSettings = Omit<WorkspaceSettings, 'exchange_rates'>;

/** Rough rates, so that amounts in other currencies count from the first day; the administrator puts in the right ones. */
const initialRates = { USD: '7.10', EUR: '7.80', GBP: '9.20', JPY: '0.047', HKD: '0.91', TWD: '0.22', SGD: '5.40' };

/** What a workspace starts with until its administrator says otherwise. */
const initial: KeptSettings = {
  name: 'Strata',
  currency: 'CNY',
  phone_country: 'CN',
  time_zone: 'Asia/Shanghai',
  locale: 'en',
  calendars: [
    {
      name: 'standard',
      label: { en: 'Business hours', zh: '工作时间' },
      time_zone: 'Asia/Shanghai',
      week: [...Array.from({ length: 5 }, () => [{ from: '09:00', to: '18:00' }]), [], []],
      days: [],
    },
  ],
};

const currency = z.string().refine(isCurrencyCode, {
  params: { code: 'invalid_format', expected: { en: 'an ISO 4217 code such as CNY', zh: 'ISO 4217 代码，例如 CNY' } },
});

const country = z.string().refine((code) => COUNTRY_CODES.includes(code), {
  params: { code: 'invalid_format', expected: { en: 'an ISO 3166 code such as CN', zh: 'ISO 3166 代码，例如 CN' } },
});

const timeZone = z.string().refine(isTimeZone, {
  params: { code: 'invalid_format', expected: { en: 'an IANA time zone', zh: 'IANA 时区名称' } },
});

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;

const clock = z.string().refine((written) => CLOCK.test(written), {
  params: {
    code: 'invalid_format',
    expected: { en: 'a time of day such as 09:30, or 24:00', zh: '时间（例如 09:30），最晚 24:00' },
  },
});

/** Of one day: each after the one before. */
const hours = z
  .array(z.strictObject({ from: clock, to: clock }))
  .max(10)
  .refine((list) => list.every(({ from, to }, at) => from < to && (at === 0 || list[at - 1]!.to <= from)), {
    params: {
      code: 'invalid_format',
      expected: {
        en: 'hours one after the other, such as 09:00 to 12:00 and 13:30 to 18:00',
        zh: '依次排列的时段，如 09:00–12:00、13:30–18:00',
      },
    },
  });

const calendar = z.strictObject({
  name: calendarName.refine((value) => value !== 'always', { params: { code: 'invalid_name' } }),
  label,
  time_zone: timeZone,
  week: z.array(hours).length(7),
  days: keyed(z.strictObject({ date: z.iso.date(), label: label.optional(), hours }), 'date', 2_000),
  teams: z.array(z.uuid()).max(500).optional(),
});

const calendars = keyed(calendar, 'name', 50);

const schema = z.strictObject({
  name: filledText.optional(),
  currency: currency.optional(),
  phone_country: country.optional(),
  bin_days: z.int().min(1).max(36_500).nullable().optional(),
  time_zone: timeZone.optional(),
  locale: z.enum(['en', 'zh']).optional(),
  calendars: calendars.optional(),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Some of the settings, checked. Throws `invalid_input`. */
export function parseSettings(input: unknown): Partial<KeptSettings> {
  const result = schema.safeParse(input, { reportInput: true });
  if (!result.success) throw StrataError.invalid(result.error.issues.flatMap((issue) => issuesOf(issue, schema)));
  return result.data as Partial<KeptSettings>;
}

/** The settings with the rates that hold today, and all rates there are. */
export async function readWorkspace(
  db: Queryable,
): Promise<{ settings: WorkspaceSettings; rates: readonly DatedRate[] }> {
  const kept = await readKept(db);
  const rates = await readRates(db);
  const today = dateAt(Date.now(), kept.time_zone) ?? '9999-12-31';
  const table = rateTable(kept.currency, kept.time_zone, rates);
  const codes = [...new Set(rates.map((rate) => rate.currency))];
  const exchange_rates = Object.fromEntries(codes.map((code) => [code, table.on(code, today) ?? '']));
  return { settings: { ...kept, exchange_rates }, rates };
}

async function readKept(db: Queryable): Promise<KeptSettings> {
  const { rows } = await db.query<{ settings: Partial<KeptSettings> }>('select settings from core.workspace');
  return { ...initial, ...rows[0]?.settings };
}

/** There is one workspace to a database; it is made the first time somebody looks for it. */
export async function ensureWorkspace(db: Queryable): Promise<void> {
  await db.query(
    `with first as (select from core.model_state where not exists (select 1 from core.workspace) for update of model_state),
          made as (insert into core.workspace (id, name, settings) select $1, $2, $3 from first returning id)
     insert into core.exchange_rate (currency, valid_from, rate)
     select r.key, '1970-01-01', r.value::numeric from made cross join jsonb_each_text($4::jsonb) as r
     on conflict do nothing`,
    [uuidV7(), initial.name, JSON.stringify(initial), JSON.stringify(initialRates)],
  );
}

/** Writes some of the settings. Every process takes them in when it is told. */
export async function writeSettings(db: Queryable, change: Partial<KeptSettings>): Promise<void> {
  const settings = { ...(await readKept(db)), ...change };
  await db.query('update core.workspace set settings = $1, name = $2', [JSON.stringify(settings), settings.name]);
  await noteSettings(db);
}

/** Settings or rates have changed: a catalog made before is not that of now. */
export async function noteSettings(db: Queryable): Promise<void> {
  await db.query('update core.model_state set settings_version = settings_version + 1');
}
