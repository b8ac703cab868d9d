import { childListOf, type CompiledObject, type ViewDocument } from '@stratacrm/sdk';
import { derivedId } from './derived-id.ts';

/** Columns of a list that nobody has designed: enough to tell records apart, few enough to read. */
const COLUMNS = 6;

/** How records are listed while nobody has designed it. */
export function defaultView(object: CompiledObject): ViewDocument {
  const own = Object.values(object.fields)
    .filter((field) => !field.system && field.name !== object.name_field && childListOf(field) === undefined)
    .map((field) => field.name);
  const first = Object.hasOwn(object.fields, object.name_field) ? [object.name_field] : [];
  return {
    kind: 'view',
    id: derivedId('view', object.id),
    name: `all_${object.name}`.slice(0, 50),
    label: { en: `All ${object.label_plural.en.toLowerCase()}`, zh: `全部${object.label_plural.zh}` },
    object: object.name,
    type: 'table',
    columns: [...first, ...own.slice(0, COLUMNS), 'owner', 'updated_at'].map((name) => ({ name })),
    sort: '-updated_at',
  };
}
