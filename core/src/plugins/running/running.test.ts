import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  StrataError,
  defineRole,
  label,
  type Capability,
  type HookDeclaration,
  type JsonObject,
  type JsonValue,
} from '@stratacrm/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../../testing/sales-documents.ts';
import { pluginWorkspace, sealedSecret, testPlugin, type PluginWorkspace } from '../../../testing/test-plugins.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { bulkRecords } from '../../records/bulk-records.ts';
import { createRecord } from '../../records/create-record.ts';
import { deleteRecord } from '../../records/delete-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { updateRecord } from '../../records/update-record.ts';
import type { JobHandlers } from '../../kernel/jobs.ts';
import { callPlugin } from './call-plugin.ts';
import { cronJobs, scheduleCronJobs } from './cron-jobs.ts';
import { callFunction } from './foreground.ts';
import { insertPluginRun } from './plugin-jobs.ts';

let workspace: PluginWorkspace;
let ann: AccessContext;

const text = label('x', 'x');

beforeAll(async () => {
  workspace = await pluginWorkspace([
    ...SALES_DOCUMENTS,
    defineRole({
      name: 'plain',
      label: text,
      grants: {
        account: {
          create: true,
          read: 'record.owner == user.id',
          update: true,
          fields: { '*': 'edit', secret: 'none', rating: 'read' },
        },
        deal: { create: true, read: true, update: true, delete: true },
      },
    }),
  ]);
  ann = await workspace.person(['plain']);
  // In the background he has the roles the database knows.
  await workspace.database.query('insert into core.user_role (user_id, role) values ($1, $2)', [
    ann.actor.userId,
    'plain',
  ]);
});

const may = (
  object: string,
  verbs: ('read' | 'create' | 'update' | 'delete')[],
  fields: string[] | '*' = '*',
): Capability => {
  return { kind: 'records', object, verbs, fields, reason: text };
};

const hook = (name: string, facts: Partial<HookDeclaration>): HookDeclaration => {
  return { name, label: text, when: 'before', on: ['create', 'update'], object: 'account', ...facts };
};

describe('hooks before a save', () => {
  it('set values and refuse, beside the field', async () => {
    await workspace.install(
      testPlugin(
        'org.example.before',
        {
          capabilities: [may('account', ['read', 'update'])],
          hooks: [hook('look', { writes: ['code', 'employees'] })],
        },
        {
          'hook/look': `({ records }) => records.map(({ after, before }) =>
            after.name === 'Bad' ? { errors: [{ field: 'name', message: { en: 'No such name', zh: '名称不可用' } }] }
            : { set: { code: after.name.toUpperCase(), employees: (before?.employees ?? 0) + 1 } })`,
        },
      ),
    );
    const made = await createRecord(ann, 'account', { name: 'Acme' });
    expect(made.data).toMatchObject({ code: 'ACME', employees: 1 });
    const changed = await updateRecord(ann, 'account', made.data['id'], { name: 'Acme 2' });
    expect(changed.data).toMatchObject({ code: 'ACME 2', employees: 2 });
    await expect(createRecord(ann, 'account', { name: 'Bad' })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'name', code: 'plugin_refused', params: { message: { en: 'No such name' } } }],
    });
  });

  it('are given all records of a save at once', async () => {
    await workspace.install(
      testPlugin(
        'org.example.sets',
        { capabilities: [may('account', ['read', 'update'])], hooks: [hook('count', { writes: ['employees'] })] },
        { 'hook/count': `({ records }) => records.map(() => ({ set: { employees: records.length } }))` },
      ),
    );
    const create = Array.from({ length: 250 }, (_, n) => ({ name: `Many ${n}` }));
    const { created, errors } = await bulkRecords(ann, 'account', { create });
    expect(errors).toEqual([]);
    const sizes = await Promise.all(
      [created[0]!, created[249]!].map(async (id) => (await getRecord(ann, 'account', id)).data['employees']),
    );
    expect(sizes).toEqual([200, 50]);
  });

  it('see and set no more than both the plugin and the person may', async () => {
    await workspace.install(
      testPlugin(
        'org.example.narrow',
        {
          capabilities: [may('account', ['read', 'update'], ['name', 'secret', 'rating'])],
          hooks: [hook('look', { writes: ['rating', 'website'] })],
        },
        {
          'hook/look': `({ records: [{ after }] }, host) => {
            host.log.info(Object.keys(after).sort().join(' '));
            return [{ set: after.name === 'Rate' ? { rating: '1.5' } : after.name === 'Site' ? { website: 'https://a.example' } : {} }];
          }`,
        },
      ),
    );
    await createRecord(ann, 'account', { name: 'Seen' });
    await workspace.runtime.notes.flush();
    const { rows } = await workspace.database.query<{ message: string }>(
      `select message from core.plugin_line where plugin = 'org.example.narrow'`,
    );
    // The role hides "secret", the capability all but three and what every record has.
    expect(rows).toEqual([{ message: 'id name rating version' }]);
    // The person may only read it; the plugin was not granted the other.
    for (const name of ['Rate', 'Site'])
      await expect(createRecord(ann, 'account', { name })).rejects.toMatchObject({ code: 'forbidden_field' });
    const { data } = await createRecord(workspace.system, 'account', { name: 'Rate' });
    expect(data['rating']).toBe('1.5');
  });

  it('that break refuse the save with a named error, or let it pass where they say so', async () => {
    const broken = (on_error: 'refuse' | 'continue') =>
      testPlugin(
        'org.example.broken',
        { capabilities: [may('account', ['read'])], hooks: [hook('break', { on_error })] },
        { 'hook/break': `() => { throw new Error('out of order'); }` },
      );
    await workspace.install(broken('refuse'));
    await expect(createRecord(ann, 'account', { name: 'X' })).rejects.toMatchObject({ code: 'plugin_failed' });
    await workspace.install(broken('continue'));
    await expect(createRecord(ann, 'account', { name: 'X' })).resolves.toBeDefined();
  });

  it('change nothing themselves, but may look around', async () => {
    await workspace.install(
      testPlugin(
        'org.example.reader',
        {
          capabilities: [may('account', ['read', 'create', 'update'])],
          hooks: [hook('try', { writes: ['employees'] })],
        },
        {
          'hook/try': `async ({ records }, host) => {
            if (records[0].after.name === 'Write') await host.records.create('account', { name: 'Behind' });
            return records.map(() => ({ set: { employees: 7 } }));
          }`,
        },
      ),
    );
    expect((await createRecord(ann, 'account', { name: 'Read' })).data['employees']).toBe(7);
    await expect(createRecord(ann, 'account', { name: 'Write' })).rejects.toMatchObject({ code: 'plugin_only_reads' });
  });

  it('on moves from stage to stage and on deletes are asked too', async () => {
    await workspace.install(
      testPlugin(
        'org.example.stages',
        {
          capabilities: [may('deal', ['read', 'update'])],
          hooks: [
            hook('offer', { object: 'deal', on: ['transition'], to: ['offer'], writes: ['reason'] }),
            hook('keep', { object: 'deal', on: ['delete'] }),
          ],
        },
        {
          'hook/offer': `({ event, records }) => records.map(() => ({ set: { reason: event } }))`,
          'hook/keep': `(_, host) => host.refuse({ en: 'Deals are kept', zh: '不可删除' })`,
        },
      ),
    );
    const { data } = await createRecord(ann, 'deal', { name: 'D', amount: { amount: '5', currency: 'CNY' } });
    const id = data['id'];
    expect((await updateRecord(ann, 'deal', id, { name: 'E' })).data['reason']).toBeNull();
    expect((await updateRecord(ann, 'deal', id, { stage: 'offer' })).data['reason']).toBe('transition');
    await expect(deleteRecord(ann, 'deal', id)).rejects.toMatchObject({ code: 'plugin_refused' });
  });

  it('answer no more than agreed', async () => {
    const answers = (body: string) =>
      testPlugin(
        'org.example.liar',
        { capabilities: [may('account', ['read', 'update'])], hooks: [hook('lie', { writes: ['code'] })] },
        { 'hook/lie': `() => (${body})` },
      );
    for (const body of [
      '5',
      '[1]',
      '[{ set: 5 }]',
      '[{ set: { owner: "x" } }]',
      '[{ errors: 1 }]',
      '[{}, {}]',
      '[{ errors: [{}] }]',
    ]) {
      await workspace.install(answers(body));
      await expect(createRecord(ann, 'account', { name: 'L' }), body).rejects.toMatchObject({
        code: 'plugin_bad_answer',
      });
    }
    await workspace.install(answers('[{ set: { code: { "a": 1 } } }]'));
    await expect(createRecord(ann, 'account', { name: 'L' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('the host', () => {
  const ask = async (
    body: string,
    capabilities: Capability[],
    ctx: AccessContext = ann,
    facts: Parameters<typeof testPlugin>[3] = {},
  ): Promise<unknown> => {
    const manifest = {
      capabilities,
      functions: [{ name: 'go', label: text, roles: '*' as const }],
      settings: [
        { name: 'url', label: text, type: 'text' as const, default: 'https://a.example' },
        { name: 'key', label: text, type: 'secret' as const },
      ],
    };
    await workspace.install(
      testPlugin('org.example.host', manifest, { 'function/go': `async (input, host) => { ${body} }` }, facts),
    );
    return callFunction(workspace.runtime, ctx, 'org.example.host', 'go', null);
  };

  it('shows records by the rights of both', async () => {
    const other = await workspace.person(['plain']);
    await workspace.install();
    const mine = await createRecord(ann, 'account', { name: 'Mine' });
    const id = mine.data['id'];
    const read = [may('account', ['read'], ['name', 'secret'])];
    const look = `return [await host.records.get('account', '${id}'), await host.records.count('account', 'name == "Mine"')];`;
    expect(await ask(look, read)).toEqual([{ id, name: 'Mine', version: 1 }, 1]);
    // Another's rows stay his, whatever the plugin was granted.
    expect(await ask(look, read, other)).toEqual([null, 0]);
    for (const filter of ['secret == "x"', 'code == "x"', 'rating > 1.0'])
      await expect(ask(`return host.records.query('account', { filter: '${filter}' });`, read)).rejects.toMatchObject({
        code: expect.stringMatching(/unknown_(field|name)|invalid/) as string,
      });
    await expect(ask(`return host.records.query('account', { sort: 'code' });`, read)).rejects.toThrow(StrataError);
    await expect(ask(`return host.records.query('deal');`, read)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      ask(`return host.records.aggregate('account', { group_by: ['code'], aggregates: { n: 'count()' } });`, read),
    ).rejects.toThrow(StrataError);
    await expect(ask(`return host.records.query('account', { group_by: 5 });`, read)).rejects.toMatchObject({
      code: 'plugin_bad_argument',
    });
  });

  it('writes by the rights of both, and the history says by whom', async () => {
    const all = [may('account', ['read', 'create', 'update'], ['name', 'employees'])];
    const made = (await ask(
      `const made = await host.records.create('account', { name: 'By plugin', employees: 3 });
       await host.records.update('account', made.id, { employees: 4 });
       return host.records.get('account', made.id, ['name', 'employees']);`,
      all,
    )) as JsonObject;
    expect(made).toMatchObject({ name: 'By plugin', employees: 4 });
    const { rows } = await workspace.database.query<{ cause: string; actor: string }>(
      `select l.cause, l.actor from core.change_log l join core.plugin_run r on r.id::text = l.cause_id where l.record_id = $1`,
      [made['id']],
    );
    expect(rows).toEqual([1, 2].map(() => ({ cause: 'plugin', actor: ann.actor.userId })));
    for (const body of [
      `await host.records.update('account', '${String(made['id'])}', { code: 'x' });`,
      `await host.records.create('account', { name: 'x', secret: 'y' });`,
      `await host.records.delete('account', '${String(made['id'])}');`,
      `await host.records.bulk('account', { delete: ['${String(made['id'])}'] }).then((r) => { if (r.errors.length) throw new Error('no'); });`,
    ])
      await expect(ask(body, all), body).rejects.toThrow(StrataError);
    expect((await getRecord(ann, 'account', String(made['id']))).data['name']).toBe('By plugin');
  });

  it('keeps a store for each plugin, and only so much', async () => {
    expect(
      await ask(`await host.kv.set('a/1', { n: 1 }); return [await host.kv.get('a/1'), await host.kv.keys('a/')];`, []),
    ).toEqual([{ n: 1 }, ['a/1']]);
    expect(await ask(`return host.kv.get('a/1');`, [])).toEqual({ n: 1 });
    await workspace.install(
      testPlugin(
        'org.example.thief',
        { functions: [{ name: 'go', label: text, roles: '*' }] },
        {
          'function/go': `async (_, host) => [await host.kv.get('a/1'), await host.kv.keys(''), await host.kv.get('org.example.host a/1'),
             await host.setting('url').catch((error) => error.code), await host.setting('org.example.host url').catch((error) => error.code)]`,
        },
      ),
    );
    expect(await callFunction(workspace.runtime, ann, 'org.example.thief', 'go', null)).toEqual([
      null,
      [],
      null,
      'plugin_bad_argument',
      'plugin_bad_argument',
    ]);
    await expect(
      ask(`for (let i = 0; i < 30; i++) await host.kv.set('big' + i, 'x'.repeat(200000));`, []),
    ).rejects.toMatchObject({ code: 'plugin_store_full' });
  });

  it('tells settings, and never secrets', async () => {
    expect(await ask(`return host.setting('url');`, [])).toBe('https://a.example');
    await expect(ask(`return host.setting('key');`, [])).rejects.toMatchObject({ code: 'plugin_bad_argument' });
    expect(await ask(`return [host.secret('key'), host.granted('secrets'), host.granted('mail')];`, [])).toEqual([
      { $secret: 'key' },
      false,
      false,
    ]);
  });

  it('formats as the person reads, without the memory of an isolate', async () => {
    expect(
      await ask(
        `return [await host.format.number(1234.5), await host.format.currency('9.5', 'EUR'), await host.format.date('2026-01-02'),
           host.text({ en: 'Hello', zh: '你好' })];`,
        [],
      ),
    ).toEqual(['1,234.5', '€9.50', 'Jan 2, 2026', 'Hello']);
  });

  it('knows which day it is where the person is', async () => {
    const plugin = testPlugin(
      'org.example.day',
      { functions: [{ name: 'go', label: text, roles: '*' }] },
      { 'function/go': `(_, host) => host.today()` },
    );
    await workspace.install(plugin);
    const { system } = workspace;
    const running = workspace.runtime.plugins.require('org.example.day');
    const dayIn = (timeZone: string): Promise<JsonValue> =>
      callPlugin(
        workspace.runtime,
        running,
        { ...system, now: new Date('2026-03-01T20:00:00Z'), actor: { ...system.actor, timeZone } },
        { kind: 'function', handler: 'function/go', input: null },
      );
    expect([await dayIn('Asia/Shanghai'), await dayIn('Europe/Paris')]).toEqual(['2026-03-02', '2026-03-01']);
  });

  it('draws numbers that differ from call to call, also where nobody asks, and are the same in the same call', async () => {
    const draws = testPlugin(
      'org.example.draws',
      {
        capabilities: [may('account', ['read', 'update'])],
        hooks: [hook('draw', { writes: ['code'] })],
        functions: [{ name: 'go', label: text, roles: '*' }],
      },
      {
        'hook/draw': `({ records }, host) => records.map(() => ({ set: { code: String(host.random()) } }))`,
        'function/go': `(_, host) => [host.random(), host.random(), Math.random()]`,
      },
    );
    await workspace.install(draws);
    const { system } = workspace;
    const made = [
      await createRecord(system, 'account', { name: 'A' }),
      await createRecord(system, 'account', { name: 'B' }),
    ];
    const again = await updateRecord(system, 'account', made[0]!.data['id'], { name: 'A 2' });
    const third = await updateRecord(system, 'account', made[0]!.data['id'], { name: 'A 3' });
    const codes = [...made, again, third].map(({ data }) => data['code']);
    expect(new Set(codes).size).toBe(4);
    const plugin = workspace.runtime.plugins.require('org.example.draws');
    const call = (mark?: string) =>
      callPlugin(workspace.runtime, plugin, system, {
        kind: 'function',
        handler: 'function/go',
        input: null,
        ...(mark !== undefined && { mark }),
      });
    expect(await call('one')).toEqual(await call('one'));
    expect(await call('one')).not.toEqual(await call('two'));
    expect(new Set((await call('one')) as number[]).size).toBe(3);
  });

  it('lets a plugin use no more of anything than its minute allows', async () => {
    const body = {
      rows: `for (;;) await host.records.query('account', { limit: 1 })`,
      jobs: `for (;;) await host.jobs.start('later')`,
      fetches: `for (;;) await host.fetch('https://127.0.0.1:9/').catch((e) => { if (e.code === 'plugin_quota_spent') throw e })`,
      host_calls: `for (;;) await host.kv.get('a')`,
    };
    for (const [limit, code] of Object.entries(body)) {
      await workspace.install(
        testPlugin(
          `org.example.${limit.replace('_', '')}`,
          {
            capabilities: [may('account', ['read']), { kind: 'network', hosts: ['127.0.0.1:9'], reason: text }],
            functions: [{ name: 'go', label: text, roles: '*' }],
            jobs: [{ name: 'later', label: text }],
            limits: { minute: { [limit]: 3 } },
          },
          { 'function/go': `async (_, host) => { ${code} }`, 'job/later': '() => {}' },
        ),
      );
      const go = callFunction(workspace.runtime, workspace.system, `org.example.${limit.replace('_', '')}`, 'go', null);
      await expect(go, limit).rejects.toMatchObject({ code: 'plugin_quota_spent', params: { allowed: 3 } });
    }
  });

  it('knows no method but its own', async () => {
    await expect(ask(`await host.fetch.call(null, 5);`, [])).rejects.toMatchObject({ code: 'plugin_bad_argument' });
    await expect(
      ask(`await host.mail.send({ to: 'a@b.example', subject: 's', text: 't' });`, []),
    ).rejects.toMatchObject({
      code: 'plugin_not_granted',
    });
    await expect(ask(`await host.jobs.start('none');`, [])).rejects.toMatchObject({ code: 'unknown_plugin_part' });
  });

  describe('over the network', () => {
    let server: Server;
    let base: string;
    const seen: { url: string; authorization?: string | undefined; body: string }[] = [];

    beforeAll(async () => {
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (piece: Buffer) => (body += piece.toString()));
        request.on('end', () => {
          seen.push({ url: request.url ?? '', authorization: request.headers.authorization, body });
          if (request.url === '/away')
            response.writeHead(302, { location: base.replace('127.0.0.1', 'localhost') }).end();
          else if (request.url === '/metadata')
            response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
          else if (request.url === '/large') response.end('x'.repeat(3_000_000));
          else response.end(JSON.stringify({ said: request.headers.authorization ?? null }));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => void server.close());

    const net = (hosts: string[]): Capability => ({ kind: 'network', hosts, reason: text });
    const secret: Capability = { kind: 'secrets', names: ['key'], reason: text };

    it('reaches granted hosts, puts secrets in and takes them out of what is answered', async () => {
      const facts = { secrets: sealedSecret('org.example.host', 'key', 'hush-1234') };
      const answer = await ask(
        `return host.fetch('${base}/ok', { method: 'POST', body: { k: host.secret('key') }, as: 'json',
           headers: { authorization: { $secret: 'key', before: 'Bearer ' } } });`,
        [net([new URL(base).host]), secret],
        ann,
        facts,
      );
      expect(answer).toMatchObject({ status: 200, body: { said: 'Bearer •••' } });
      expect(seen.at(-1)).toMatchObject({ authorization: 'Bearer hush-1234', body: '{"k":"hush-1234"}' });
      await expect(
        ask(
          `return host.fetch('${base}/ok', { headers: { a: host.secret('key') } });`,
          [net([new URL(base).host])],
          ann,
          facts,
        ),
      ).rejects.toMatchObject({ code: 'plugin_not_granted' });
      const empty = ask(`return host.fetch('${base}/ok', { headers: { a: host.secret('key') } });`, [
        net([new URL(base).host]),
        secret,
      ]);
      await expect(empty).rejects.toMatchObject({ code: 'plugin_setting_missing' });
    });

    it('reaches nobody else, however spelt or sent on', async () => {
      const granted = [net([new URL(base).host, 'api.example.com', '*.example.org'])];
      const before = seen.length;
      for (const url of [
        'http://api.example.com/',
        'https://api.example.com.evil.example/',
        'https://api.example.com:8443/',
        'https://api.example.com@evil.example/',
        'https://example.org/',
        'https://evil-example.org/',
        'http://169.254.169.254/latest/meta-data',
        'http://[::ffff:127.0.0.1]:80/',
        'http://127.0.0.1:1/',
        'http://2130706433/',
        'http://0x7f.1/',
        'http://localhost/',
        'https://127.0.0.1%23.example.org/',
        'https://api.example.com\t.evil.example/',
        'https://ａｐｉ.evil.example/',
        'https://api.example.com.:8443/',
        'https://[::]/',
        'https://[0:0:0:0:0:ffff:a9fe:a9fe]/',
        'https://①②⑦.⓪.⓪.①/',
        'http:169.254.169.254/latest/meta-data',
        'gopher://127.0.0.1:6379/_FLUSHALL',
        'blob:https://api.example.com/x',
        'file:///etc/passwd',
        'data:text/plain,x',
        'javascript:1',
        '//evil.example',
      ])
        await expect(ask(`return host.fetch(${JSON.stringify(url)});`, granted), url).rejects.toMatchObject({
          code: expect.stringMatching(/plugin_not_granted|outbound_url_invalid/) as string,
        });
      expect(seen).toHaveLength(before);
      for (const path of ['/away', '/metadata'])
        await expect(ask(`return host.fetch('${base}${path}');`, granted), path).rejects.toMatchObject({
          code: 'outbound_refused',
        });
      await expect(ask(`return host.fetch('${base}/large');`, granted)).rejects.toMatchObject({
        code: 'outbound_too_large',
      });
      for (const header of ['host', 'cookie', 'content-length', 'x-forwarded-for', 'a b'])
        await expect(
          ask(`return host.fetch('${base}/ok', { headers: { '${header}': 'x' } });`, granted),
          header,
        ).rejects.toMatchObject({ code: 'plugin_bad_argument' });
      await expect(
        ask(`return host.fetch('${base}/ok', { headers: { a: 'x\\r\\nb: y' } });`, granted),
      ).rejects.toMatchObject({ code: 'plugin_bad_argument' });
    });
  });
});

/** Says how many accounts it sees. */
const COUNTS = `async (_input, host) => host.log.info(String(await host.records.count('account')))`;

describe('hooks after a save', () => {
  it('are jobs, done once, with the rights of whoever saved', async () => {
    await workspace.install(
      testPlugin(
        'org.example.after',
        {
          capabilities: [may('deal', ['read', 'update']), may('account', ['read', 'create'], ['name'])],
          hooks: [hook('note', { when: 'after', object: 'deal', on: ['create', 'update'], fields: ['reason'] })],
        },
        {
          'hook/note': `async ({ event, records }, host) => {
            for (const { id, before, after, changed } of records)
              await host.records.create('account', { name: [event, before?.reason ?? '-', after.reason, changed.includes('reason')].join(' ') });
          }`,
        },
      ),
    );
    const { data } = await createRecord(ann, 'deal', { name: 'A', reason: 'one' });
    await workspace.settled();
    await updateRecord(ann, 'deal', data['id'], { reason: 'two' });
    await updateRecord(ann, 'deal', data['id'], { name: 'not concerned' });
    await workspace.settled();
    const { rows } = await workspace.database.query<{ name: string; owner: string }>(
      `select name, owner from crm.account where name ~ '^(create|update) ' order by created_at`,
    );
    expect(rows).toEqual([
      { name: 'create - one true', owner: ann.actor.userId },
      { name: 'update one two true', owner: ann.actor.userId },
    ]);
    expect((await workspace.runs()).filter(({ plugin }) => plugin === 'org.example.after')).toMatchObject([
      { status: 'done', attempt: 1 },
      { status: 'done', attempt: 1 },
    ]);
  });

  it('start jobs that act for themselves: they see what the plugin was granted, not what the person may', async () => {
    await workspace.install(
      testPlugin(
        'org.example.totals',
        {
          capabilities: [may('account', ['read', 'update'], ['name', 'secret'])],
          hooks: [hook('start', { when: 'after', on: ['create'] })],
          jobs: [
            { name: 'own', label: text, by_itself: true },
            { name: 'hers', label: text },
          ],
        },
        {
          'hook/start': `async (_input, host) => { await host.jobs.start('own'); await host.jobs.start('hers'); }`,
          'job/own': COUNTS,
          'job/hers': COUNTS,
        },
      ),
    );
    await createRecord(workspace.system, 'account', { name: 'Of nobody' });
    await workspace.settled();
    await workspace.database.query(`delete from core.plugin_line where plugin = 'org.example.totals'`);
    await createRecord(ann, 'account', { name: 'Hers' });
    await workspace.settled();
    await workspace.runtime.notes.flush();
    const { rows } = await workspace.database.query<{ handler: string; message: string }>(
      `select handler, message from core.plugin_line where plugin = 'org.example.totals' order by id desc limit 2`,
    );
    const [own, hers] = ['job/own', 'job/hers'].map((name) =>
      Number(rows.find(({ handler }) => handler === name)?.message),
    );
    const count = async (where: string): Promise<number> => {
      const counted = await workspace.database.query<{ n: string }>(
        `select count(*) as n from crm.account where deleted_at is null and ${where}`,
      );
      return Number(counted.rows[0]?.n);
    };
    expect(own).toBe(await count('true'));
    expect(hers).toBe(await count(`owner = '${ann.actor.userId}'`));
    expect(own).toBeGreaterThan(hers!);
  });

  it('start jobs that never work two at once where they have the same key', async () => {
    const counting = testPlugin(
      'org.example.keyed',
      {
        capabilities: [may('deal', ['read'])],
        hooks: [hook('start', { when: 'after', object: 'deal', on: ['create'] })],
        jobs: [{ name: 'count', label: text }],
      },
      {
        'hook/start': `async (_input, host) => host.jobs.start('count', null, { key: 'one' })`,
        'job/count': `async (_input, host) => {
          const before = Number(await host.kv.get('n') ?? 0);
          for (let n = 0; n < 40; n++) await host.records.count('deal');
          await host.kv.set('n', before + 1);
        }`,
      },
    );
    await workspace.install(counting);
    for (let n = 0; n < 4; n++) {
      await createRecord(ann, 'deal', { name: `Keyed ${n}` });
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await workspace.settled();
    const done = (await workspace.runs()).filter(
      ({ plugin, handler }) => plugin === 'org.example.keyed' && handler === 'count',
    );
    const { rows } = await workspace.database.query<{ value: number }>(
      `select value from core.plugin_value where plugin = 'org.example.keyed' and key = 'n'`,
    );
    expect(done.length).toBeGreaterThan(1);
    // Two at once would have counted one.
    expect(Number(rows[0]?.value)).toBe(done.length);
  });

  it('that lead to themselves come to an end that is seen', async () => {
    await workspace.install(
      testPlugin(
        'org.example.circle',
        {
          capabilities: [may('deal', ['read', 'update'])],
          hooks: [hook('again', { when: 'after', object: 'deal', on: ['update'] })],
        },
        {
          'hook/again': `async ({ records: [{ id, after }] }, host) => {
            await host.records.update('deal', id, { reason: (after.reason ?? '') + 'x' });
          }`,
        },
      ),
    );
    const { data } = await createRecord(ann, 'deal', { name: 'Round' });
    await updateRecord(ann, 'deal', data['id'], { reason: 'x' });
    await workspace.settled();
    const runs = (await workspace.runs()).filter(({ plugin }) => plugin === 'org.example.circle');
    expect(runs.map(({ depth, status }) => `${depth} ${status}`)).toEqual([
      '0 done',
      '1 done',
      '2 done',
      '3 done',
      '4 failed',
    ]);
    expect(runs.at(-1)?.error).toMatchObject({ code: 'plugin_too_deep' });
    expect((await getRecord(ann, 'deal', data['id'])).data['reason']).toBe('xxxxx');
  });

  it('wait as failed runs while the plugin is switched off', async () => {
    const plugin = testPlugin(
      'org.example.off',
      {
        capabilities: [may('deal', ['read'])],
        hooks: [hook('see', { when: 'after', object: 'deal', on: ['create'] })],
      },
      { 'hook/see': `() => {}` },
    );
    await workspace.install(plugin);
    await workspace.database.transaction(async (tx) => {
      const running = workspace.runtime.plugins.require('org.example.off');
      const run = { handler: 'see', payload: { changes: [] }, object: 'deal', depth: 0 };
      await insertPluginRun(tx, { ...run, kind: 'after_hook', plugin: running, actor: ann.actor.userId });
      await workspace.install({ ...plugin, enabled: false });
    });
    await workspace.settled();
    const [run] = (await workspace.runs()).filter((each) => each.plugin === 'org.example.off');
    expect(run).toMatchObject({ status: 'failed', error: { code: 'plugin_switched_off' } });
  });
});

describe('a job by the clock', () => {
  const ID = 'org.example.clock';
  const clock = (cron: string) =>
    testPlugin(
      ID,
      {
        capabilities: [{ kind: 'schedule', reason: text }],
        jobs: [{ name: 'tick', label: text, cron, by_itself: true }],
      },
      { 'job/tick': `(_, host) => host.log.info('tick ' + host.user.id)` },
    );
  const planned = async (): Promise<{ key: string; ahead: boolean }[]> => {
    const { rows } = await workspace.database.query<{ key: string; ahead: boolean }>(
      `select key, run_at > now() as ahead from graphile_worker.jobs where key like 'plugin cron ${ID}%' order by key`,
    );
    return rows;
  };

  it('runs at its time, for nobody, and one that nobody was there for is made up for once', async () => {
    await workspace.install(clock('0 3 * * *'));
    await scheduleCronJobs(workspace.runtime);
    const [first] = await planned();
    expect(first!.ahead).toBe(true);
    // Its time came while no process worked on the list; then one starts and puts all times on it again.
    await workspace.database.query(
      `update graphile_worker._private_jobs set run_at = now() - interval '2 hours' where key = $1`,
      [first!.key],
    );
    await scheduleCronJobs(workspace.runtime);
    expect((await planned()).map(({ ahead }) => ahead)).toEqual([false]);
    await workspace.database.query(`delete from graphile_worker._private_jobs where key = $1`, [first!.key]);
    const [[name, handler]] = Object.entries(cronJobs(workspace.runtime)) as [[string, JobHandlers[string]]];
    const payload = { plugin: ID, job: 'tick', cron: '0 3 * * *' };
    const signal = new AbortController().signal;
    await handler!(payload, { signal, attempt: 1, last: false });
    await workspace.settled();
    expect((await workspace.runs()).filter(({ plugin }) => plugin === ID)).toMatchObject([
      { kind: 'job', handler: 'tick', status: 'done' },
    ]);
    await workspace.runtime.notes.flush();
    const { rows } = await workspace.database.query('select message from core.plugin_line where plugin = $1', [ID]);
    expect(rows).toEqual([{ message: 'tick null' }]);
    expect((await planned()).map(({ ahead }) => ahead)).toEqual([true]);
    // Other times since: the former one comes to nothing.
    await workspace.install(clock('0 4 * * *'));
    await handler!(payload, { signal, attempt: 1, last: false });
    expect((await workspace.runs()).filter(({ plugin }) => plugin === ID)).toHaveLength(1);
    expect(name).toBe('plugin_cron');
  });
});

describe('functions and the breaker', () => {
  it('are for those whom their author or the administrator names', async () => {
    await workspace.install(
      testPlugin(
        'org.example.roles',
        { functions: [{ name: 'go', label: text, roles: ['other'] }] },
        { 'function/go': '() => 1' },
      ),
    );
    const go = (ctx: AccessContext) => callFunction(workspace.runtime, ctx, 'org.example.roles', 'go', null);
    await expect(go(ann)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await go(workspace.system)).toBe(1);
    await expect(callFunction(workspace.runtime, ann, 'nobody', 'go', null)).rejects.toMatchObject({
      code: 'unknown_plugin',
    });
  });

  it('switch off a plugin that keeps failing, and nobody else', async () => {
    await workspace.install(
      testPlugin(
        'org.example.flaky',
        { functions: [{ name: 'go', label: text, roles: '*' }] },
        { 'function/go': '() => { throw new Error("no"); }' },
      ),
    );
    for (let n = 0; n < 20; n++)
      await expect(callFunction(workspace.runtime, ann, 'org.example.flaky', 'go', null)).rejects.toMatchObject({
        code: 'plugin_failed',
      });
    expect(workspace.switchedOff).toEqual(['org.example.flaky']);
  });
});
