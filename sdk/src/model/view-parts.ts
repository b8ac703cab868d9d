import { traitsOf } from '../field-types/index.ts';
import type { FieldTraits } from '../field-types/field-type.ts';
import type { FieldDocument } from '../documents/field.ts';
import type { ViewPlace, ViewTypeDocument, ViewTypePart } from '../documents/view-type.ts';

/** What a field must be to stand at a place; anything that can be shown stands at the others. */
const NEEDS: Readonly<Partial<Record<ViewPlace, keyof FieldTraits>>> = {
  picture: 'picture',
  colour: 'options',
  figure: 'summable',
  meter: 'summable',
  from: 'bucketable',
  to: 'bucketable',
  lane: 'groupable',
};

/** What a field must be to fill the part; undefined: anything. */
export function needOfPart({ place }: ViewTypePart): keyof FieldTraits | undefined {
  return NEEDS[place];
}

/** Fields for the parts as far as there are any, the first that fits for each. A record's name is its title anyway. */
export function likelyParts(type: ViewTypeDocument, fields: readonly FieldDocument[]): Record<string, string> {
  const left = new Set(fields);
  const parts: Record<string, string> = {};
  for (const part of type.parts) {
    if (part.place === 'title' && part.required !== true) continue;
    const need = part.place === 'badge' ? 'options' : needOfPart(part);
    const found = [...left].find((field) => need === undefined || traitsOf(field)[need]);
    if (found === undefined) continue;
    left.delete(found);
    parts[part.name] = found.name;
  }
  return parts;
}

/** Whether everything that must be filled is. */
export function areFilled(type: ViewTypeDocument, parts: Readonly<Record<string, string>>): boolean {
  return type.parts.every(({ name, required }) => required !== true || parts[name] !== undefined);
}
