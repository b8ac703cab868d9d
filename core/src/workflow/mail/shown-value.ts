import { StrataError, fieldType, piecesOf, type JsonValue, type Locale, type ValueContext } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { exportColumns } from '../../records/export/export-columns.ts';
import { getRecord } from '../../records/get-record.ts';
import { readerSight } from '../../records/sight/sight.ts';
import type { RunValues, TypedValue } from '../advance/values.ts';

/** A record that a name stands for. */
export interface NamedRecord {
  object: string;
  id: string;
}

/**
 * An expression's value as people read it: amounts with their currency, options by their label, dates as the language
 * writes them, other records by their name. Whoever may not see it is not told.
 */
export async function shownValue(
  ctx: AccessContext,
  values: Pick<RunValues, 'evaluate'>,
  recordOf: (name: string) => NamedRecord | null,
  source: string,
  locale: Locale,
): Promise<string> {
  const context = contextOf(ctx, locale);
  const [, name = '', path] = /^([a-z]\w*)\.([a-z]\w*(?:\.[a-z]\w*)*)$/.exec(source) ?? [];
  const record = path === undefined ? null : recordOf(name);
  if (record === null || path === undefined) return written(await values.evaluate(source), context);
  return fieldText(ctx, record, path, context);
}

/** A text with its values filled in as the language writes them: dates, moments and numbers; anything else as it is. */
export async function filledText(
  ctx: AccessContext,
  values: Pick<RunValues, 'evaluate'>,
  text: string,
  locale: Locale,
): Promise<string> {
  const pieces: string[] = [];
  for (const { kind, source } of piecesOf(text))
    pieces.push(kind === 'text' ? source : written(await values.evaluate(source), contextOf(ctx, locale)));
  return pieces.join('');
}

function contextOf({ catalog, actor }: AccessContext, locale: Locale): ValueContext {
  const { currency, phone_country, time_zone } = catalog.model.workspace;
  return { locale, time_zone: actor.timeZone || time_zone, currency, phone_country };
}

/** A field, or one that references lead to, as it stands in an export. */
async function fieldText(
  ctx: AccessContext,
  { object, id }: NamedRecord,
  path: string,
  context: ValueContext,
): Promise<string> {
  const sight = readerSight(ctx.catalog, ctx.access);
  const style = { values: 'formatted', headings: 'names', guarded: false, context } as const;
  try {
    if (sight.model.objects[object] === undefined) throw new StrataError('unknown_field');
    const [column] = exportColumns(sight, object, [path], style);
    const { data } = await getRecord(ctx, object, id, { fields: [column!.selected] });
    return column!.cell(data);
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    if (error.code === 'record_not_found') return '';
    throw error.code === 'unknown_field' ? new StrataError('run_hidden_field', { expression: path }) : error;
  }
}

/** Type of an expression → the field type whose way of writing it is taken. */
const WRITTEN_AS: { [type: string]: string } = {
  date: 'date',
  timestamp: 'datetime',
  int: 'integer',
  decimal: 'decimal',
  bool: 'boolean',
};

function written({ value, type }: TypedValue, context: ValueContext): string {
  if (value === null) return '';
  const as = WRITTEN_AS[type.type];
  if (as === undefined) return plainText(value);
  const field = { kind: 'field', id: '', object: '', name: '', label: { en: '', zh: '' }, type: as } as const;
  return fieldType(as).format(as === 'decimal' ? String(value) : value, field, context);
}

function plainText(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(plainText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
