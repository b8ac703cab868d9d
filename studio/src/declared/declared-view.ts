import {
  areFilled,
  likelyParts,
  type CompiledField,
  type CompiledObject,
  type ViewBody,
  type ViewPlace,
  type ViewTypeDocument,
} from '@stratacrm/sdk';
import { readableFields } from '../fields/readable-fields.ts';
import { label } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** A part with the field that fills it. */
export interface FilledPart {
  name: string;
  label: string;
  place: ViewPlace;
  path: string;
  field: CompiledField;
}

/** A view type with the fields of an object in its parts. */
export interface DeclaredView {
  type: ViewTypeDocument;
  parts: FilledPart[];
}

/** What a declared view shows; null where its type is gone, or a part that must be filled is not. */
export function declaredView(object: CompiledObject, body: ViewBody): DeclaredView | null {
  const catalogue = useCatalogue();
  const type = catalogue.viewTypes[body.declared?.view_type ?? ''];
  if (type === undefined || body.declared === undefined) return null;
  const chosen = body.declared.parts;
  const parts = type.parts.flatMap((part): FilledPart[] => {
    const path = chosen[part.name] ?? '';
    const field = catalogue.field(object.name, path);
    const hidden = catalogue.fieldPermission(object.name, path.split('.', 1)[0] ?? '') === 'none';
    return field === undefined || hidden ? [] : [{ ...part, label: label(part.label), path, field }];
  });
  const filled = Object.fromEntries(parts.map(({ name, path }) => [name, path]));
  return areFilled(type, filled) ? { type, parts } : null;
}

/** The parts at a place, in their order. */
export function partsAt({ parts }: DeclaredView, place: ViewPlace): FilledPart[] {
  return parts.filter((part) => part.place === place);
}

/** The fields offered for the parts of a view type, those that the view has as columns first. */
export function fieldsForParts(object: CompiledObject, body: Pick<ViewBody, 'columns'>): CompiledField[] {
  const order = body.columns.map(({ name }) => name);
  const rank = (field: CompiledField): number => {
    const at = order.indexOf(field.name);
    return field.system ? 2_000 : at < 0 ? 1_000 : at;
  };
  return readableFields(object)
    .filter((field) => field.name !== object.name_field)
    .sort((a, b) => rank(a) - rank(b));
}

/** The view type filled with the likeliest fields; undefined where the object has not what it needs. */
export function likelyView(
  type: ViewTypeDocument,
  object: CompiledObject,
  body: Pick<ViewBody, 'columns'>,
): ViewBody['declared'] | undefined {
  const parts = likelyParts(type, fieldsForParts(object, body));
  return areFilled(type, parts) ? { view_type: type.name, parts } : undefined;
}
