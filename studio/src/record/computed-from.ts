import { traitsOf, type CompiledField } from '@stratacrm/sdk';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** What a computed value is made of, in words. */
export interface ComputedFrom {
  text: string;
  /** CEL: the formula itself, or which records count. */
  expression?: string | undefined;
  /** The records it is made of, as a list. */
  of?: { object: string; query(id: string): { filter: string } };
}

/** undefined for a number, and where the reader does not know what it is made of. */
export function computedFrom(field: CompiledField): ComputedFrom | undefined {
  if (!traitsOf(field).rolled_up) {
    return field.expression === undefined
      ? undefined
      : { text: t('record.computedHere'), expression: field.expression };
  }
  const { children = '', via = '', function: name = 'count', field: of = '', where } = field;
  const catalogue = useCatalogue();
  const object = catalogue.object(children);
  if (object === undefined) return undefined;
  const words = {
    children: label(object.label_plural).toLowerCase(),
    via: label(catalogue.field(children, via)?.label),
    field: label(catalogue.field(children, of)?.label),
  };
  const text =
    name === 'count'
      ? t('record.rollupCount', words)
      : t('record.rollupOf', { ...words, function: t(FUNCTIONS[name]) });
  const condition = where === undefined ? '' : ` && (${where.replaceAll(/\brecord\./g, '')})`;
  return {
    text,
    expression: where,
    of: { object: children, query: (id) => ({ filter: `${via} == "${id}"${condition}` }) },
  };
}

const FUNCTIONS = {
  sum: 'record.rollupSum',
  min: 'record.rollupMin',
  max: 'record.rollupMax',
  avg: 'record.rollupAvg',
} as const;
