import {
  describeError,
  writtenValue,
  type ConversionPlan,
  type JsonValue,
  type Locale,
  type WorkspaceSettings,
} from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { ColumnConversion } from '../physical/ddl-step.ts';
import { countryText } from '../physical/country-source.ts';
import { identifier } from '../physical/sql-text.ts';
import { readValueText, valueText } from '../physical/stored-value.ts';
import { contextOf, contextsOf } from './convert-chunk.ts';
import { convertValues } from './convert-values.ts';
import type { KeptIssue } from './kept-values.ts';

/** A value that would not convert. */
export interface FailingValue {
  id: string;
  value: string;
  issue: KeptIssue;
}

/** All of a field that the live model knows under these names. */
export interface FailingValues {
  object: string;
  field: string;
  batches: AsyncIterable<FailingValue[]>;
}

export interface PreviewInput {
  conversion: ColumnConversion;
  workspace: WorkspaceSettings;
}

/** A plan is waited for: what takes longer to look at is told from the part that was looked at. */
const PATIENCE_MS = 3_000;
const AT_ONCE = 5_000;
const SAMPLE = 10;
const MOST_REASONS = 5;

/** How many values of the living records will convert, how many will not, and why. */
export async function previewConversion(db: Queryable, input: PreviewInput, locale: Locale): Promise<ConversionPlan> {
  const { from, to } = input.conversion;
  const filled = await countFilled(db, input.conversion);
  const reasons = new Map<string, { message: string; count: number }>();
  const sample: ConversionPlan['sample'] = [];
  const seen = { looked_at: 0, fails: 0 };
  const end = Date.now() + PATIENCE_MS;
  for await (const batch of batches(db, input)) {
    seen.looked_at += batch.looked;
    seen.fails += batch.failing.length;
    for (const { id, value, issue } of batch.failing) {
      const message = describeError(locale, issue.code, issue.params);
      if (sample.length < SAMPLE) sample.push({ id, value, message });
      const known = reasons.get(issue.code);
      if (known === undefined) reasons.set(issue.code, { message, count: 1 });
      else known.count++;
    }
    if (Date.now() > end) break;
  }
  return {
    object: to.field.object,
    field: to.field.name,
    now: { object: from.field.object, field: from.field.name },
    label: to.field.label,
    from: from.field.type,
    to: to.field.type,
    filled,
    ...seen,
    reasons: [...reasons]
      .map(([code, reason]) => ({ code, ...reason }))
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST_REASONS),
    sample,
  };
}

/** Every value that would not convert, in the order of the records. */
export async function* failingValues(db: Queryable, input: PreviewInput): AsyncGenerator<FailingValue[]> {
  for await (const { failing } of batches(db, input)) yield failing;
}

interface Batch {
  looked: number;
  failing: FailingValue[];
}

async function* batches(db: Queryable, { conversion, workspace }: PreviewInput): AsyncGenerator<Batch> {
  const { from, to, table } = conversion;
  const context = contextOf(workspace);
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await db.query<{ id: string; value: string; country: string | null }>(
      `select id::text, ${valueText(from.shape, from.column)} as value, ${countryText(to.country)} as country from ${table}
       where id > $1 and deleted_at is null and ${identifier(from.column)} is not null order by id limit ${AT_ONCE}`,
      [after],
    );
    if (rows.length === 0) return;
    after = rows.at(-1)!.id;
    const values = rows.map((row) => readValueText(from.shape, row.value));
    const contexts = contextsOf(
      context,
      to,
      rows.map((row) => row.country),
    );
    const results = await convertValues(db, from, to, values, contexts);
    const failing = results.flatMap((result, index): FailingValue[] => {
      if (result.ok) return [];
      const { code, params } = result;
      const value = writtenValue(values[index] as JsonValue, from.field, context);
      return [{ id: rows[index]!.id, value, issue: { code, params } }];
    });
    yield { looked: rows.length, failing };
    if (rows.length < AT_ONCE) return;
  }
}

async function countFilled(db: Queryable, { table, from }: ColumnConversion): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `select count(*) as count from ${table} where deleted_at is null and ${identifier(from.column)} is not null`,
  );
  return Number(rows[0]?.count ?? 0);
}
