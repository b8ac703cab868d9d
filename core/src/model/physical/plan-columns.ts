import { traitsOf, type CompiledField } from '@stratacrm/sdk';
import type { Catalog } from '../catalog.ts';
import { fieldsById } from '../fields-by-id.ts';
import { RECORD_SCHEMA, sequenceName } from '../physical.ts';
import type { RegistryChange, TableCheck, TablePlan, TableStep } from './ddl-step.ts';
import { countrySourceOf } from './country-source.ts';
import { defaultLiterals } from './default-literals.ts';
import type { TableInPlan, TablePlanInput } from './table-in-plan.ts';
import { nameSourceOf } from './name-source.ts';
import type { PhysicalColumn } from './registry.ts';
import { planRenames } from './renames.ts';
import { columnParts, isNumbered, shapeOf, storageOf, type Shape } from './shape.ts';
import { identifier, literal } from './sql-text.ts';

interface ColumnInPlan {
  field: CompiledField;
  shape: Shape;
}

/** The steps that give a table the columns of its object. */
export function planColumns(table: TableInPlan, input: TablePlanInput): TablePlan {
  const plan: TablePlan = { steps: [], empty: [], conversions: [], checks: [] };
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
    plan.empty.push(...planned.empty);
    plan.conversions.push(...planned.conversions);
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
  // What is made of other records is made anew, not carried over.
  const former = traitsOf(field).rolled_up ? undefined : formerColumn(table, column, input.live);
  if (former !== undefined) return convert(table, column, former, own, input);
  const unique = uniqueChecks(table, column, own?.name, input.live);
  if (own !== undefined)
    return { name: own.name, steps: renumbering(table, field, input.live), empty: [], conversions: [], checks: unique };
  const kept = keptColumn(table, column, input);
  if (kept !== undefined) return adopt(table, column, kept, input.live);
  const name = taken.has(field.name) ? freshName(column) : field.name;
  const empty = isFilled(column, input) ? [] : [field];
  return { name, steps: [add(table, column, name, input)], empty, conversions: [], checks: [] };
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
  const checks = uniqueChecks(table, column, kept.name, live);
  return { name: kept.name, adopted: kept, steps: [step], empty: [], conversions: [], checks };
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

/** Whether the records there are get a value in a new column. */
function isFilled({ field, shape }: ColumnInPlan, { catalog }: TablePlanInput): boolean {
  const { rolled_up } = traitsOf(field);
  const defaults = defaultLiterals(field, shape, catalog.model.workspace);
  return rolled_up || isNumbered(field) || defaults.some((value) => value !== undefined);
}

function recorded(table: TableInPlan, { field, shape }: ColumnInPlan, name: string): RegistryChange {
  return {
    text: 'insert into core.physical_column (table_id, document_id, shape, name) values ($1, $2, $3, $4)',
    values: [table.object.id, field.id, shape, name],
  };
}

/** Numbers are drawn from a sequence of the field's own, or from a counter where none may be missing. */
function numbering(field: CompiledField): string[] {
  if (!isNumbered(field)) return [];
  const source = field.gap_free === true ? 'number_from_counter' : 'number_from_sequence';
  return [`select core.${source}(${literal(field.id)}, ${literal(sequenceName(field))})`];
}

/** The one goes on where the other has stopped, together with the release. */
function renumbering(table: TableInPlan, field: CompiledField, live: Catalog): TableStep[] {
  const now = fieldsById(live).get(field.id);
  if (now === undefined || !isNumbered(field) || (now.gap_free === true) === (field.gap_free === true)) return [];
  const name = `${table.object.name}.${field.name}`;
  const text =
    field.gap_free === true
      ? { en: `Number ${name} without gaps from now on`, zh: `${name} 今后连续编号，不再缺号` }
      : { en: `Number ${name} from a sequence from now on, gaps allowed`, zh: `${name} 今后由序列编号，允许缺号` };
  return [{ phase: 'switch', text, sql: numbering(field), registry: [] }];
}

/**
 * Another shape gets a column of its own, into which the values are read while everybody goes on writing into the former;
 * at the switch the two exchange their names, and the former values stay aside.
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
  const now = fieldsById(input.live).get(field.id)!;
  const conversion = {
    table: tableName(table),
    from: {
      field: now,
      shape: former.shape,
      column: former.name,
      names: nameSourceOf(now, input.live, input.registry),
      country: countrySourceOf(now, table, input.live, input.live),
    },
    to: {
      field,
      shape,
      column: name,
      names: nameSourceOf(field, input.catalog, input.registry),
      country: countrySourceOf(field, table, input.catalog, input.live),
    },
  };
  const step = own === undefined ? add(table, { ...column, field: withoutDefault(field) }, name, input) : null;
  return { name, steps: step === null ? [] : [step], empty: [], conversions: [conversion], checks: [] };
}

function withoutDefault(field: CompiledField): CompiledField {
  const { default: _default, ...rest } = field;
  return rest;
}

function freshName({ field, shape }: ColumnInPlan): string {
  const short = (text: string): string => text.replaceAll('-', '').slice(0, 16);
  return `n_${short(field.id)}_${short(shape.slice(storageOf(shape).length + 1))}`;
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
