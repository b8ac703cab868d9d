import { fieldType, type DemoData, type JsonValue } from '@stratacrm/sdk';
import { createTeam, updateTeam } from '../access/team.ts';
import { createUser } from '../access/create-user.ts';
import type { PeopleContext } from '../access/people-context.ts';
import { bulkRecords } from '../records/bulk-records.ts';

type Row = DemoData['records'][number]['rows'][number];
type Input = Record<string, JsonValue>;

/** Ids of what has been made, by `object/key`. */
type Made = Map<string, string>;

const CHUNK = 500;

/**
 * Puts a plugin's demonstration data into the workspace, through the same use cases as people's own. `user/administrator`
 * is the one who is there already.
 */
export async function loadDemoData(ctx: PeopleContext, demo: DemoData, administrator: string): Promise<void> {
  const made: Made = new Map([['user/administrator', administrator]]);
  await makeTeams(ctx, demo.teams ?? [], made);
  await makeUsers(ctx, demo.users ?? [], made);
  await nameManagers(ctx, demo.teams ?? [], made);
  for (const { object, rows } of demo.records) await makeRecords(ctx, object, rows, made);
}

async function makeTeams(ctx: PeopleContext, teams: NonNullable<DemoData['teams']>, made: Made): Promise<void> {
  for (const { key, name, parent } of teams) {
    const team = await createTeam(ctx, { name, parent: parent === undefined ? null : reach(made, `team/${parent}`) });
    made.set(`team/${key}`, team.id);
  }
}

async function makeUsers(ctx: PeopleContext, users: NonNullable<DemoData['users']>, made: Made): Promise<void> {
  for (const { key, teams = [], ...input } of users) {
    const user = await createUser(ctx, { ...input, teams: teams.map((team) => reach(made, `team/${team}`)) });
    made.set(`user/${key}`, user.id);
  }
}

async function nameManagers(ctx: PeopleContext, teams: NonNullable<DemoData['teams']>, made: Made): Promise<void> {
  for (const { key, manager } of teams) {
    if (manager !== undefined)
      await updateTeam(ctx, reach(made, `team/${key}`), { manager: reach(made, `user/${manager}`) });
  }
}

/** Set-wise; a row that refers to one before it in the same list begins a new set. */
async function makeRecords(ctx: PeopleContext, object: string, rows: readonly Row[], made: Made): Promise<void> {
  let set: Row[] = [];
  const pending = new Set<string>();
  const flush = async (): Promise<void> => {
    if (set.length > 0) await makeSet(ctx, object, set, made);
    set = [];
    pending.clear();
  };
  for (const row of rows) {
    if (set.length === CHUNK || references(row).some((reference) => pending.has(reference))) await flush();
    set.push(row);
    if (row.$key !== undefined) pending.add(`${object}/${row.$key}`);
  }
  await flush();
}

async function makeSet(ctx: PeopleContext, object: string, rows: readonly Row[], made: Made): Promise<void> {
  const create = rows.map((row) => resolveRow(ctx, object, row, made));
  const { created, errors } = await bulkRecords(ctx, object, { create, mode: 'all' });
  const [error] = errors;
  if (error !== undefined)
    throw new Error(
      `Demonstration data: ${object} ${rows[error.index]?.$key ?? error.index}, ${error.path}: ${error.message}`,
    );
  rows.forEach(({ $key }, index) => {
    if ($key !== undefined) made.set(`${object}/${$key}`, created[index] ?? '');
  });
}

function references(row: Row): string[] {
  return Object.values(row).flatMap((value) => (isPart(value, '$ref') ? [String(value['$ref'])] : []));
}

function resolveRow(ctx: PeopleContext, object: string, { $key: _key, ...row }: Row, made: Made): Input {
  const entries = Object.entries(row).map(([field, value]): [string, JsonValue] => {
    if (isPart(value, '$ref')) return [field, pointTo(ctx, object, field, String(value['$ref']), made)];
    if (isPart(value, '$days')) return [field, relativeDay(ctx, object, field, Number(value['$days']))];
    if (isPart(value, '$month')) return [field, firstOfMonth(ctx, Number(value['$month']))];
    return [field, value as JsonValue];
  });
  return Object.fromEntries(entries);
}

/** The record's id; where a field may point to records of several objects, the object beside it. */
function pointTo(ctx: PeopleContext, object: string, field: string, reference: string, made: Made): JsonValue {
  const id = reach(made, reference);
  const type = ctx.catalog.object(object).fields[field]?.type;
  const isPointer = type !== undefined && fieldType(type).storage === 'pointer';
  return isPointer ? { object: reference.slice(0, reference.indexOf('/')), id } : id;
}

function relativeDay(ctx: PeopleContext, object: string, field: string, days: number): string {
  const at = new Date(ctx.now.getTime() + days * 86_400_000);
  const type = ctx.catalog.object(object).fields[field]?.type;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: ctx.catalog.model.workspace.time_zone }).format(at);
  return type !== undefined && fieldType(type).storage === 'date' ? day : workingHour(at, days);
}

function firstOfMonth({ now, catalog }: PeopleContext, months: number): string {
  const timeZone = catalog.model.workspace.time_zone;
  const [year = 0, month = 0] = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** Spread over a working day, always the same for the same number of days. */
function workingHour(at: Date, days: number): string {
  const hour = 1 + (Math.abs(Math.trunc(days * 7)) % 9);
  return `${at.toISOString().slice(0, 10)}T0${hour}:${days % 2 === 0 ? '00' : '30'}:00Z`;
}

function isPart(value: JsonValue | undefined, key: string): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key);
}

function reach(made: Made, reference: string): string {
  const id = made.get(reference);
  if (id === undefined) throw new Error(`Demonstration data: nothing before it is called ${reference}`);
  return id;
}
