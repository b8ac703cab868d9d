import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/kernel/config.ts';
import { openFileVault } from '../../src/kernel/files/file-vault.ts';
import { createLog } from '../../src/kernel/log.ts';
import { sweepFiles } from '../../src/records/files/sweep-files.ts';
import type { ApiClient, CallOptions, Loose } from '../../testing/api-client.ts';
import { mailSink, type MailSink } from '../../testing/mail-sink.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { workflowOf } from '../../testing/test-workflows.ts';
import { download, makePapers } from '../files/file-client.ts';

let api: TestApi;
let sink: MailSink;
let mailPort: number;
const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-mail-'));
const vault = openFileVault(readConfig({ STRATA_DATA_DIR: folder }), createLog({ level: 'silent' }));

const account = (id: string, values: Record<string, string>) => [
  { id, type: 'create_record', settings: { object: 'account', values } },
];
const as = { run_as: 'administrator' };

const WORKFLOWS = [
  workflowOf(
    'mail_with_files',
    { type: 'mail_received', settings: { address: 'papers' } },
    [
      {
        id: 'papers',
        type: 'for_each',
        settings: { over: 'list', list: 'mail_files', at_most: 10 },
        next: { each: 'keep', done: 'tell' },
      },
      {
        id: 'keep',
        type: 'create_record',
        settings: { object: 'paper', values: { title: 'mail_subject', annex: 'each_papers' } },
        next: {},
      },
      {
        id: 'tell',
        type: 'create_record',
        settings: {
          object: 'account',
          values: {
            name: 'mail_subject',
            employees: 'papers_count',
            description: 'mail_refused_files.exists(name, name == "picture.png") ? "refused" : "all taken"',
          },
        },
      },
    ],
    as,
  ),
  workflowOf(
    'hook',
    { type: 'webhook_received', settings: { sample: '{"customer": {"name": "x"}, "size": 1}' } },
    account('make', { name: 'payload_customer_name', employees: 'payload_size + 1' }),
    as,
  ),
  workflowOf(
    'web_form',
    { type: 'form_submitted', settings: { object: 'account', fields: ['name', 'industry', 'website'], thanks: 'Bye' } },
    [{ id: 'mark', type: 'update_record', settings: { values: { description: '"from the web"' } } }],
    as,
  ),
  workflowOf(
    'mail_in',
    { type: 'mail_received', settings: { address: 'support', object: 'contact', field: 'email' } },
    account('make', { name: 'mail_subject + " / " + mail_from', description: 'mail_text' }),
    as,
  ),
];

beforeAll(async () => {
  sink = await mailSink();
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  mailPort = (probe.address() as AddressInfo).port;
  await new Promise((resolve) => probe.close(resolve));
  api = await testApi({
    environment: {
      STRATA_DATA_DIR: folder,
      STRATA_MAIL_IN_PORT: String(mailPort),
      STRATA_OUTBOUND_PRIVATE: '127.0.0.1',
    },
  });
  await makePapers(api.admin);
  for (const { kind, name, ...body } of WORKFLOWS)
    await api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${name}`, { body });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'doors' } });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function accounts(name: string): Promise<Record<string, unknown>[]> {
  const filter = `name == ${JSON.stringify(name)}`;
  return (await api.admin.ok<{ data: Record<string, unknown>[] }>('GET', '/api/records/account', { query: { filter } }))
    .data;
}

/** The problem with which a request is refused. */
async function refused(client: ApiClient, method: string, path: string, options: CallOptions = {}): Promise<Loose> {
  const { body } = await client.call(method, path, { ...options, undescribed: true });
  return body;
}

function signed(key: string, body: string, at = Math.floor(Date.now() / 1_000)): Record<string, string> {
  const signature = createHmac('sha256', key).update(`${at}.${body}`).digest('hex');
  return { 'content-type': 'application/json', 'strata-signature': `t=${at},v1=${signature}` };
}

describe('A webhook', () => {
  it('begins its workflow once for each signed call, and no other call', async () => {
    const { data: door } = await api.admin.ok('GET', '/api/workflows/doors/hook');
    const call = (body: string, headers: Record<string, string>, path = door.path as string) =>
      fetch(`${api.url}${path}`, { method: 'POST', body, headers });
    const body = JSON.stringify({ customer: { name: 'Hooked' }, size: 41, more: true });
    const headers = signed(door.signing_key, body);
    const first = await call(body, headers);
    expect(first.status).toBe(202);
    expect(await first.json()).toMatchObject({ data: { run: expect.any(String) } });
    await expect.poll(() => accounts('Hooked')).toMatchObject([{ employees: 42 }]);
    // Overheard and repeated.
    expect(await (await call(body, headers)).json()).toEqual({ data: { run: null } });
    expect((await call(body, {})).status).toBe(401);
    expect((await call(`${body} `, headers)).status).toBe(401);
    expect((await call(body, signed('another key', body))).status).toBe(401);
    expect((await call(body, signed(door.signing_key, body, Math.floor(Date.now() / 1_000) - 600))).status).toBe(401);
    expect((await call('{', signed(door.signing_key, '{'))).status).toBe(400);
    expect((await call(body, headers, `/api/hooks/${'x'.repeat(32)}`)).status).toBe(404);
    const large = JSON.stringify('x'.repeat(300_000));
    expect((await call(large, signed(door.signing_key, large))).status).toBe(413);
    const { data: anew } = await api.admin.ok('POST', '/api/workflows/doors/hook');
    expect(anew.path).not.toBe(door.path);
    expect((await call(body, signed(door.signing_key, body))).status).toBe(404);
    expect(await accounts('Hooked')).toHaveLength(1);
  });
});

describe('A public form', () => {
  it('makes a record of its own fields alone, and begins the workflow for it', async () => {
    const { data: door } = await api.admin.ok('GET', '/api/workflows/doors/web_form');
    const path = `/api/forms/${(door.path as string).split('/').at(-1)!}`;
    const { data: form } = await api.nobody.ok('GET', path);
    expect(form.fields.map((field: { name: string }) => field.name)).toEqual(['name', 'industry', 'website']);
    expect(form.thanks).toEqual({ en: 'Bye', zh: 'Bye' });
    await api.nobody.ok('POST', path, { body: { values: { name: 'Formed', website: 'https://example.com' } } });
    await expect.poll(async () => (await accounts('Formed'))[0]?.['description']).toBe('from the web');
    const problem = await refused(api.nobody, 'POST', path, { body: { values: { name: 'Sly', annual_revenue: '1' } } });
    expect(problem.status).toBe(422);
    const empty = await refused(api.nobody, 'POST', path, { body: { values: { website: 'x y' } } });
    expect(empty.errors.map((each: { path: string }) => each.path)).toContain('name');
    await api.nobody.ok('POST', path, { body: { values: { name: 'Robot' }, website: 'http://spam' } });
    expect(await accounts('Robot')).toEqual([]);
    expect(await accounts('Sly')).toEqual([]);
  });
});

describe('Mail that comes in', () => {
  it('begins its workflow once, knows the sender, and is taken for known addresses alone', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: mailPort, secure: false, ignoreTLS: true });
    const mail = { from: 'Li <LI@example.cn>', subject: 'Help', text: 'It broke.\n', messageId: '<one@example.cn>' };
    await transport.sendMail({ ...mail, to: 'support@crm.example.com' });
    await transport.sendMail({ ...mail, to: 'Support@crm.example.com' });
    await expect
      .poll(() => accounts('Help / li@example.cn'))
      .toMatchObject([{ description: expect.stringContaining('It broke.') }]);
    await expect(transport.sendMail({ ...mail, to: 'else@crm.example.com' })).rejects.toMatchObject({
      responseCode: 550,
    });
    transport.close();
    expect(await accounts('Help / li@example.cn')).toHaveLength(1);
  });
});

describe('Files that come with a mail', () => {
  it('are taken in as uploads are and go into records; pictures of the text and what is not what it claims stay out', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: mailPort, secure: false, ignoreTLS: true });
    const mail = {
      from: 'Li <li@example.cn>',
      to: 'papers@crm.example.com',
      subject: 'Two papers',
      html: 'See <img src="cid:logo">',
      messageId: '<papers@example.cn>',
      attachments: [
        { filename: '合同.txt', content: 'signed' },
        { filename: '../order.csv', content: 'a,b\n1,2\n' },
        { filename: 'picture.png', content: 'no picture at all', contentType: 'image/png' },
        { filename: 'logo.txt', content: 'logo', cid: 'logo' },
      ],
    };
    await transport.sendMail(mail);
    await transport.sendMail(mail);
    transport.close();
    await expect.poll(() => accounts('Two papers')).toMatchObject([{ employees: 2, description: 'refused' }]);
    const { data } = await api.admin.ok<{ data: { id: string; annex: { name: string; size: number } }[] }>(
      'GET',
      '/api/records/paper',
      { query: { fields: 'id,annex', sort: 'annex' } },
    );
    expect(data.map(({ annex }) => [annex.name, annex.size])).toEqual([
      ['order.csv', 8],
      ['合同.txt', 6],
    ]);
    const answer = await download(api.admin, `/api/records/paper/${data[1]!.id}/files/annex`);
    expect(await answer.text()).toBe('signed');
    const { rows } = await api.database.query<{ held: boolean; pending: boolean }>(
      'select run_id is not null as held, record_id is null as pending from core.file order by id',
    );
    expect(rows).toEqual([
      { held: true, pending: false },
      { held: true, pending: false },
    ]);
  });

  it('wait for as long as their run may still take them', async () => {
    const { rows: runs } = await api.database.query<{ id: string }>(
      `update core.workflow_run set status = 'waiting' where workflow = 'mail_with_files' returning id`,
    );
    const { rows: files } = await api.database.query<{ id: string; run_id: string | null }>(
      `insert into core.file (id, name, size, type, hash, stored, uploaded_at, run_id)
       select gen_random_uuid(), 'x', 1, 'text/plain', '', true, now() - interval '2 days', run
       from unnest($1::uuid[]) as run returning id, run_id`,
      [[runs[0]!.id, null]],
    );
    const left = async (): Promise<unknown[]> => {
      await sweepFiles(api.database, vault);
      const ids = files.map(({ id }) => id);
      return (await api.database.query('select run_id from core.file where id = any($1::uuid[])', [ids])).rows;
    };
    expect(await left()).toEqual([{ run_id: runs[0]!.id }]);
    await api.database.query(`update core.workflow_run set status = 'done' where id = $1`, [runs[0]!.id]);
    expect(await left()).toEqual([]);
  });
});

describe('A connection', () => {
  it('keeps its secrets, is tried, and is needed by workflows that are switched on', async () => {
    const settings = { host: '127.0.0.1', port: sink.port, security: 'opportunistic', from: 'CRM <crm@example.com>' };
    const body = { kind: 'smtp', title: 'Mail', settings, secrets: { password: 'S3CRET' } };
    await api.admin.ok('PUT', '/api/connections/mail', { body });
    const listed = await api.admin.ok('GET', '/api/connections');
    expect(listed.data).toMatchObject([{ name: 'mail', secrets: ['password'] }]);
    expect(JSON.stringify(listed)).not.toContain('S3CRET');
    await api.admin.ok('POST', '/api/connections/mail/test');
    expect(sink.mails).toMatchObject([{ subject: 'Strata', readers: ['admin@example.com'] }]);
    const wrong = await refused(api.admin, 'PUT', '/api/connections/erp', {
      body: { kind: 'http', title: 'ERP', settings: { base: 'x' } },
    });
    expect(wrong.errors.map((each: { path: string }) => each.path)).toEqual(['settings.base', 'settings.base_url']);
    const person = await api.person('Nobody', []);
    expect((await refused(person, 'GET', '/api/connections')).status).toBe(403);
    const { kind, name, ...draft } = workflowOf('calls', { type: 'record_created', settings: { object: 'account' } }, [
      { id: 'call', type: 'http_request', settings: { connection: 'gone', url: '/x', stop_on_failure: true } },
    ]);
    await api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${name}`, { body: draft });
    const problem = await refused(api.admin, 'POST', '/api/studio/publish', { body: { message: 'calls' } });
    expect(problem.errors).toMatchObject([{ code: 'unknown_connection' }]);
  });
});
