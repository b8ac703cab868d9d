import { traitsOf, type CompiledField } from '@stratacrm/sdk';
import type { Catalog } from '../catalog.ts';
import { fieldsById } from '../fields-by-id.ts';
import { RECORD_SCHEMA, sequenceName } from '../physical.ts';
import { conversionOf, type Conversion } from './conversion.ts';
import type { RegistryChange, TableCheck, TablePlan, TableStep } from './ddl-step.ts';
import { defaultLiterals } from './default-literals.ts';
import type { TableInPlan, TablePlanInput } from './table-in-plan.ts';
import type { PhysicalColumn } from './registry.ts';
import { planRenames } from './renames.ts';
import { columnParts, isNumbered, shapeOf, storageOf, type Shape } from './shape.ts';
import { identifier } from './sql-text.ts';

interface ColumnInPlan {
  field: CompiledField;
  shape: Shape;
}

/** The steps that give a table the columns of its object. */
export function planColumns(table: TableInPlan, input: TablePlanInput): TablePlan {
  const plan: TablePlan = { steps: [], checks: [] };
  const rows = new Map(table.columns.map((column) => [keyOf(column.document_id, column.shape), column.name]));
  const desired = new Map<string, string>();
  for (const field of Object.values(table.object.fields)) {
    const shape = field.system ? null : shapeOf(field, input.catalog);
    if (shape === null) continue;
    const column = { field, shape };
    const key = keyOf(field.id, shape);
    desired.set(key, field.name);
    const planned = planColumn(table, column, input, new Set(rows.values()));
    plan.steps.push(...planned.steps);
    plan.checks.push(...planned.checks);
    if (planned.adopted !== undefined) rows.delete(keyOf(planned.adopted.document_id, shape));
    rows.set(key, planned.name);
  }
  const named = [...rows].map(([key, name]) => ({ key, name }));
  plan.steps.push(...columnRenames(table, named, desired));
  return plan;
}

function keyOf(documentId: string, shape: Shape): string {
  return `${documentId} ${shape}`;
}

interface PlannedColumn extends TablePlan {
  /** How the column is called until the switch. */
  name: string;
  adopted?: PhysicalColumn;
}

function planColumn(
  table: TableInPlan,
  column: ColumnInPlan,
  input: TablePlanInput,
  taken: ReadonlySet<string>,
): PlannedColumn {
  const { field, shape } = column;
  const own = table.columns.find((each) => each.document_id === field.id && each.shape === shape);
  const former = formerColumn(table, column, input.live);
  if (former !== undefined) return convert(table, column, former, own, input);
  const unique = uniqueChecks(table, column, own?.name, input.live);
  if (own !== undefined) return { name: own.name, steps: [], checks: unique };
  const kept = keptColumn(table, column, input);
  if (kept !== undefined) return adopt(table, column, kept, input.live);
  const name = taken.has(field.name) ? freshName(column) : field.name;
  return { name, steps: [add(table, column, name, input)], checks: [] };
}

/** The column in which the field lives now, when it is of another shape: its values are to be carried over. */
function formerColumn(table: TableInPlan, { field, shape }: ColumnInPlan, live: Catalog): PhysicalColumn | undefined {
  const now = fieldsById(live).get(field.id);
  const liveShape = now === undefined ? null : shapeOf(now, live);
  if (liveShape === null || liveShape === shape) return undefined;
  return table.columns.find((each) => each.document_id === field.id && each.shape === liveShape);
}

/** A column of the same name and shape that a field no longer in force has left. */
function keptColumn(
  table: TableInPlan,
  { field, shape }: ColumnInPlan,
  input: TablePlanInput,
): PhysicalColumn | undefined {
  const found = table.columns.find((each) => each.name === field.name && each.shape === shape);
  if (found === undefined) return undefined;
  const inForce = [input.catalog, input.live].some((catalog) => fieldsById(catalog).has(found.document_id));
  return inForce ? undefined : found;
}

function adopt(table: TableInPlan, column: ColumnInPlan, kept: PhysicalColumn, live: Catalog): PlannedColumn {
  const { field } = column;
  const object = table.object.name;
  const step: TableStep = {
    phase: 'expand',
    text: { en: `Take over the kept column ${object}.${field.name}`, zh: `沿用保留的列 ${object}.${field.name}` },
    sql: numbering(field),
    registry: [
      {
        text: 'update core.physical_column set document_id = $3 where document_id = $1 and shape = $2',
        values: [kept.document_id, kept.shape, field.id],
      },
    ],
  };
  return { name: kept.name, adopted: kept, steps: [step], checks: uniqueChecks(table, column, kept.name, live) };
}

function add(table: TableInPlan, column: ColumnInPlan, name: string, input: TablePlanInput): TableStep {
  const { field, shape } = column;
  const defaults = defaultLiterals(field, shape, input.catalog.model.workspace);
  const parts = columnParts(shape).map(({ suffix, type }, index) => {
    const value = defaults[index];
    return `add column ${identifier(name + suffix)} ${type}${value === undefined ? '' : ` default ${value}`}`;
  });
  return {
    phase: 'expand',
    text: {
      en: `Add column ${table.object.name}.${field.name}`,
      zh: `添加列 ${table.object.name}.${field.name}`,
    },
    sql: [`alter table ${tableName(table)} ${parts.join(', ')}`, ...numbering(field)],
    registry: [recorded(table, column, name)],
  };
}

function recorded(table: TableInPlan, { field, shape }: ColumnInPlan, name: string): RegistryChange {
  return {
    text: 'insert into core.physical_column (table_id, document_id, shape, name) values ($1, $2, $3, $4)',
    values: [table.object.id, field.id, shape, name],
  };
}

/** Numbers are drawn from a sequence of the field's own. */
function numbering(field: CompiledField): string[] {
  return isNumbered(field) ? [`create sequence if not exists ${sequenceName(field)}`] : [];
}

/**
 * Another shape gets a column of its own, kept equal by a trigger while the rows there are are carried over in batches,
 * so that nobody waits for it; at the switch the two exchange their names, and the former values stay aside.
 */
function convert(
  table: TableInPlan,
  column: ColumnInPlan,
  former: PhysicalColumn,
  own: PhysicalColumn | undefined,
  input: TablePlanInput,
): PlannedColumn {
  const { field, shape } = column;
  const name = own?.name ?? freshName(column);
  const conversion = conversionOf(former.shape, shape) ?? emptying(shape);
  const target = { column, name, former, conversion };
  const checks = [...mustFit(table, target, input), ...uniqueChecks(table, column, former.name, input.live)];
  const adding = own === undefined ? [add(table, { ...column, field: withoutDefault(field) }, name, input)] : [];
  return { name, checks, steps: [...adding, carryOver(table, target, input), endOfCarryOver(table, field)] };
}

function withoutDefault(field: CompiledField): CompiledField {
  const { default: _default, ...rest } = field;
  return rest;
}

function freshName({ field, shape }: ColumnInPlan): string {
  return `n_${field.id.replaceAll('-', '').slice(0, 16)}_${storageOf(shape)}`;
}

/** What cannot be converted may be there only as an empty column. */
function emptying(shape: Shape): Conversion {
  return { values: () => columnParts(shape).map((part) => `null::${part.type}`), fits: () => 'false' };
}

interface CarryOver {
  column: ColumnInPlan;
  /** Where the values go, and where they come from. */
  name: string;
  former: PhysicalColumn;
  conversion: Conversion;
}

function mustFit(table: TableInPlan, { column, former, conversion }: CarryOver, input: TablePlanInput): TableCheck[] {
  const { field } = column;
  const name = identifier(former.name);
  const fits = conversion.fits?.(name, input.catalog.model.workspace);
  if (fits === undefined) return [];
  return [
    {
      sql: `select count(*) as count from ${tableName(table)} where ${name} is not null and not coalesce(${fits}, false)`,
      object: table.object.name,
      field: field.name,
      path: 'type',
      code: 'incompatible_type_change',
      params: { to: field.to === undefined ? field.type : `${field.type} (${field.to})` },
    },
  ];
}

/** Name of the trigger and of its function that keep two columns equal. */
function carryName(field: CompiledField): string {
  return `cv_${field.id.replaceAll('-', '').slice(0, 16)}`;
}

function carryOver(table: TableInPlan, target: CarryOver, { catalog }: TablePlanInput): TableStep {
  const { field, shape } = target.column;
  const { workspace } = catalog.model;
  const columns = columnParts(shape).map(({ suffix }) => identifier(target.name + suffix));
  const values = (row: string): string[] =>
    target.conversion.values(`${row}${identifier(target.former.name)}`, workspace);
  const assignments = values('new.').map((value, index) => `new.${columns[index]} := ${value};`);
  const trigger = carryName(field);
  const set = values('').map((value, index) => `${columns[index]} = ${value}`);
  const differs = values('').map((value, index) => `${columns[index]} is distinct from ${value}`);
  return {
    phase: 'expand',
    text: {
      en: `Carry the values of ${table.object.name}.${field.name} over to ${field.type}`,
      zh: `将 ${table.object.name}.${field.name} 的值转换为 ${field.type}`,
    },
    sql: [
      `create or replace function ${RECORD_SCHEMA}.${trigger}() returns trigger language plpgsql as ` +
        `$carry$ begin ${assignments.join(' ')} return new; end $carry$`,
      `create or replace trigger ${trigger} before insert or update on ${tableName(table)} ` +
        `for each row execute function ${RECORD_SCHEMA}.${trigger}()`,
    ],
    registry: [],
    backFill: { table: tableName(table), set: set.join(', '), where: differs.join(' or ') },
  };
}

function endOfCarryOver(table: TableInPlan, field: CompiledField): TableStep {
  return {
    phase: 'switch',
    text: {
      en: `The values of ${table.object.name}.${field.name} are carried over`,
      zh: `${table.object.name}.${field.name} 的值已转换`,
    },
    sql: [
      `drop trigger if exists ${carryName(field)} on ${tableName(table)}`,
      `drop function if exists ${RECORD_SCHEMA}.${carryName(field)}()`,
    ],
    registry: [],
  };
}

/** Duplicates are found before, not by the index that could then not be built. */
function uniqueChecks(
  table: TableInPlan,
  { field }: ColumnInPlan,
  name: string | undefined,
  live: Catalog,
): TableCheck[] {
  if (field.unique !== true || name === undefined || !traitsOf(field).unique) return [];
  if (fieldsById(live).get(field.id)?.unique === true) return [];
  const column = identifier(name);
  return [
    {
      sql:
        `select count(*) as count from (select 1 from ${tableName(table)} ` +
        `where deleted_at is null and ${column} is not null group by ${column} having count(*) > 1) as double`,
      object: table.object.name,
      field: field.name,
      path: 'unique',
      code: 'duplicate_values',
      params: {},
    },
  ];
}

function tableName(table: TableInPlan): string {
  return `${RECORD_SCHEMA}.${identifier(table.physicalName)}`;
}

function columnRenames(
  table: TableInPlan,
  rows: readonly { key: string; name: string }[],
  desired: ReadonlyMap<string, string>,
): TableStep[] {
  return planRenames(rows, desired).map(({ key, from, to }) => {
    const [documentId = '', shape = ''] = key.split(' ');
    return {
      phase: 'switch',
      text: {
        en: `Rename column ${table.object.name}.${from} to ${to}`,
        zh: `将列 ${table.object.name}.${from} 重命名为 ${to}`,
      },
      sql: columnParts(shape).map(
        ({ suffix }) =>
          `alter table ${tableName(table)} rename column ${identifier(from + suffix)} to ${identifier(to + suffix)}`,
      ),
      registry: [
        {
          text: 'update core.physical_column set name = $3 where document_id = $1 and shape = $2',
          values: [documentId, shape, to],
        },
      ],
    };
  });
}
