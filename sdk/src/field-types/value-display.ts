import type { FieldDocument } from '../documents/field.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import { fieldType } from './index.ts';
import type { ValueContext } from './field-type.ts';

/** How a type that a plugin brought shows its values, beyond what the type they are kept as says. */
export interface ValueDisplay {
  /** Characters to a group, with a space between: 4 shows `DE89 3704 0044`. */
  group?: number;
  /** Stands before and after the value: a sign, a unit. */
  before?: Label;
  after?: Label;
  /** Where the value leads, over https; `{value}` stands for it. */
  link?: string;
}

/** A type that a plugin brought, as a field of it is told. */
export interface FieldShape {
  /** Of the `plugin_part`. */
  name: string;
  label: Label;
  icon?: string;
  display?: ValueDisplay;
}

interface Shaped extends FieldDocument {
  shape?: FieldShape;
}

/** A value as text for people. */
export function shownText(value: JsonValue, field: Shaped, context: ValueContext): string {
  const text = fieldType(field.type).format(value, field, context);
  const display = field.shape?.display;
  if (display === undefined) return text;
  const { group, before, after } = display;
  const spaced = group === undefined ? text : grouped(text, group);
  return `${before?.[context.locale] ?? ''}${spaced}${after?.[context.locale] ?? ''}`;
}

/** Where the value leads; null for nowhere. */
export function shownLink(value: JsonValue, { shape }: Pick<Shaped, 'shape'>): string | null {
  const link = shape?.display?.link;
  const plain = typeof value === 'string' || typeof value === 'number';
  return link === undefined || !plain ? null : link.replaceAll('{value}', encodeURIComponent(String(value)));
}

function grouped(text: string, size: number): string {
  const characters = [...text.replaceAll(' ', '')];
  return characters.map((each, at) => (at > 0 && at % size === 0 ? ` ${each}` : each)).join('');
}
