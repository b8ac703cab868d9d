import { fieldType, type CompiledField } from '@stratacrm/sdk';
import type { Database, Queryable } from '../kernel/database.ts';
import type { Catalog, CatalogObject } from './catalog.ts';
import { RECORD_SCHEMA } from './physical.ts';
import { runBackFill } from './physical/run-ddl.ts';
import { identifier, literal } from './physical/sql-text.ts';

/** Name of the job that converts amounts when rates have changed. */
export const AMOUNTS_JOB = 'convert_amounts';

/** Digits of a converted amount after the point, as the record store keeps them. */
const CONVERTED_SCALE = 10;

/**
 * Works out anew what every amount is worth in the workspace currency, at the rate of its own day, in batches beside running
 * traffic. Only what differs is written, so that it can be broken off and run again.
 */
export async function convertAmounts(database: Database, catalog: Catalog): Promise<void> {
  for (const { object, field } of moneyFields(catalog)) {
    const value = converted(field, object, catalog);
    const base = identifier(`${field.name}__base`);
    await runBackFill(database, {
      table: tableOf(object),
      set: `${base} = ${value}`,
      where: `${base} is distinct from ${value}`,
    });
  }
}

/** Amounts of living records for whose currency there is no rate, by currency. */
export async function amountsWithoutRate(db: Queryable, catalog: Catalog): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { object, field } of moneyFields(catalog)) {
    const currency = identifier(`${field.name}__currency`);
    const { rows } = await db.query<{ currency: string; count: string }>(
      `select ${currency} as currency, count(*) as count from ${tableOf(object)}
       where deleted_at is null and ${identifier(field.name)} is not null and ${currency} <> ${literal(catalog.rates.currency)}
         and not exists (select from core.exchange_rate r where r.currency = ${currency})
       group by 1`,
    );
    for (const row of rows) counts[row.currency] = (counts[row.currency] ?? 0) + Number(row.count);
  }
  return counts;
}

function moneyFields(catalog: Catalog): { object: CatalogObject; field: CompiledField }[] {
  return Object.keys(catalog.model.objects)
    .map((name) => catalog.object(name))
    .filter((object) => !object.managed)
    .flatMap((object) =>
      Object.values(object.fields)
        .filter((field) => isKeptAmount(field))
        .map((field) => ({ object, field })),
    );
}

function isKeptAmount(field: CompiledField): boolean {
  return fieldType(field.type).storage === 'money';
}

function tableOf(object: CatalogObject): string {
  return `${RECORD_SCHEMA}.${identifier(object.table.name)}`;
}

function converted(field: CompiledField, object: CatalogObject, { rates }: Catalog): string {
  const [amount, currency] = [identifier(field.name), identifier(`${field.name}__currency`)];
  const day = rateDaySql(field, object, rates.timeZone);
  const rated = (which: string): string =>
    `(select r.rate from core.exchange_rate r where r.currency = ${currency} ${which} limit 1)`;
  const inForce = rated(`and r.valid_from <= ${day} order by r.valid_from desc`);
  const first = rated('order by r.valid_from');
  return `case when ${currency} = ${literal(rates.currency)} then ${amount}
    else trim_scale(round(${amount} * coalesce(${inForce}, ${first}), ${CONVERTED_SCALE})) end`;
}

/** The same day that `rateDay` finds. */
function rateDaySql(field: CompiledField, object: CatalogObject, timeZone: string): string {
  const dayOf = (column: string): string => `(${identifier(column)} at time zone ${literal(timeZone)})::date`;
  const made = dayOf('created_at');
  const chosen = field.rate_date === undefined ? undefined : object.fields[field.rate_date];
  if (chosen === undefined) return made;
  const day = fieldType(chosen.type).storage === 'date' ? identifier(chosen.name) : dayOf(chosen.name);
  return `coalesce(${day}, ${made})`;
}
