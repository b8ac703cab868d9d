import { StrataError, describeError, type CompiledField, type ConversionPlan, type Locale } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { allowsField } from '../access/compile-access.ts';
import { BYTE_ORDER_MARK, csvLine } from '../kernel/csv-line.ts';
import type { FailingValue } from '../model/conversion/preview-conversion.ts';
import type { KeptValue } from '../model/conversion/kept-values.ts';
import type { RequestContext } from './request-context.ts';

/** Whether the reader may see the field in every record: only then is he shown values of whichever records have them. */
export function readsEverywhere({ access }: AccessContext, object: string, field: string): boolean {
  return access.permission(object, 'read').kind === 'all' && allowsField(access.field(object, field), 'read');
}

/** The plan without values that the reader may not see. */
export function asReadable(ctx: AccessContext, plan: ConversionPlan): ConversionPlan {
  const { now, reasons, sample } = plan;
  if (readsEverywhere(ctx, now.object, now.field)) return plan;
  return {
    ...plan,
    reasons: reasons.map((reason) => ({ ...reason, message: null })),
    sample: sample.map(({ id }) => ({ id, value: null, message: null })),
  };
}

/** A field of the live model, for one who reads it everywhere. Throws `unknown_field`, `not_read_everywhere`. */
export function fieldReadEverywhere(ctx: AccessContext, object: string, name: string): CompiledField {
  const field = ctx.catalog.object(object).fields[name];
  if (field === undefined || field.system) {
    throw new StrataError('unknown_field', { object: ctx.catalog.object(object).label, field: name, suggestion: '' });
  }
  if (!readsEverywhere(ctx, object, name)) {
    throw new StrataError('not_read_everywhere', { label: field.label });
  }
  return field;
}

const HEADINGS: Record<Locale, readonly string[]> = { en: ['record', 'value', 'problem'], zh: ['记录', '值', '问题'] };

/** All values that would not convert, as a CSV file in pieces. */
export async function* failingFile(
  ctx: RequestContext,
  batches: AsyncIterable<FailingValue[]>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(HEADINGS[ctx.locale]);
  for await (const batch of batches) {
    yield batch.map(({ id, value, issue }) => csvLine([id, value, messageOf(ctx, issue)])).join('');
  }
}

const AT_ONCE = 2_000;

/** All values that are kept aside of a field, as a CSV file in pieces. */
export async function* keptFile(ctx: RequestContext, field: CompiledField): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(HEADINGS[ctx.locale]);
  for (let after: string | null = null; ;) {
    const rows: KeptValue[] = await ctx.workspace.model.keptValues(field, after, AT_ONCE);
    yield rows.map((row) => csvLine([row.record_id, row.value, messageOf(ctx, row.issue)])).join('');
    if (rows.length < AT_ONCE) return;
    after = rows.at(-1)!.record_id;
  }
}

/** Why a value did not convert, in the reader's language. */
export function messageOf({ locale }: { locale: Locale }, { code, params }: KeptValue['issue']): string {
  return describeError(locale, code, params);
}
