import { traitsOf, type CompiledField, type CompiledObject, type LayoutDocument } from '@stratacrm/sdk';
import { derivedId } from './derived-id.ts';

/** How a record is shown while nobody has designed it: all fields in their order, then what the system keeps. */
export function defaultLayout(object: CompiledObject): LayoutDocument {
  const fields = Object.values(object.fields).filter((field) => !field.system);
  const editable = fields.filter((field) => !traitsOf(field).computed);
  const system = ['owner', 'created_at', 'created_by', 'updated_at', 'updated_by'];
  return {
    kind: 'layout',
    id: derivedId('layout', object.id),
    name: `${object.name}_layout`.slice(0, 50),
    label: object.label,
    object: object.name,
    head: fields
      .filter((field) => field.name !== object.name_field)
      .slice(0, 3)
      .map((field) => field.name),
    sections: [
      { id: 'details', label: { en: 'Details', zh: '详细信息' }, columns: 2, items: items(fields) },
      {
        id: 'system',
        label: { en: 'System', zh: '系统信息' },
        columns: 2,
        items: system.map((name) => ({ id: name, field: name })),
      },
    ],
    related: [],
    create: editable.map((field) => field.name),
  };
}

function items(fields: readonly CompiledField[]): LayoutDocument['sections'][number]['items'] {
  return fields.map((field) => ({ id: field.name, field: field.name }));
}
