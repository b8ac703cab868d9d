import { createHash } from 'node:crypto';
import { checkExpression, type CheckedExpression, type CompiledField, type CompiledObject } from '@stratacrm/sdk';
import { sql } from 'kysely';
import { expressionToSql } from '../../expressions-sql/expression-to-sql.ts';
import { requestSlots } from '../../expressions-sql/sql-scope.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import type { TableIndex } from '../../model/model.ts';
import { identifier } from '../../model/physical/sql-text.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { codecOf, isStored, storageOf } from '../store/field-column.ts';
import type { StorageColumn } from '../store/storage-codec.ts';
import { sqlWithValues } from './sql-with-values.ts';

/** No two living records of an object, of those the condition holds for, have the same values in all of these fields. */
export interface UniqueRule {
  name: string;
  /** Name of the database's index that keeps it. */
  index: string;
  fields: readonly CompiledField[];
  condition: CheckedExpression | null;
  /** The condition in SQL, over the columns of the table. */
  where: string | null;
}

/** The object's lists of fields that are unique together. What cannot be kept by an index is left out: no release has it. */
export const uniqueRules: (object: CompiledObject) => readonly UniqueRule[] = oncePerObject((object) =>
  (object.unique ?? []).flatMap(({ name, fields, where }): UniqueRule[] => {
    const found = fields.map((each) => object.fields[each]).filter((field) => field !== undefined);
    if (found.length !== fields.length || !found.every(isStored)) return [];
    if (where === undefined)
      return [{ name, index: indexName(object, found, null), fields: found, condition: null, where: null }];
    const condition = conditionOf(object, where);
    const written = condition && conditionSql(condition, object);
    if (condition === undefined || written == null) return [];
    return [{ name, index: indexName(object, found, written), fields: found, condition, where: written }];
  }),
);

/** Fields whose values decide whether a record falls under the rule, and which value it takes. */
export function fieldsRead({ fields, condition }: UniqueRule): string[] {
  return [...new Set([...fields.map((field) => field.name), ...(condition?.paths ?? []).map(([first]) => first!)])];
}

function conditionOf(object: CompiledObject, source: string): CheckedExpression | undefined {
  const model = { objects: { [object.name]: object } };
  const result = checkExpression(source, {
    model,
    object: object.name,
    form: 'record',
    sql: true,
    expect: { type: 'bool' },
  });
  if (!result.ok) return undefined;
  const own = result.expression.paths.every(
    ([first, ...rest]) => rest.length === 0 && isStored(object.fields[first!]!),
  );
  return own && !result.expression.usesRecords ? result.expression : undefined;
}

function conditionSql(condition: CheckedExpression, object: CompiledObject): string | null {
  // Amounts are compared by their worth in the workspace currency.
  const field = ([name]: readonly string[]) =>
    sql.id(storageOf(object.fields[name!]!) === 'money' ? `${name}__base` : name!);
  return sqlWithValues(expressionToSql(condition, { field, slot: requestSlots }));
}

/** Another rule, or a column of another type, is another index. */
function indexName(object: CompiledObject, fields: readonly CompiledField[], where: string | null): string {
  const parts = fields.map(
    (field) =>
      `${field.id} ${codecOf(field)
        .columns.map((column) => column.type)
        .join()}`,
  );
  const hash = createHash('sha1')
    .update([object.id, ...parts, where ?? ''].join('|'))
    .digest('hex');
  return `uq_${hash.slice(0, 16)}`;
}

/** The database's own guard of the rules. */
export function uniqueIndexes(object: CatalogObject): readonly TableIndex[] {
  return uniqueRules(object).map((rule) => {
    const columns = columnsOf(rule).map(identifier);
    const condition = ['deleted_at is null', ...(rule.where === null ? [] : [rule.where])].join(' and ');
    return {
      name: rule.index,
      definition: `(${columns.join(', ')}) where ${condition}`,
      unique: { rule: rule.name, columns, condition, reads: fieldsRead(rule) },
    };
  });
}

function columnsOf({ fields }: UniqueRule): string[] {
  return fields.flatMap((field) => keyColumns(field).map((column) => field.name + column.suffix));
}

/** The columns that tell a field's values apart. An amount is the same only in the same currency; what it is worth in another is not asked. */
export function keyColumns(field: CompiledField): readonly StorageColumn[] {
  const { columns, valueType } = codecOf(field);
  return valueType === 'numeric' ? columns.slice(0, 2) : columns.slice(0, 1);
}
