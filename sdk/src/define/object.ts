import type { Label } from '../label.ts';
import type { BodyOf, DocumentDraft } from './document-draft.ts';
import { defineLayout, defineProcess, defineRule, defineView } from './documents.ts';

/** An object with all that belongs to it, as its author writes it. */
export interface ObjectDefinition {
  label: Label;
  plural: Label;
  description?: Label;
  icon?: string;
  /** The field that names a record; default `name`. */
  nameField?: string;
  recordTypeField?: string;
  navOrder?: number;
  unique?: BodyOf<'object'>['unique'];
  timeline?: BodyOf<'object'>['timeline'];
  /** The date or datetime field by whose quarters the records are kept. */
  partitionBy?: string;
  fields: Record<string, BodyOf<'field', 'object' | 'name'>>;
  layouts?: Record<string, BodyOf<'layout', 'object' | 'name'>>;
  views?: Record<string, BodyOf<'view', 'object' | 'name'>>;
  rules?: Record<string, BodyOf<'rule', 'object' | 'name'>>;
  process?: BodyOf<'process', 'object'>;
  /** Processes of further fields of choices. */
  sideProcesses?: readonly BodyOf<'process', 'object'>[];
}

/** An object, its fields, layouts, views, rules and processes as documents. */
export function defineObject(name: string, definition: ObjectDefinition): DocumentDraft[] {
  const { label, description, icon, recordTypeField, navOrder, timeline, unique, partitionBy } = definition;
  return [
    {
      kind: 'object',
      name,
      label,
      label_plural: definition.plural,
      name_field: definition.nameField ?? 'name',
      ...(description && { description }),
      ...(icon && { icon }),
      ...(recordTypeField && { record_type_field: recordTypeField }),
      ...(navOrder !== undefined && { nav_order: navOrder }),
      ...(timeline && { timeline }),
      ...(unique && { unique }),
      ...(partitionBy && { partition_by: partitionBy }),
    },
    ...defineFields(name, definition.fields),
    ...entries(definition.layouts).map(([key, body]) => defineLayout({ ...body, object: name, name: key })),
    ...entries(definition.views).map(([key, body]) => defineView({ ...body, object: name, name: key })),
    ...entries(definition.rules).map(([key, body]) => defineRule({ ...body, object: name, name: key })),
    ...(definition.process ? [defineProcess({ ...definition.process, object: name })] : []),
    ...(definition.sideProcesses ?? []).map((process) => defineProcess({ ...process, object: name })),
  ];
}

/** Fields for an object that may belong to another plugin. */
export function defineFields(object: string, fields: ObjectDefinition['fields']): DocumentDraft[] {
  return entries(fields).map(([name, body]) => ({ kind: 'field', object, name, ...body }));
}

function entries<Value>(record: Record<string, Value> = {}): [string, Value][] {
  return Object.entries(record);
}
