import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace, type WorkflowWorkspace } from '../../testing/test-workflows.ts';
import { sealedSecrets } from '../kernel/connections/connection.ts';
import { outboundPolicy } from '../kernel/outbound/outbound-policy.ts';
import { newKey, secretBox } from '../kernel/secret-box.ts';
import { createRecord } from '../records/create-record.ts';
import { resumeRun } from '../workflow/runs/change-run.ts';
import { HTTP } from '../workflow/steps/http-request.ts';
import { httpCarrier } from './http-carrier.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

const CONNECTION = '01900000-0000-7000-8000-00000000c0de';
const seen: Seen[] = [];
let failing = 0;
let garbled = true;
let workspace: WorkflowWorkspace;

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(pieces).toString() });
    if (url.startsWith('/api/away') && failing-- > 0) response.writeHead(503, { 'retry-after': '0' }).end('later');
    else if (url.startsWith('/api/garbled') && garbled) response.writeHead(200).end('<html>{"id":');
    else if (url.startsWith('/api/no')) response.writeHead(409).end('{"why":"twice"}');
    else response.writeHead(201, { 'content-type': 'application/json' }).end('{"id": 42, "order": {"no": "A-1"}}');
  });
});

const named = (name: string) => ({
  type: 'record_created',
  settings: { object: 'deal', when: `record.name.startsWith("${name}")` },
});
const stop = { stop_on_failure: true };
const call = (name: string, settings: Record<string, string | number | boolean | Record<string, string>>) =>
  workflowOf(name, named(name), [
    { id: 'order', type: 'http_request', settings: { ...stop, connection: 'erp', ...settings } },
    { id: 'after', type: 'update_record', settings: { values: { reason: 'text(order_status)' } } },
  ]);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const secrets = secretBox([newKey()]);
  const outbound = outboundPolicy(['127.0.0.1']);
  const documents = [
    ...SALES_DOCUMENTS,
    workflowOf('told', named('told'), [
      {
        id: 'order',
        type: 'http_request',
        settings: {
          ...stop,
          connection: 'erp',
          url: '/orders/{{ record.name }}?x=1',
          headers: 'X-Source: CRM',
          fields: { name: 'record.name', half: 'record.amount / 2' },
          sample: '{"id": 1, "order": {"no": ""}}',
        },
      },
      {
        id: 'after',
        type: 'update_record',
        settings: { values: { reason: 'order_order_no + " " + text(order_id + 1)' } },
      },
    ]),
    call('away', { url: '/away' }),
    call('no', { url: '/no' }),
    call('garbled', { url: '/garbled', sample: '{"id": 1}' }),
    call('elsewhere', { url: `http://127.0.0.1:${port}/other` }),
    call('up', { url: '/../other' }),
    call('inside', { url: 'http://169.254.169.254/latest/meta-data', connection: '' }),
    call('header', { url: '/x', headers: 'Host: evil' }),
  ];
  workspace = await workflowWorkspace(documents, (db) => ({ [HTTP]: httpCarrier({ db, secrets, outbound }) }));
  await workspace.database.query(
    `insert into core.connection (id, kind, name, title, settings, secrets) values ($1, 'http', 'erp', 'ERP', $2::jsonb, $3)`,
    [
      CONNECTION,
      JSON.stringify({ base_url: `http://127.0.0.1:${port}/api`, auth: 'bearer' }),
      sealedSecrets(secrets, CONNECTION, { token: 'T0KEN', signing_key: 'key' }),
    ],
  );
});
afterAll(() => void server.close());

const deal = async (name: string): Promise<string> =>
  (await createRecord(workspace.system, 'deal', { name, amount: { amount: '5', currency: 'CNY' } })).data.id;

async function reasonOf(id: string): Promise<string | null> {
  const { rows } = await workspace.database.query<{ reason: string | null }>(
    'select reason from crm.deal where id = $1',
    [id],
  );
  return rows[0]!.reason;
}

describe('A request of a workflow', () => {
  it('carries its values encoded, its secrets and its signature, and its answer is known by the sample', async () => {
    const id = await deal('told a/b?c#');
    const [run] = await workspace.settled('told');
    expect(run).toMatchObject({ status: 'done', error: null });
    const [{ method, url, headers, body }] = seen as [Seen];
    expect({ method, url }).toEqual({ method: 'POST', url: '/api/orders/told%20a%2Fb%3Fc%23?x=1' });
    expect(JSON.parse(body)).toEqual({ name: 'told a/b?c#', half: '2.5' });
    expect(headers).toMatchObject({
      authorization: 'Bearer T0KEN',
      'x-source': 'CRM',
      'content-type': 'application/json',
    });
    expect(headers['idempotency-key']).toMatch(new RegExp(`^${run!.id}/.*/order$`));
    const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['strata-signature']))!;
    expect(signature).toBe(createHmac('sha256', 'key').update(`${time}.${body}`).digest('hex'));
    expect(await reasonOf(id)).toBe('A-1 43');
  });

  it('is repeated under one key while the other side is away', async () => {
    failing = 2;
    const id = await deal('away');
    await expect.poll(() => reasonOf(id)).toBe('201');
    const calls = seen.filter(({ url }) => url === '/api/away');
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it.each([
    ['no', 'outbound_answered'],
    ['elsewhere', 'connection_elsewhere'],
    ['up', 'connection_elsewhere'],
    ['inside', 'outbound_refused'],
    ['header', 'invalid_header'],
  ])('%s ends as %s, and nothing is sent that should not be', async (name, code) => {
    const before = seen.length;
    await deal(name);
    expect(await workspace.settled(name)).toMatchObject([{ status: 'failed', error: { code } }]);
    expect(seen.length - before).toBe(name === 'no' ? 1 : 0);
  });

  it('ends as a named failure where the answer is no JSON although values of it are named, and goes on when that is mended', async () => {
    const id = await deal('garbled');
    const [run] = await workspace.settled('garbled');
    expect(run).toMatchObject({ status: 'failed', error: { code: 'outbound_garbled' } });
    garbled = false;
    await resumeRun(workspace.database, workspace.engine.definitions, workspace.catalog, run!.id, 'own');
    await expect.poll(() => reasonOf(id)).toBe('201');
  });

  it('shows no secret in what the run keeps', async () => {
    const { rows } = await workspace.database.query<{ text: string }>(
      `select coalesce(string_agg(s::text, ''), '') || (select string_agg(d::text, '') from core.delivery d) as text
       from core.workflow_step s`,
    );
    expect(rows[0]!.text).not.toContain('T0KEN');
  });
});
