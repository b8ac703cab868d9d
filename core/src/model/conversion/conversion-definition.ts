import { createHash } from 'node:crypto';
import type { WorkspaceSettings } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { ColumnConversion, KeptField } from '../physical/ddl-step.ts';
import { identifier } from '../physical/sql-text.ts';

/** All that the outcome of a conversion depends on, in short: under another definition it begins anew. */
export function definitionOf({ table, from, to }: ColumnConversion, workspace: WorkspaceSettings): string {
  const side = ({ field, shape, column, country }: KeptField): unknown => {
    const beside = country && [country.field.type, country.field.options, country.shape, country.column];
    return { ...field, label: null, help: null, shape, column, ...(beside && { beside }) };
  };
  const { currency, locale, time_zone, phone_country } = workspace;
  const text = JSON.stringify([table, side(from), side(to), currency, locale, time_zone, phone_country]);
  return createHash('sha256').update(text).digest('base64url');
}

/** How many records have a value in one of the two columns. */
export async function conversionTotal(db: Queryable, { table, from, to }: ColumnConversion): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `select count(*) as count from ${table}
     where ${identifier(from.column)} is not null or ${identifier(to.column)} is not null`,
  );
  return Number(rows[0]?.count ?? 0);
}
