import type { FieldDocument } from '../documents/field.ts';
import type { ExpressionType } from '../expressions/expression-type.ts';
import type { JsonValue } from '../json.ts';
import type { Parsed, ValueContext } from './field-type.ts';
import { expressionValue, fieldType, traitsOf } from './index.ts';
import { optionLabel } from './option-value.ts';

/**
 * What a field's value is once the field is of another type: what that type reads in the text of the value, item by item
 * where both keep lists. Nothing is rounded or guessed: a value that would lose something does not convert.
 */
export function convertValue(value: JsonValue, from: FieldDocument, to: FieldDocument, context: ValueContext): Parsed {
  if (value === null) return { ok: true, value: null };
  const into = readsAs(to);
  if (Array.isArray(value) && into === 'list') return convertItems(value, from, to, context);
  return readText(writtenValue(value, from, context, into), to, context);
}

/** The text by which a field of another type reads a value; for people too, where that type is a text. */
export function writtenValue(
  value: JsonValue,
  from: FieldDocument,
  context: ValueContext,
  into: ExpressionType['type'] = 'text',
): string {
  const type = fieldType(from.type);
  if (type.written !== undefined) return type.written(value, context, into);
  if (Array.isArray(value)) return value.map((item) => itemText(item, from, context)).join(', ');
  return itemText(expressionValue(from, value), from, context);
}

function readsAs(to: FieldDocument): ExpressionType['type'] {
  return fieldType(to.type).expressionType(to, fieldType).type;
}

function readText(text: string, to: FieldDocument, context: ValueContext): Parsed {
  return text.trim() === '' ? { ok: true, value: null } : fieldType(to.type).fromText(text, to, context);
}

function convertItems(
  items: readonly JsonValue[],
  from: FieldDocument,
  to: FieldDocument,
  context: ValueContext,
): Parsed {
  const texts = items.map((item) => itemText(item, from, context));
  // Words that are taken as they are may hold what would otherwise part them.
  const whole = fieldType(to.type).parse(texts, to, context);
  if (whole.ok) return whole;
  const values: JsonValue[] = [];
  for (const text of texts) {
    const parsed = readText(text, to, context);
    if (!parsed.ok) return parsed;
    if (Array.isArray(parsed.value)) values.push(...parsed.value);
  }
  return fieldType(to.type).parse(values, to, context);
}

function itemText(item: JsonValue, from: FieldDocument, { locale }: ValueContext): string {
  if (typeof item === 'object') return JSON.stringify(item);
  return traitsOf(from).options ? optionLabel(String(item), from, locale) : String(item);
}
