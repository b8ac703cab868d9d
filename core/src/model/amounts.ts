import { fieldType, type WorkspaceSettings } from '@stratacrm/sdk';
import type { Database } from '../kernel/database.ts';
import type { Catalog } from './catalog.ts';
import { RECORD_SCHEMA } from './physical.ts';
import { runBackFill } from './physical/run-ddl.ts';
import { identifier, literal } from './physical/sql-text.ts';

/** Digits of a converted amount after the point, as the record store keeps them. */
const CONVERTED_SCALE = 10;

/** Works out anew what every amount is worth in the workspace currency, in batches beside running traffic. */
export async function convertAmounts(database: Database, catalog: Catalog): Promise<void> {
  for (const object of Object.values(catalog.model.objects)) {
    if (object.managed) continue;
    for (const field of Object.values(object.fields)) {
      if (fieldType(field.type).storage !== 'money') continue;
      const value = converted(field.name, catalog.model.workspace);
      const base = identifier(`${field.name}__base`);
      const table = `${RECORD_SCHEMA}.${identifier(catalog.object(object.name).table.name)}`;
      await runBackFill(database, { table, set: `${base} = ${value}`, where: `${base} is distinct from ${value}` });
    }
  }
}

function converted(field: string, { currency, exchange_rates }: WorkspaceSettings): string {
  const amount = identifier(field);
  const rates = Object.entries(exchange_rates).filter(([code]) => code !== currency);
  const cases = rates.map(
    ([code, rate]) => `when ${literal(code)} then trim_scale(round(${amount} * ${rate}, ${CONVERTED_SCALE}))`,
  );
  return `case ${identifier(`${field}__currency`)} when ${literal(currency)} then ${amount} ${cases.join(' ')} end`;
}
