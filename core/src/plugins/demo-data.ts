import { fieldType, StrataError, type DemoData, type JsonValue, type Locale } from '@stratacrm/sdk';
import { createTeam, updateTeam } from '../access/team.ts';
import { createUser } from '../access/create-user.ts';
import type { PeopleContext } from '../access/people-context.ts';
import type { Queryable } from '../kernel/database.ts';
import { bulkRecords } from '../records/bulk-records.ts';

type Row = DemoData['records'][number]['rows'][number];
type Input = Record<string, JsonValue>;

/** Ids of what has been made, by `object/key`. */
type Made = Map<string, string>;

const CHUNK = 500;

/**
 * Puts a plugin's demonstration data into the workspace, through the same use cases as people's own. `user/administrator`
 * is the one who is there already, and `known` what was made before: it is not made again. Answers with all that is there
 * now. Throws `plugin_records_refused`.
 */
export async function loadDemoData(
  ctx: PeopleContext,
  demo: DemoData,
  administrator: string,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<ReadonlyMap<string, string>> {
  const made: Made = new Map([...known, ['user/administrator', administrator]]);
  const teams = (demo.teams ?? []).filter(({ key }) => !known.has(`team/${key}`));
  await makeTeams(ctx, teams, made);
  await makeUsers(ctx, demo.users ?? [], made);
  await nameManagers(ctx, teams, made);
  const places = new Map<string, number>();
  for (const { object, rows } of demo.records) await makeRecords(ctx, object, named(object, rows, places), made);
  made.delete('user/administrator');
  return made;
}

/** A row that its author gave no name is known by its place among those of its object. */
function named(object: string, rows: readonly Row[], places: Map<string, number>): Row[] {
  return rows.map((row) => {
    const place = places.get(object) ?? 0;
    places.set(object, place + 1);
    return row.$key === undefined ? { ...row, $key: `#${place}` } : row;
  });
}

/** People of the demonstration data who are users here already. */
export async function peopleHere(
  db: Queryable,
  demo: DemoData | undefined,
): Promise<{ email: string; name: string }[]> {
  const wanted = (demo?.users ?? []).map(({ email }) => email.toLowerCase());
  if (wanted.length === 0) return [];
  const { rows } = await db.query<{ email: string; name: string }>(
    'select email, name from core."user" where lower(email) = any($1) and deleted_at is null order by name',
    [wanted],
  );
  return rows;
}

async function makeTeams(ctx: PeopleContext, teams: NonNullable<DemoData['teams']>, made: Made): Promise<void> {
  for (const { key, name, parent } of teams) {
    const team = await createTeam(ctx, { name, parent: parent === undefined ? null : reach(made, `team/${parent}`) });
    made.set(`team/${key}`, team.id);
  }
}

async function makeUsers(ctx: PeopleContext, users: NonNullable<DemoData['users']>, made: Made): Promise<void> {
  const here = await usersByMail(ctx.db, users);
  for (const { key, teams = [], ...input } of users) {
    // Whoever has this address already stays as he is; what refers to the person of the demonstration refers to him.
    const present = here.get(input.email.toLowerCase());
    if (present !== undefined) {
      made.set(`user/${key}`, present);
      continue;
    }
    const user = await createUser(ctx, { ...input, teams: teams.map((team) => reach(made, `team/${team}`)) });
    made.set(`user/${key}`, user.id);
  }
}

async function usersByMail(db: Queryable, users: readonly { email: string }[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ email: string; id: string }>(
    'select lower(email) as email, id from core."user" where lower(email) = any($1) and deleted_at is null',
    [users.map(({ email }) => email.toLowerCase())],
  );
  return new Map(rows.map(({ email, id }) => [email, id]));
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
    if (made.has(`${object}/${row.$key}`)) continue;
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
  if (error !== undefined) {
    const record = `${object}/${rows[error.index]?.$key ?? error.index}`;
    const reason = { en: await told(ctx, object, create, 'en'), zh: await told(ctx, object, create, 'zh') };
    throw new StrataError('plugin_records_refused', { record, field: error.path, reason });
  }
  rows.forEach(({ $key }, index) => {
    if ($key !== undefined) made.set(`${object}/${$key}`, created[index] ?? '');
  });
}

/** Why the first of them is refused, in this language; nothing of them is there. */
async function told(ctx: PeopleContext, object: string, create: Input[], locale: Locale): Promise<string> {
  const { errors } = await bulkRecords({ ...ctx, locale }, object, { create, mode: 'all' });
  return errors[0]?.message ?? '';
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
  if (id === undefined) {
    const reason = { en: `nothing before it is called ${reference}`, zh: `之前没有名为 ${reference} 的记录` };
    throw new StrataError('plugin_records_refused', { record: reference, field: '', reason });
  }
  return id;
}
