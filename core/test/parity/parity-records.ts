import { defineObject, FIELD_TYPES, field, label, option, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import fc from 'fast-check';
import { SYSTEM_ACCESS } from '../../src/access/system-actor.ts';
import type { AccessContext } from '../../src/access/access-profile.ts';
import type { CatalogObject } from '../../src/model/catalog.ts';
import { identifier } from '../../src/model/physical/sql-text.ts';
import { codecOf, storedFields } from '../../src/records/store/field-column.ts';
import type { Worth } from '../../src/records/store/storage-codec.ts';
import { worthOf } from '../../src/records/store/worth.ts';
import {
  idOf,
  OPTIONS,
  randomDate,
  randomDecimal,
  randomId,
  randomInstant,
  randomInteger,
  randomPlace,
  randomText,
  randomTime,
} from '../../testing/random-expression.ts';
import { recordWorkspace, type RecordWorkspace } from '../../testing/test-records.ts';

const text = (en: string) => label(en, en);
const options = OPTIONS.map((value) => option(value, text(value)));

/** Deals with a field of every type, their lines, and accounts that are a tree and know one another. */
const DOCUMENTS = [
  ...defineObject('deal', {
    label: text('Deal'),
    plural: text('Deals'),
    fields: {
      name: field.text(text('Name')),
      notes: field.longText(text('Notes')),
      page: { type: 'rich_text', label: text('Page') },
      stage: field.text(text('Stage')),
      kind: field.select(text('Kind'), options),
      active: field.boolean(text('Active')),
      closed: field.boolean(text('Closed')),
      employees: field.integer(text('Employees')),
      seats: field.integer(text('Seats')),
      stars: { type: 'rating', label: text('Stars') },
      weight: field.decimal(text('Weight')),
      amount: field.currency(text('Amount')),
      discount: field.percent(text('Discount')),
      close_date: field.date(text('Close date')),
      seen_at: field.datetime(text('Seen at')),
      opens: { type: 'time', label: text('Opens') },
      spent: { type: 'duration', label: text('Spent') },
      data: { type: 'json', label: text('Data') },
      location: { type: 'geolocation', label: text('Location') },
      person: { type: 'person_name', label: text('Person') },
      address: { type: 'address', label: text('Address') },
      mail: field.email(text('Mail')),
      phone: field.phone(text('Phone')),
      site: field.url(text('Site')),
      tint: { type: 'color', label: text('Tint') },
      number: { type: 'auto_number', label: text('Number'), format: 'D-{0000}' },
      paper: { type: 'file', label: text('Paper') },
      picture: { type: 'image', label: text('Picture') },
      choices: field.multiSelect(text('Choices'), options),
      tags: { type: 'tags', label: text('Tags') },
      words: { type: 'tags', label: text('Words') },
      agent: { type: 'user', label: text('Agent') },
      squad: { type: 'team', label: text('Squad') },
      account: { type: 'reference', label: text('Account'), to: 'account' },
      partners: { type: 'multi_reference', label: text('Partners'), to: 'account', on_delete: 'clear' },
      about: { type: 'polymorphic_reference', label: text('About'), to: ['account', 'deal'], on_delete: 'clear' },
      lines: { type: 'children', label: text('Lines'), children: 'line', via: 'deal' },
      line_count: { type: 'rollup', label: text('Line count'), children: 'line', via: 'deal', function: 'count' },
      total_quantity: {
        type: 'rollup',
        label: text('Total'),
        children: 'line',
        via: 'deal',
        function: 'sum',
        field: 'quantity',
        where: 'record.done != false',
      },
      next_due: {
        type: 'rollup',
        label: text('Next due'),
        children: 'line',
        via: 'deal',
        function: 'min',
        field: 'due',
      },
      answer: { type: 'deadline', label: text('Answer') },
      is_large: {
        type: 'formula',
        label: text('Large'),
        expression: 'record.amount > 10 && record.lines.size() > 1',
        result: 'boolean',
      },
      large_lines: {
        type: 'formula',
        label: text('Large lines'),
        expression: 'record.lines.filter(l, l.quantity > 1).size()',
        result: 'integer',
      },
      worth: { type: 'formula', label: text('Worth'), expression: 'record.amount * 2 / 3', result: 'currency' },
      headline: {
        type: 'formula',
        label: text('Headline'),
        expression: 'record.name + record.account.name',
        result: 'text',
      },
    },
  }),
  ...defineObject('account', {
    label: text('Account'),
    plural: text('Accounts'),
    fields: {
      name: field.text(text('Name')),
      stage: field.text(text('Stage')),
      key: field.boolean(text('Key')),
      revenue: field.decimal(text('Revenue')),
      founded: field.date(text('Founded')),
      opens: { type: 'time', label: text('Opens') },
      location: { type: 'geolocation', label: text('Location') },
      address: { type: 'address', label: text('Address') },
      tags: { type: 'tags', label: text('Tags') },
      team: { type: 'team', label: text('Team') },
      parent: { type: 'reference', label: text('Parent'), to: 'account', hierarchy: true },
      friends: { type: 'multi_reference', label: text('Friends'), to: 'account', on_delete: 'clear' },
      deal_count: {
        type: 'formula',
        label: text('Deals'),
        expression: 'related("deal.account").size()',
        result: 'integer',
      },
    },
  }),
  ...defineObject('line', {
    label: text('Line'),
    plural: text('Lines'),
    fields: {
      name: field.text(text('Name')),
      deal: { type: 'reference', label: text('Deal'), to: 'deal', on_delete: 'cascade', required: true },
      supplier: { type: 'reference', label: text('Supplier'), to: 'account' },
      quantity: field.integer(text('Quantity')),
      price: field.currency(text('Price')),
      done: field.boolean(text('Done')),
      due: field.date(text('Due')),
      tags: { type: 'tags', label: text('Tags') },
      cost: { type: 'formula', label: text('Cost'), expression: 'record.quantity * record.price', result: 'decimal' },
    },
  }),
];

const COUNTS = { account: 9, deal: 60, line: 90 } as const;
const USERS = 3;
const TEAMS = 4;

const instant = randomInstant.map((each) => new Date(each).toISOString().replace('.000Z', 'Z'));
const money = fc.record({ amount: randomDecimal, currency: fc.constantFrom('CNY', 'CNY', 'EUR') });
const words = fc.uniqueArray(
  randomText.filter((each) => each !== ''),
  { maxLength: 3 },
);
const file = fc.record({
  id: fc.constant(idOf('deal', 1)),
  name: randomText,
  size: fc.nat(),
  type: fc.constant('text/plain'),
});

/** Values of each type, as records keep them. */
const BY_TYPE: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  text: randomText,
  long_text: randomText,
  rich_text: randomText.map((each) => `<p>${each.replaceAll(/[<>&"]/g, '')}</p>`),
  select: fc.constantFrom(...OPTIONS),
  boolean: fc.boolean(),
  integer: randomInteger,
  rating: fc.integer({ min: 1, max: 5 }),
  decimal: randomDecimal,
  percent: randomDecimal,
  currency: money,
  date: randomDate,
  datetime: instant,
  time: randomTime,
  duration: fc.integer({ min: -9e12, max: 9e12 }),
  json: fc.constantFrom({}, { a: [1] }, { b: null }),
  geolocation: randomPlace,
  person_name: fc.record({ family: randomText, given: randomText }),
  address: fc.record({ city: randomText, line1: randomText }),
  email: randomText,
  phone: randomText,
  url: randomText,
  color: randomText,
  auto_number: randomText,
  file,
  image: file,
  multi_select: fc.subarray(OPTIONS, { minLength: 1 }),
  tags: fc.oneof(words, fc.subarray(OPTIONS)).filter((each) => each.length > 0),
  user: randomId('user', USERS),
  team: randomId('team', TEAMS),
  deadline: fc.record(
    {
      state: fc.constantFrom('running', 'due_soon', 'breached', 'paused', 'met', 'met_late'),
      since: instant,
      used: fc.nat(),
      due: instant,
      ended: instant,
    },
    { requiredKeys: ['state', 'since', 'used'] },
  ),
};

/** Names of the field types that the deals have none of. */
export const ABSENT_TYPES = FIELD_TYPES.map((type) => type.name).filter((name) => {
  return !DOCUMENTS.some((document) => document.kind === 'field' && document.type === name);
});

function valuesOf(each: CompiledField): fc.Arbitrary<unknown> {
  const accounts = randomId('account', COUNTS.account);
  if (each.name === 'seats') return fc.integer({ min: -2, max: 5 });
  if (each.name === 'stage') return fc.constantFrom(...OPTIONS);
  if (each.name === 'deal') return randomId('deal', COUNTS.deal / 4);
  if (each.type === 'reference') return accounts;
  if (each.type === 'multi_reference') return fc.uniqueArray(accounts, { minLength: 1, maxLength: 4 });
  if (each.type === 'polymorphic_reference') return accounts.map((id) => ({ object: 'account', id }));
  return BY_TYPE[each.type] ?? fc.constant(null);
}

/** A workspace full of random records, nulls everywhere, some of them deleted; hierarchies run in circles too. */
export async function parityWorkspace(seed: number): Promise<RecordWorkspace> {
  const workspace = await recordWorkspace(DOCUMENTS);
  const { database, catalog } = workspace;
  for (let number = 1; number <= TEAMS; number++) {
    await database.query('insert into core.team (id, name, parent) values ($1, $2, $3)', [
      idOf('team', number),
      `Team ${number}`,
      number === 1 ? null : idOf('team', Math.floor(number / 2)),
    ]);
  }
  for (let number = 1; number <= USERS; number++) {
    await database.query('insert into core."user" (id, name, email) values ($1, $2, $3)', [
      idOf('user', number),
      `User ${number}`,
      `user${number}@example.com`,
    ]);
  }
  for (const [index, name] of (['account', 'deal', 'line'] as const).entries()) {
    await fill(workspace, catalog.object(name), COUNTS[name], seed + index);
  }
  return workspace;
}

async function fill({ database, catalog }: RecordWorkspace, object: CatalogObject, count: number, seed: number) {
  const fields = storedFields(object).filter((each) => !each.system && each.type !== 'rollup');
  const record = fc.record(
    Object.fromEntries(
      fields.map((each) => {
        const values = valuesOf(each);
        return [each.name, each.required === true ? values : fc.option(values, { freq: 5 })];
      }),
    ),
  );
  const rows = fc.sample(record, { numRuns: count, seed }).map((values, index) => {
    const row: Record<string, JsonValue> = systemColumns(object, index + 1);
    for (const each of fields)
      Object.assign(
        row,
        columnsOf(each, values[each.name] as JsonValue, worthOf(catalog.rates, each, row, new Date())),
      );
    return row;
  });
  const names = Object.keys(rows[0]!).map(identifier).join(', ');
  const table = `${identifier(object.table.schema)}.${identifier(object.table.name)}`;
  await database.transaction(async (tx) => {
    await tx.query('set constraints all deferred');
    // References within the table are set when all its records are there.
    const own = fields.filter((each) => each.to === object.name && each.type === 'reference').map((each) => each.name);
    const first = rows.map((row) => ({ ...row, ...Object.fromEntries(own.map((name) => [name, null])) }));
    await tx.query(`insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(first),
    ]);
    for (const name of own) {
      await tx.query(
        `update ${table} as t set ${identifier(name)} = r.value from json_to_recordset($1) as r(id uuid, value uuid) where t.id = r.id`,
        [JSON.stringify(rows.map((row) => ({ id: row['id'], value: row[name] })))],
      );
    }
  });
}

function systemColumns(object: CatalogObject, number: number): Record<string, JsonValue> {
  const at = new Date(Date.UTC(2026, 0, 1) + number * 86_400_000 * 3.7).toISOString();
  return {
    id: idOf(object.name, number),
    owner: number % 4 === 0 ? null : idOf('user', (number % USERS) + 1),
    created_at: at,
    updated_at: at,
    version: 1,
    deleted_at: object.name !== 'deal' && number % 7 === 0 ? at : null,
  };
}

function columnsOf(each: CompiledField, value: JsonValue, worth: Worth): Record<string, JsonValue> {
  const codec = codecOf(each);
  const parts = value === null ? [] : codec.encode(value, worth);
  return Object.fromEntries(codec.columns.map((column, index) => [each.name + column.suffix, parts[index] ?? null]));
}

/** Somebody of the workspace at a fixed moment, whose day begins in that zone. Nothing is hidden from him. */
export function someoneIn(workspace: RecordWorkspace, timeZone: string): AccessContext {
  return {
    ...workspace.system,
    access: SYSTEM_ACCESS,
    now: new Date('2026-11-01T05:30:00.250Z'),
    actor: {
      kind: 'user',
      userId: idOf('user', 1),
      email: 'é@x.cn',
      name: 'É',
      roles: ['sales', 'Admin'],
      teams: [idOf('team', 2), idOf('team', 3)],
      managedTeams: [idOf('team', 4)],
      timeZone,
    },
  };
}

export const DEALS = Array.from({ length: COUNTS.deal }, (_, index) => idOf('deal', index + 1));
