import type { CompiledObject } from '@stratacrm/sdk';
import { atOnce, type Breather, type Pieces } from '../../kernel/breather.ts';
import type { Catalog } from '../catalog.ts';
import { uniqueNames } from '../partition-problems.ts';
import { PARTITION_SCHEMA, netName, qualifiedName } from '../partitions/partitioned-table.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import { SYSTEM_COLUMNS } from '../platform/system-fields.ts';
import type { TableCheck, TablePlan, TableStep } from './ddl-step.ts';
import { planColumns } from './plan-columns.ts';
import type { PhysicalColumn, PhysicalTable } from './registry.ts';
import { planRenames } from './renames.ts';
import { identifier } from './sql-text.ts';
import type { TableInPlan, TablePlanInput } from './table-in-plan.ts';

/**
 * The steps from the tables there are to the tables the catalog needs. Nothing is ever dropped: what is no longer in
 * force keeps its column or table, and gets it back when it returns.
 */
export function planTables(input: TablePlanInput): TablePlan {
  return atOnce(planOf(input));
}

/** The same beside running traffic. */
export function planTablesBeside(input: TablePlanInput, breather: Breather): Promise<TablePlan> {
  return breather.through(planOf(input));
}

function* planOf(input: TablePlanInput): Pieces<TablePlan> {
  const { catalog, registry } = input;
  const columnsOf = Map.groupBy(registry.columns, (column) => column.table_id);
  const plan: TablePlan = { steps: [], empty: [], conversions: [], checks: [] };
  const names = registry.tables.map((table) => ({ key: table.document_id, name: table.name }));
  const desired = new Map<string, string>();
  for (const object of Object.values(catalog.model.objects)) {
    if (object.managed) continue;
    const { table, step } = tableOf(object, input, columnsOf);
    desired.set(table.object.id, object.name);
    if (step !== null) {
      plan.steps.push(step);
      names.push({ key: object.id, name: table.physicalName });
    }
    plan.checks.push(...uniqueInPieces(object, input));
    const columns = planColumns(table, input);
    plan.steps.push(...columns.steps);
    plan.empty.push(...columns.empty);
    plan.conversions.push(...columns.conversions);
    plan.checks.push(...columns.checks);
    yield;
  }
  plan.steps.push(...tableRenames(dropAdopted(names), desired));
  return plan;
}

function tableOf(
  object: CompiledObject,
  input: TablePlanInput,
  columns: ReadonlyMap<string, PhysicalColumn[]>,
): { table: TableInPlan; step: TableStep | null } {
  const { tables } = input.registry;
  const columnsOf = (id: string): PhysicalColumn[] => columns.get(id) ?? [];
  const own = tables.find((table) => table.document_id === object.id);
  if (own !== undefined) {
    return { table: { object, physicalName: own.name, columns: columnsOf(own.document_id) }, step: null };
  }
  const holder = tables.find((table) => table.name === object.name);
  if (holder !== undefined && !isInForce(holder, input)) {
    const table = { object, physicalName: holder.name, columns: columnsOf(holder.document_id) };
    return { table, step: adopt(object, holder) };
  }
  const physicalName = holder === undefined ? object.name : `n_${object.id.replaceAll('-', '')}`;
  return { table: { object, physicalName, columns: [] }, step: create(object, physicalName) };
}

/** A table once in pieces stays so, whatever the object says now. */
function uniqueInPieces(object: CompiledObject, { registry }: TablePlanInput): TableCheck[] {
  const isInPieces = registry.tables.some((table) => table.document_id === object.id && table.partitioned);
  const names = isInPieces && object.partition_by === undefined ? uniqueNames(object) : [];
  return names.map((field) => ({
    sql: 'select 1 as count',
    object: object.name,
    field,
    path: 'unique',
    code: 'partitioned_unique',
    params: { object: object.label.en, fields: field },
  }));
}

function isInForce(table: PhysicalTable, { catalog, live }: TablePlanInput): boolean {
  const inForce = (each: Catalog): boolean =>
    Object.values(each.model.objects).some((object) => object.id === table.document_id);
  return inForce(catalog) || inForce(live);
}

/** A table left by an object of that name belongs to the new one: its records come back. */
function adopt(object: CompiledObject, holder: PhysicalTable): TableStep {
  return {
    phase: 'expand',
    text: { en: `Take over the kept table ${object.name}`, zh: `沿用保留的数据表 ${object.name}` },
    sql: [],
    registry: [
      {
        text: 'update core.physical_table set document_id = $2 where document_id = $1',
        values: [holder.document_id, object.id],
      },
    ],
  };
}

function create(object: CompiledObject, physicalName: string): TableStep {
  return {
    phase: 'expand',
    text: { en: `Create table ${object.name}`, zh: `创建数据表 ${object.name}` },
    sql: createTable(object, physicalName),
    registry: [
      {
        text: 'insert into core.physical_table (document_id, name) values ($1, $2)',
        values: [object.id, physicalName],
      },
    ],
  };
}

/** One in pieces begins with the net that catches what has no piece of its own yet; the others are made beside it. */
function createTable(object: CompiledObject, physicalName: string): string[] {
  const table = `${RECORD_SCHEMA}.${identifier(physicalName)}`;
  const create = `create table ${table} (${SYSTEM_COLUMNS}\n)`;
  if (object.partition_by === undefined) return [create];
  const net = qualifiedName({ schema: PARTITION_SCHEMA, name: netName(object) });
  return [`${create} partition by range (id)`, `create table ${net} partition of ${table} default`];
}

/** After an adoption two keys have one name: the later is right. */
function dropAdopted(names: readonly { key: string; name: string }[]): { key: string; name: string }[] {
  return [...new Map(names.map((each) => [each.name, each])).values()];
}

function tableRenames(
  names: readonly { key: string; name: string }[],
  desired: ReadonlyMap<string, string>,
): TableStep[] {
  return planRenames(names, desired).map(({ key, from, to }) => ({
    phase: 'switch',
    text: { en: `Rename table ${from} to ${to}`, zh: `将数据表 ${from} 重命名为 ${to}` },
    sql: [`alter table ${RECORD_SCHEMA}.${identifier(from)} rename to ${identifier(to)}`],
    registry: [{ text: 'update core.physical_table set name = $2 where document_id = $1', values: [key, to] }],
  }));
}
