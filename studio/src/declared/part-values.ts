import { fieldType, mostStars, relationOf, traitsOf, type JsonValue, type RecordData } from '@stratacrm/sdk';
import { pointedAt, referred, referredAll, valueAt } from '../fields/references.ts';
import { valueText } from '../fields/value-context.ts';
import { listed } from '../i18n/i18n.ts';
import { partsAt, type DeclaredView, type FilledPart } from './declared-view.ts';

/** The colour of a record: that of its option at the place of colour; null for none. */
export function colourOf(view: DeclaredView, record: RecordData): string | null {
  const [part] = partsAt(view, 'colour');
  if (part === undefined || !traitsOf(part.field).options) return null;
  const value = valueAt(record, part.path);
  const option = part.field.options?.find((each) => each.value === value);
  return option === undefined ? null : `var(--${option.color ?? 'grey'}-dot)`;
}

/** How full a meter is, from 0 to 100: stars of their most, other numbers as percents; null for no number. */
export function percentOf({ field }: Pick<FilledPart, 'field'>, value: JsonValue | undefined): number | null {
  const number = Number(value ?? Number.NaN);
  if (!Number.isFinite(number)) return null;
  const share = fieldType(field.type).editor === 'rating' ? (100 * number) / mostStars(field) : number;
  return Math.min(100, Math.max(0, share));
}

/** What fills a part, in words: records by their names. */
export function partText({ field, path }: FilledPart, record: RecordData): string {
  const value = valueAt(record, path);
  switch (relationOf(field)?.kind) {
    case undefined:
      return value === null || value === undefined ? '' : valueText(field, value);
    case 'many':
      return listed(referredAll(field, value).map(({ name }) => name));
    case 'any':
      return pointedAt(value)?.name ?? '';
    default:
      return referred(field, value)?.name ?? '';
  }
}
