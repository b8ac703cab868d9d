import {
  StrataError,
  shownText,
  relationOf,
  type CompiledField,
  type DecisionPage,
  type JsonValue,
  type ValueContext,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { getRecord } from '../../records/get-record.ts';
import { nameText } from './present-task.ts';
import type { TaskRow } from './task.ts';

/** So many fields give an idea of the record. */
const MOST = 8;

/** The record of a task in words, for pages and mails that have no forms; null where the reader may not read it. */
export async function shownRecord(
  ctx: AccessContext,
  { object: name, record_id: id, fields }: Pick<TaskRow, 'object' | 'record_id' | 'fields'>,
): Promise<DecisionPage['record']> {
  if (name === null || id === null || !ctx.catalog.has(name)) return null;
  const object = ctx.catalog.object(name);
  const shown = (fields.length > 0 ? fields : mainFields(object))
    .map((each) => object.fields[each])
    .filter((field) => field !== undefined && ctx.access.field(name, field.name) !== 'none')
    .slice(0, MOST) as CompiledField[];
  try {
    const paths = shown.map((field) => pathOf(ctx, field));
    const readsName = ctx.access.field(name, object.name_field) !== 'none';
    const { data } = await getRecord(ctx, name, id, {
      fields: [...(readsName ? [object.name_field] : ['id']), ...paths],
    });
    return {
      label: object.label,
      name: readsName ? nameText(data[object.name_field]) : '',
      fields: shown.map((field) => ({
        label: field.label,
        text: valueText(ctx, field, (data[field.name] as JsonValue | undefined) ?? null),
      })),
    };
  } catch (error) {
    if (error instanceof StrataError && error.status < 500) return null;
    throw error;
  }
}

/** What the layout puts at its head, then what follows. */
function mainFields({ layouts, name_field }: CatalogObject): string[] {
  const [layout] = layouts;
  const items = layout?.sections.flatMap((section) => section.items.map((item) => item.field)) ?? [];
  return [...new Set([...(layout?.head ?? []), ...items])].filter((field) => field !== name_field);
}

/** A record is shown by its name where that can be followed. */
function pathOf({ catalog, access }: AccessContext, field: CompiledField): string {
  const relation = relationOf(field);
  if (relation?.kind !== 'one' || typeof relation.to !== 'string' || !catalog.has(relation.to)) return field.name;
  const { name_field: name } = catalog.object(relation.to);
  return access.field(relation.to, name) === 'none' ? field.name : `${field.name}.${name}`;
}

function valueText(ctx: AccessContext, field: CompiledField, value: JsonValue): string {
  if (value === null) return '';
  const relation = relationOf(field);
  if (relation?.kind === 'one' && typeof value === 'object' && !Array.isArray(value)) {
    const to = typeof relation.to === 'string' ? ctx.catalog.object(relation.to).name_field : 'name';
    return nameText(value[to]);
  }
  const { currency, phone_country } = ctx.catalog.model.workspace;
  const context: ValueContext = {
    locale: ctx.locale,
    time_zone: ctx.actor.timeZone,
    currency,
    phone_country,
    now: ctx.now.getTime(),
  };
  return shownText(value, field, context);
}
