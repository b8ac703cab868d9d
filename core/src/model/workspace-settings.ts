import { StrataError, type WorkspaceSettings } from '@stratacrm/sdk';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import type { Queryable } from '../kernel/database.ts';
import { issuesOf } from './zod-issues.ts';
import { filledText } from './kinds/shape.ts';

/** What a workspace starts with until its administrator says otherwise. */
const initial: WorkspaceSettings = {
  name: 'Strata',
  currency: 'CNY',
  exchange_rates: { USD: '7.10', EUR: '7.80', GBP: '9.20', JPY: '0.047', HKD: '0.91', TWD: '0.22', SGD: '5.40' },
  time_zone: 'Asia/Shanghai',
  locale: 'en',
};

const currency = z.string().refine((code) => /^[A-Z]{3}$/.test(code), {
  params: { code: 'invalid_format', expected: { en: 'an ISO 4217 code such as CNY', zh: 'ISO 4217 代码，例如 CNY' } },
});

const rate = z.string().refine((text) => /^\d{1,9}(\.\d{1,9})?$/.test(text) && Number(text) > 0, {
  params: { code: 'invalid_format', expected: { en: 'a rate above zero, as text', zh: '大于零的汇率（文本）' } },
});

const timeZone = z.string().refine(isTimeZone, {
  params: { code: 'invalid_format', expected: { en: 'an IANA time zone', zh: 'IANA 时区名称' } },
});

const schema = z.strictObject({
  name: filledText.optional(),
  currency: currency.optional(),
  exchange_rates: z.record(currency, rate).optional(),
  time_zone: timeZone.optional(),
  locale: z.enum(['en', 'zh']).optional(),
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
export function parseSettings(input: unknown): Partial<WorkspaceSettings> {
  const result = schema.safeParse(input, { reportInput: true });
  if (!result.success) throw StrataError.invalid(result.error.issues.flatMap((issue) => issuesOf(issue, schema)));
  return result.data as Partial<WorkspaceSettings>;
}

export async function readSettings(db: Queryable): Promise<WorkspaceSettings> {
  const { rows } = await db.query<{ settings: Partial<WorkspaceSettings> }>('select settings from core.workspace');
  return { ...initial, ...rows[0]?.settings };
}

/** There is one workspace to a database; it is made the first time somebody looks for it. */
export async function ensureWorkspace(db: Queryable): Promise<void> {
  await db.query(
    `insert into core.workspace (id, name, settings)
     select $1, $2, $3 from core.model_state where not exists (select 1 from core.workspace) for update of model_state`,
    [uuidV7(), initial.name, JSON.stringify(initial)],
  );
}

/** Answers with the settings as they are now. */
export async function writeSettings(db: Queryable, change: Partial<WorkspaceSettings>): Promise<WorkspaceSettings> {
  const settings = { ...(await readSettings(db)), ...change };
  await db.query('update core.workspace set settings = $1, name = $2', [JSON.stringify(settings), settings.name]);
  await db.query('update core.model_state set settings_version = settings_version + 1');
  return settings;
}
