import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { expressionToSql } from '../../expressions-sql/expression-to-sql.ts';
import type { SqlScope } from '../../expressions-sql/sql-scope.ts';
import { modelExpression } from '../sight/checked-expression.ts';
import type { Sight } from '../sight/sight.ts';
import type { SeenRecords } from '../sql/shown-links.ts';
import { storageOf } from '../store/field-column.ts';
import { workedOut } from './readable-value.ts';
import { rollupValue } from './rollup-value.ts';

type Sql = RawBuilder<unknown>;

/** A record in a statement whose children can be looked at. */
export interface ParentPlace {
  alias: string;
  sight: Sight;
  among(object: CompiledObject): SeenRecords & { record: SqlScope };
}

/**
 * The value of a roll-up over the children that this sight sees, each with the row rule of its object; undefined where the
 * stored value is good for it, and for any other field.
 */
export function shownRollup(place: ParentPlace, field: CompiledField): Sql | undefined {
  const { sight } = place;
  const rollup = workedOut(sight, field);
  const object = rollup === undefined ? undefined : sight.model.objects[rollup.children];
  if (rollup === undefined || object === undefined) return undefined;
  const children = place.among(object);
  const where = rollup.where === null ? null : modelExpression(sight.catalog, object.name, rollup.where);
  const of = {
    value: rollup.of === null ? null : children.record.field([rollup.of]),
    condition: where === null ? null : expressionToSql(where, children.record),
  };
  const value = rollupValue(rollup, of, sight.catalog.model.workspace.currency);
  const own = sql`${sql.id(children.alias, rollup.via)} = ${sql.id(place.alias, 'id')}`;
  return sql`(select ${value} from ${children.table()} where ${own} and ${children.seen})`;
}

/** The same as the field's decoder reads it. */
export function selectedRollup(place: ParentPlace, field: CompiledField): Sql | undefined {
  const value = shownRollup(place, field);
  if (value === undefined || storageOf(field) !== 'money') return value;
  return sql`${value}::text || ' ' || ${sql.lit(place.sight.catalog.model.workspace.currency)}`;
}
