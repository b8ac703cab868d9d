import { checkExpression, storageOf, type CompiledField } from '@stratacrm/sdk';
import { expressionToSql } from '../../expressions-sql/expression-to-sql.ts';
import { requestSlots } from '../../expressions-sql/sql-scope.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { identifier, literal } from '../../model/physical/sql-text.ts';
import { rollupOf, type Rollup } from '../../model/rollups/rollup.ts';
import { rollupsRead } from '../../model/rollups/rollup-problems.ts';
import { codecOf } from '../store/field-column.ts';
import { sqlWithValues } from '../unique/sql-with-values.ts';
import { rollupValue } from './rollup-value.ts';

/** A roll-up as the database keeps it. */
export interface KeptRollup {
  field: CompiledField;
  parents: CatalogObject;
  children: CatalogObject;
  via: CompiledField;
  /** SQL of its value over the children `c` of one parent. */
  value: string;
  /** Quoted columns of the children that decide about it, their reference not among them. */
  inputs: readonly string[];
  /** How many roll-ups stand upon each other up to this one. */
  level: number;
}

/** All roll-ups of a catalog, the lowest first. */
export function keptRollups(catalog: Catalog): KeptRollup[] {
  const fields = Object.values(catalog.model.objects).flatMap((object) => Object.values(object.fields));
  const kept = fields.flatMap((field) => {
    const rollup = rollupOf(field);
    return rollup === undefined ? [] : (keptRollup(catalog, rollup) ?? []);
  });
  return kept.sort((a, b) => a.level - b.level || (a.field.id < b.field.id ? -1 : 1));
}

/** undefined where something it names is missing: no release has such a one. */
function keptRollup(catalog: Catalog, rollup: Rollup): KeptRollup | undefined {
  if (!catalog.has(rollup.children)) return undefined;
  const children = catalog.object(rollup.children);
  const via = children.fields[rollup.via];
  const of = rollup.of === null ? undefined : children.fields[rollup.of];
  if (via === undefined || (rollup.function !== 'count' && of === undefined)) return undefined;
  const { fields } = children;
  const value = of === undefined ? null : codecOf(of).value('c', of.name);
  const condition = conditionOf(catalog, rollup);
  if (condition === undefined) return undefined;
  const where =
    condition === null
      ? null
      : expressionToSql(condition, {
          field: ([name]) => codecOf(fields[name!]!).value('c', name!),
          slot: requestSlots,
        });
  const { currency } = catalog.model.workspace;
  const written = sqlWithValues(rollupValue(rollup, { value, condition: where }, currency));
  if (written === null) return undefined;
  const read = [...(of === undefined ? [] : [of]), ...(condition?.paths ?? []).map(([name]) => fields[name!]!)];
  return {
    field: rollup.field,
    parents: catalog.object(rollup.field.object),
    children,
    via,
    value: written,
    inputs: [...new Set(read.flatMap(inputColumns))],
    level: levelOf(catalog, rollup),
  };
}

function conditionOf(catalog: Catalog, { children, where }: Rollup) {
  if (where === null) return null;
  const scope = {
    model: catalog.model,
    object: children,
    form: 'record',
    sql: true,
    expect: { type: 'bool' },
  } as const;
  const checked = checkExpression(where, scope);
  return checked.ok ? checked.expression : undefined;
}

/** What an amount is worth decides, not in which currency it is written. */
function inputColumns(field: CompiledField): string[] {
  return [identifier(storageOf(field) === 'money' ? `${field.name}__base` : field.name)];
}

/** A circle, which no release has, ends where it is entered again. */
function levelOf(catalog: Catalog, rollup: Rollup, entered: ReadonlySet<string> = new Set()): number {
  if (entered.has(rollup.field.id)) return 0;
  const inside = new Set([...entered, rollup.field.id]);
  return 1 + Math.max(0, ...rollupsRead(catalog, rollup).map((each) => levelOf(catalog, each, inside)));
}

/** The value's columns on the parent, each with its SQL over `v`, in which the value stands under the field's name. */
export function valueColumns({ field }: KeptRollup, currency: string): { column: string; value: string }[] {
  const value = `v.${identifier(field.name)}`;
  if (storageOf(field) !== 'money') return [{ column: identifier(field.name), value }];
  return [
    { column: identifier(field.name), value },
    {
      column: identifier(`${field.name}__currency`),
      value: `case when ${value} is not null then ${literal(currency)} end`,
    },
    { column: identifier(`${field.name}__base`), value },
  ];
}
