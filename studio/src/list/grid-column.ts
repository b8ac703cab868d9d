import {
  childListOf,
  fieldType,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type ViewColumn,
} from '@stratacrm/sdk';
import { isWritable } from '../form/form-values.ts';
import { label } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** One column of a list, ready to be drawn. */
export interface GridColumn {
  path: string;
  field: CompiledField;
  label: string;
  width: number;
  pinned: boolean;
  numeric: boolean;
  sortable: boolean;
  groupable: boolean;
  /** A field of the record itself that this person may change. */
  editable: boolean;
  /** The column that opens the record. */
  opens: boolean;
}

const WIDTHS: Readonly<Record<string, number>> = {
  line: 180,
  lines: 260,
  number: 110,
  money: 140,
  percent: 100,
  switch: 90,
  date: 136,
  datetime: 180,
  choice: 140,
  choices: 180,
  written: 150,
  rating: 120,
  file: 220,
  image: 120,
  color: 110,
  tags: 180,
  parts: 200,
  rich: 260,
  json: 200,
  reference: 180,
  references: 220,
  pointer: 180,
  children: 110,
  user: 150,
  readonly: 130,
};
export const NARROWEST = 64;

/** The columns of a view that exist and may be read; pinned ones first. */
export function gridColumns(object: CompiledObject, columns: readonly ViewColumn[]): GridColumn[] {
  const all = columns.flatMap((column) => gridColumn(object, column) ?? []);
  return [...all.filter((column) => column.pinned), ...all.filter((column) => !column.pinned)];
}

function gridColumn(object: CompiledObject, column: ViewColumn): GridColumn | null {
  const catalogue = useCatalogue();
  const field = catalogue.field(object.name, column.name);
  if (field === undefined || field.archived === true) return null;
  const own = !column.name.includes('.');
  if (own && catalogue.fieldPermission(object.name, column.name) === 'none') return null;
  const traits = traitsOf(field);
  const type = fieldType(field.type);
  return {
    path: column.name,
    field,
    label: pathLabel(object, column.name),
    width: Math.max(column.width || WIDTHS[type.editor] || 140, NARROWEST),
    pinned: column.pinned === true,
    numeric: traits.summable,
    sortable: traits.sortable,
    groupable: traits.groupable,
    editable:
      own &&
      isWritable(field) &&
      childListOf(field) === undefined &&
      field.read_only_after_create !== true &&
      catalogue.fieldPermission(object.name, column.name) === 'edit' &&
      catalogue.may(object.name, 'update') !== 'no',
    opens: column.name === object.name_field,
  };
}

/** `Account › Industry`. */
export function pathLabel(object: CompiledObject, path: string): string {
  const names = path.split('.');
  return names
    .map((_, at) => label(useCatalogue().field(object.name, names.slice(0, at + 1).join('.'))?.label))
    .join(' › ');
}
