import { LOCALES, expressionValue, fieldType, traitsOf, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { personalFields } from './personal-fields.ts';
import type { PersonTree } from './person-tree.ts';

/** What a person is known by, as it may stand where no field says what it is. */
export interface PersonalValues {
  /** In small letters. */
  texts: readonly string[];
  /** The last nine digits of telephone numbers, which are written in many ways. */
  digits: readonly string[];
}

const SHORTEST = 2;
const TELLING_DIGITS = 9;

/** By what the records of a tree tell who somebody is now, and told before. */
export async function personalValues(ctx: AccessContext, tree: PersonTree): Promise<PersonalValues> {
  const texts = new Set<string>();
  const digits = new Set<string>();
  const add = (field: CompiledField, value: JsonValue): void => {
    for (const text of textsOf(ctx, field, value)) {
      texts.add(text.trim().toLowerCase());
      const number = text.replaceAll(/\D/g, '');
      if (/^[+\d\s().-]+$/.test(text) && number.length >= TELLING_DIGITS) digits.add(number.slice(-TELLING_DIGITS));
    }
  };
  for (const [object, states] of tree) {
    const fields = tellingFields(object);
    for (const state of states) for (const field of fields) add(field, state[field.name] ?? null);
    const ids = states.map((state) => String(state['id']));
    for (const { name, value } of await formerValues(ctx, ids, fields)) {
      const field = fields.find((each) => each.name === name);
      if (field !== undefined) add(field, value);
    }
  }
  return { texts: [...texts].filter((text) => text.length >= SHORTEST), digits: [...digits] };
}

/** A birthday or a note is no name: many have the same. */
function tellingFields(object: CatalogObject): CompiledField[] {
  return personalFields(object).filter((field) => traitsOf(field).personal || field.name === object.name_field);
}

function textsOf(ctx: AccessContext, field: CompiledField, value: JsonValue): string[] {
  if (value === null) return [];
  const context = {
    locale: ctx.locale,
    time_zone: ctx.actor.timeZone,
    currency: ctx.catalog.model.workspace.currency,
  };
  // A value of a time when the field was of another type may not be one of it now.
  const parsed = fieldType(field.type).parse(value, field, context);
  if (!parsed.ok || parsed.value === null) return typeof value === 'string' ? [value] : [];
  const { value: shown } = parsed;
  const text = expressionValue(field, shown);
  // Somebody may have been told of it in either language.
  const written = LOCALES.map((locale) => fieldType(field.type).format(shown, field, { ...context, locale }));
  return [...(typeof text === 'string' ? [text] : []), ...written];
}

async function formerValues(
  ctx: AccessContext,
  ids: readonly string[],
  fields: readonly CompiledField[],
): Promise<{ name: string; value: JsonValue }[]> {
  const { rows } = await ctx.db.query<{ name: string; value: JsonValue }>(
    `select distinct f.name, v.value
     from core.change_log as c cross join jsonb_each(c.changes) as k
     left join core.field_name as n on n.object = c.object and n.name = k.key
       and c.release >= n.since and (n.until is null or c.release < n.until)
     join unnest($2::uuid[], $3::text[]) as f(id, name)
       on case when n.field_id is null then f.name = k.key else f.id = n.field_id end
     cross join lateral jsonb_array_elements(k.value) as v(value)
     where c.record_id = any($1::uuid[]) and v.value <> 'null'`,
    [ids, fields.map((field) => field.id), fields.map((field) => field.name)],
  );
  return rows;
}
