import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { v7 } from 'uuid';
import { ACCOUNT_COLUMNS, CREATE_COLUMNS, LIST_COLUMNS } from './bare-columns.ts';

// node bare-server.ts <database url>      prints its address once it listens
//
// What a skilled hand would write for exactly these requests and nothing else: node:http, pg, prepared statements. It
// asks nobody who he is, checks nothing and logs nothing. Values go out as PostgreSQL writes them.

const asText = (text: string): string => text;
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    [20, 1082, 1114, 1184, 1700].includes(oid) ? asText : pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig;
const pool = new pg.Pool({ connectionString: process.argv[2], max: 16, types });

type Answer = (query: URLSearchParams, body: unknown) => Promise<unknown>;

const prepared =
  (name: string, text: string, values: (query: URLSearchParams, body: unknown) => unknown[]): Answer =>
  async (query, body) =>
    (await pool.query({ name, text, values: values(query, body) })).rows;

const ofTeam = `(t.owner = $3 or t.owner in (select id from core."user" where team = any($4::uuid[]) and deleted_at is null))`;
const byName = 'order by t.name collate core.reading, t.id limit 50';
const list = `select ${LIST_COLUMNS} from crm.account t where t.deleted_at is null and t.industry = $1 and t.employees > $2`;
const listValues = (query: URLSearchParams): unknown[] => [query.get('industry'), query.get('employees')];
const fields = CREATE_COLUMNS.map((name) => `"${name}"`).join(', ');
const typed = CREATE_COLUMNS.map((name) => `"${name}" ${typeOf(name)}`).join(', ');

const answers: Readonly<Record<string, Answer>> = {
  get: prepared(
    'get',
    `select ${ACCOUNT_COLUMNS} from crm.account t where t.id = $1 and t.deleted_at is null`,
    (query) => [query.get('id')],
  ),
  list: prepared('list', `${list} ${byName}`, listValues),
  list_of_team: prepared('list_of_team', `${list} and ${ofTeam} ${byName}`, (query) => [
    ...listValues(query),
    query.get('owner'),
    [query.get('team')],
  ]),
  contacts: prepared(
    'contacts',
    `select c.id, c.name, c.job_title, c.email, c.mobile, a.id as account_id, a.name as account_name, a.city as account_city
     from crm.contact c left join crm.account a on a.id = c.account and a.deleted_at is null
     where c.deleted_at is null order by c.name collate core.reading, c.id limit 50`,
    () => [],
  ),
  groups: prepared(
    'groups',
    `select industry, count(*) as n, sum(annual_revenue__base) as total from crm.account
     where deleted_at is null group by industry order by industry`,
    () => [],
  ),
  create: prepared(
    'create',
    `insert into crm.account (id, created_at, updated_at, ${fields})
     values ($1, now(), now(), ${CREATE_COLUMNS.map((_, index) => `$${index + 2}`).join(', ')}) returning *`,
    (_, body) => [v7(), ...CREATE_COLUMNS.map((name) => (body as Record<string, unknown>)[name] ?? null)],
  ),
  update: prepared(
    'update',
    'update crm.account set employees = $2, updated_at = now() where id = $1 returning *',
    (query, body) => [query.get('id'), (body as { employees: number }).employees],
  ),
  wide: prepared('wide', 'select * from crm.wide where id = $1 and deleted_at is null', (query) => [query.get('id')]),
  bulk: prepared(
    'bulk',
    `insert into crm.account (id, created_at, updated_at, ${fields})
     select uuidv7(), now(), now(), ${fields} from json_to_recordset($1::json) as r(${typed}) returning id`,
    (_, body) => [JSON.stringify((body as { create: unknown }).create)],
  ),
};

function typeOf(column: string): string {
  if (column === 'employees') return 'bigint';
  if (column === 'customer_since') return 'date';
  if (column === 'owner') return 'uuid';
  if (column === 'key_account') return 'boolean';
  return column === 'annual_revenue' || column === 'annual_revenue__base' ? 'numeric' : 'text';
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').slice(1).split('?');
  const rows = await answers[path]!(new URLSearchParams(query), await bodyOf(request));
  const text = JSON.stringify(rows);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (request.method === 'GET') return null;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.statusCode = 500;
    response.end(String(error));
  });
});
// Its connections idle while the others are measured.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`ready at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
