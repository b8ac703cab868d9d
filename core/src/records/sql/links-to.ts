import { relationOf, type CompiledField } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { OBJECT_SUFFIX } from '../../model/physical.ts';

/** Whether the field points to one of these records of the object. What its reader may see of it is not looked at. */
export function linksTo(
  alias: string,
  field: CompiledField,
  object: string,
  ids: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const column = sql.id(alias, field.name);
  switch (relationOf(field)?.kind) {
    case 'many':
      return sql`${column} && ${ids}`;
    case 'any':
      return sql`(${column} = any(${ids}) and ${sql.id(alias, field.name + OBJECT_SUFFIX)} = ${sql.lit(object)})`;
    default:
      return sql`${column} = any(${ids})`;
  }
}
