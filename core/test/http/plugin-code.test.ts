import {
  action,
  chosenFrom,
  defineObject,
  definePlugin,
  endpoint,
  field,
  hook,
  job,
  label,
  may,
  pluginFunction,
  signInHook,
  step,
  trigger,
  type PluginPartDocument,
} from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { mailSink, type MailSink } from '../../testing/mail-sink.ts';
import { packedPlugin } from '../../testing/plugin-packages.ts';
import { ADMIN } from '../../testing/admin.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const ID = 'com.example.watch';
const at = `/api/plugins/${ID}`;
const text = label('Watch', '看守');
const idle = () => {};
const { private: key, public: publicKey } = newPublisherKey();

let api: TestApi;
let sink: MailSink;

const plugin = definePlugin({
  id: ID,
  prefix: 'watch',
  version: '1.0.0',
  engine: '>=0.1.0',
  label: text,
  description: text,
  documents: defineObject('watch__paper', {
    label: text,
    plural: text,
    fields: { name: field.text(text), content: field.file(text) },
  }),
  capabilities: [
    may.records('account', ['read', 'update'], ['name', 'description'], text),
    may.records('contact', ['read'], ['email'], text),
    may.endpoints(text),
    may.signIn(text),
    may.mail(label('Tells whom it concerns.', '通知相关人员。')),
    may.files(text),
    may.records('watch__paper', ['create', 'read', 'update'], '*', text),
  ],
  code: [
    hook(
      { name: 'look', label: text, when: 'before', on: ['create'], object: 'account', writes: ['description'] },
      idle,
    ),
    hook({ name: 'note', label: text, when: 'after', on: ['create'], object: 'account' }, idle),
    signInHook({ name: 'gate', label: text }, idle),
    pluginFunction({ name: 'echo', label: text, roles: '*' }, idle),
    pluginFunction({ name: 'raise', label: text, roles: '*' }, idle),
    pluginFunction({ name: 'break', label: text, roles: '*' }, idle),
    action(
      {
        name: 'watch__mark',
        label: text,
        object: 'account',
        places: ['record', 'list'],
        when: 'record.description != "marked"',
        roles: ['administrator'],
        input: { as: field.text(text, { required: true, max_length: 20 }), by: field.reference(text, 'account') },
      },
      idle,
    ),
    action({ name: 'watch__now', label: text, input: { day: field.date(text) } }, idle),
    job({ name: 'nightly', label: text }, idle),
    job({ name: 'write', label: text, by_itself: true }, idle),
    pluginFunction({ name: 'tell', label: text, roles: '*' }, idle),
    pluginFunction({ name: 'paper', label: text, roles: '*' }, idle),
    pluginFunction({ name: 'begin', label: text, roles: '*' }, idle),
    step(
      {
        name: 'rename',
        label: text,
        settings: [
          { name: 'as', type: 'template', label: text, required: true },
          { name: 'least', type: 'value', label: text },
        ],
        outcomes: [{ name: 'odd', label: text }],
        results: [{ name: 'length', type: { type: 'int' } }],
      },
      idle,
    ),
    trigger({
      name: 'called',
      label: text,
      object: 'account',
      results: [{ name: 'why', type: { type: 'text' } }],
    }),
    endpoint({ name: 'page', label: text, method: 'GET', path: 'page', for: 'public' }, idle),
    endpoint({ name: 'mine', label: text, method: 'POST', path: 'mine/too', for: 'people' }, idle),
  ],
});

const CODE = `var plugin = { handlers: {
  'hook/look': ({ records }) => records.map(({ after }) => ({ set: { description: 'seen ' + after.name } })),
  'hook/note': ({ records }, host) => { if (records[0].after.name === 'Trouble') throw new Error('in trouble'); host.log.info('noted', { name: records[0].after.name }); },
  'hook/gate': ({ user }) => { if (user.name === 'Trouble') throw new Error('gate'); return ['Pat', 'Paula', 'Petra'].includes(user.name) || user.name === 'Administrator' ? null : { refuse: { en: 'Not today', zh: '今天不行' } }; },
  'function/echo': (input, host) => ({ input, user: host.user.name }),
  'function/break': () => { throw new Error('broken inside'); },
  'action/watch__mark': async ({ object, records, input }, host) => {
    const errors = [];
    for (const id of records) {
      const { name } = await host.records.get(object, id, ['name']);
      if (name === 'Stubborn') errors.push({ record: id, message: { en: 'Not this one', zh: '这条不行' } });
      else await host.records.update(object, id, { description: input.as });
    }
    return { errors, message: 'Marked', open: { url: 'javascript:alert(1)' } };
  },
  'action/watch__now': ({ object, records, input }) => ({ message: JSON.stringify([object, records, input]) }),
  'job/nightly': () => {},
  'job/write': async ({ payload }, host) => {
    const file = await host.files.put({ name: 'night.csv', content: payload });
    await host.records.create('watch__paper', { name: 'of the night', content: file.id });
  },
  'function/tell': (mail, host) => host.mail.send(mail),
  'function/begin': (payload, host) => host.jobs.start('write', payload),
  'function/paper': async ({ name, content, id }, host) => {
    if (id) return host.files.get('watch__paper', id, 'content');
    const file = await host.files.put({ name, content });
    return host.records.create('watch__paper', { name, content: file.id });
  },
  'step/rename': async ({ settings, record }, host) => { await host.records.update(record.object, record.id, { description: settings.as }); return settings.least > 1 ? { outcome: 'odd', results: { length: settings.as.length } } : {}; },
  'function/raise': async (id, host) => { await host.events.emit('called', { record: id, results: { why: 'birthday' } }); },
  'endpoint/page': ({ query }, host) => ({ status: 201, headers: { 'content-type': 'text/html', 'x-own': 'yes', 'set-cookie': 'a=b' }, body: '<script>' + query.q + host.user.name + '</script>' }),
  'endpoint/mine': async ({ body }, host) => ({ body: { got: body, seen: await host.records.count('account') } }),
} };`;

beforeAll(async () => {
  sink = await mailSink();
  api = await testApi({ environment: { STRATA_SMTP_URL: sink.url.href, STRATA_MAIL_FROM: 'crm@example.com' } });
  await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: publicKey, name: 'Watch' } });
  const body = packedPlugin(plugin, { signer: { key, publisher: 'Watch' }, code: CODE });
  const { digest } = (await api.admin.ok('POST', '/api/plugin-packages', { body })).data;
  const plan = (await api.admin.ok('POST', '/api/plugins/plan', { body: { source: { digest } } })).data;
  const grants = plan.package.capabilities.map((each: Loose) => each.key);
  await api.admin.ok('POST', '/api/plugins/install', { body: { source: { digest }, grants } });
  api.admin.forget();
});

describe('the code of an installed plugin', () => {
  it('is taken up by a running process', async () => {
    await expect.poll(async () => (await api.admin.ok('GET', '/api/actions')).data).toHaveLength(2);
  });

  it('stands in the report of who sees personal data, with what it was granted', async () => {
    const { data } = await api.admin.ok('GET', '/api/privacy/fields');
    const plugins = (field: string) =>
      data.find((each: Loose) => each.object === 'contact' && each.field === field).plugins;
    expect(plugins('email')).toEqual([{ name: ID, label: text }]);
    expect(plugins('mobile')).toEqual([]);
  });

  it('takes part in saves, before and after', async () => {
    const { data } = await api.admin.ok('POST', '/api/records/account', { body: { name: 'Acme' } });
    expect(data.description).toBe('seen Acme');
    await expect
      .poll(async () => (await api.admin.ok('GET', `${at}/log`)).data)
      .toMatchObject([{ level: 'info', message: 'noted', facts: { name: 'Acme' }, handler: 'hook/note' }]);
    const [run] = (await api.admin.ok('GET', `${at}/runs`, { query: { status: 'done' } })).data;
    expect(run).toMatchObject({ kind: 'after_hook', handler: 'note', attempt: 1, error: null, repeatable: false });
  });

  it('is called by name, and what it did is told to administrators alone', async () => {
    const person = await api.person('Pat', ['sales_representative']);
    const { data } = await person.ok('POST', `${at}/functions/echo`, { body: { input: [1, 'two'] } });
    expect(data).toEqual({ input: [1, 'two'], user: 'Pat' });
    const broken = await person.call('POST', `${at}/functions/break`, { body: {} });
    expect(broken).toMatchObject({ status: 422, body: { code: 'plugin_failed' } });
    expect(JSON.stringify(broken.body)).not.toContain('plugin.js');
    const [failed] = (await api.admin.ok('GET', `${at}/runs`, { query: { status: 'failed' } })).data;
    expect(failed).toMatchObject({ handler: 'break', kind: 'function' });
    expect(failed.error).toContain('broken inside');
    const [line] = (await api.admin.ok('GET', `${at}/log`, { query: { level: 'error' } })).data;
    expect(line.facts).toMatchObject({ code: 'plugin_failed', stack: expect.stringContaining('plugin.js') as string });
    const uses = (await api.admin.ok('GET', `${at}/use`)).data;
    expect(uses.find((use: Loose) => use.handler === 'function/break')).toMatchObject({ calls: 1, failures: 1 });
    for (const path of ['log', 'runs', 'use'])
      expect((await person.call('GET', `${at}/${path}`)).body.code).toBe('forbidden_right');
    expect((await person.call('POST', `${at}/functions/none`, { body: {} })).body.code).toBe('unknown_plugin_part');
  });

  it('is asked at sign-ins; it keeps out neither administrators nor, when it breaks, anybody', async () => {
    await expect(api.person('Quentin', ['sales_representative'])).rejects.toThrow('Not today');
    await api.person('Trouble', ['sales_representative']);
    expect(await api.signIn(ADMIN.email, ADMIN.password)).toBeDefined();
    const { rows } = await api.database.query(
      `select from core.session s join core."user" u on u.id = s.user_id where u.name = 'Quentin'`,
    );
    expect(rows).toEqual([]);
  });

  it('sends mail that is text, through the mail server of the workspace', async () => {
    const tell = (mail: Loose) => api.admin.call('POST', `${at}/functions/tell`, { body: { input: mail } });
    const text = 'One <b>two</b>\nthree';
    expect((await tell({ to: 'wang@example.org', subject: 'News\r\nBcc: all@example.org', text })).status).toBe(200);
    await expect.poll(() => sink.mails).toHaveLength(1);
    const [mail] = sink.mails;
    expect(mail).toMatchObject({ readers: ['wang@example.org'], from: { address: 'crm@example.com' } });
    expect(mail!.text).toContain(text);
    expect(mail!.html).toContain('One &#60;b&#62;two&#60;/b&#62;<br>three');
    for (const to of ['a@b.example, c@d.example', 'nobody', 'x@y\r\nBcc: z@example.org', ''])
      expect((await tell({ to, subject: 's', text: 't' })).body.code).toBe('plugin_bad_argument');
    const [asked] = (await api.admin.ok('GET', at)).data.granted.filter(
      (each: Loose) => each.capability.kind === 'mail',
    );
    expect(asked).toMatchObject({
      text: { en: 'Send e-mails in your company’s name' },
      capability: { reason: { en: 'Tells whom it concerns.', zh: '通知相关人员。' } },
    });
  });

  it('adds files to records and reads them, as the person who calls it or by itself', async () => {
    const paper = (client: TestApi['admin'], input: Loose) =>
      client.call('POST', `${at}/functions/paper`, { body: { input } });
    const content = Buffer.from('a,b\n1,2\n').toString('base64');
    const made = (await paper(api.admin, { name: '../../list.csv', content })).body.data;
    expect(made.content).toMatchObject({ name: 'list.csv', size: 8 });
    expect((await paper(api.admin, { id: made.id })).body.data).toMatchObject({ name: 'list.csv', content });
    // Who may not see the record gets nothing of its file through the plugin either.
    const person = await api.person('Petra', ['sales_representative']);
    expect((await paper(person, { id: made.id })).status).toBeGreaterThanOrEqual(403);
    await api.admin.ok('POST', `${at}/functions/begin`, { body: { input: content } });
    const query = { filter: 'name == "of the night"' };
    await expect
      .poll(async () => (await api.admin.ok('GET', '/api/records/watch__paper', { query })).data)
      .toMatchObject([{ content: { name: 'night.csv', size: 8 } }]);
  });

  describe('behind a button', () => {
    const press = (client: TestApi['admin'], records: string[], input: Loose, name = 'watch__mark') =>
      client.call('POST', `/api/actions/${name}`, { body: { records, input } });
    const make = async (name: string): Promise<string> =>
      (await api.admin.ok('POST', '/api/records/account', { body: { name } })).data.id as string;

    it('is handed the chosen records together, and tells of each that it could not be done for', async () => {
      const [one, two, stubborn] = [await make('One'), await make('Two'), await make('Stubborn')];
      const { body } = await press(api.admin, [one!, two!, stubborn!, v7()], { as: 'marked' });
      expect(body.data).toMatchObject({ done: 2, message: 'Marked', open: null });
      expect(body.data.errors.map((each: Loose) => [each.code, each.message])).toEqual([
        ['record_not_found', expect.anything()],
        ['plugin_refused', 'Not this one'],
      ]);
      expect((await api.admin.ok('GET', `/api/records/account/${one}`)).data.description).toBe('marked');
      const history = (await api.admin.ok('GET', `/api/records/account/${one}/history`)).data;
      expect(history[0].cause).toMatchObject({ kind: 'plugin' });
      // The button stands where its condition holds.
      expect((await api.admin.ok('GET', `/api/records/account/${one}/actions`)).data).toEqual([]);
      expect((await api.admin.ok('GET', `/api/records/account/${stubborn}/actions`)).data).toEqual(['watch__mark']);
      expect((await press(api.admin, [one!], { as: 'x' })).body.code).toBe('action_not_offered');
    });

    it('finds each answer of the form checked as a field of its type would be', async () => {
      const id = await make('Asked');
      const issues = async (input: Loose) => (await press(api.admin, [id], input)).body.errors;
      expect(await issues({})).toMatchObject([{ path: 'input.as', code: 'required' }]);
      expect(await issues({ as: 'x'.repeat(21) })).toMatchObject([{ path: 'input.as', code: 'too_long' }]);
      expect(await issues({ as: 'x', by: v7() })).toMatchObject([{ path: 'input.by', code: 'record_not_found' }]);
      expect(await issues({ as: 'x', other: 1 })).toMatchObject([{ path: 'input.other', code: 'unknown_setting' }]);
      expect((await press(api.admin, [], { as: 'x' })).body.code).toBe('action_needs_records');
    });

    it('is for the roles it names, and one about no record for everybody', async () => {
      const person = await api.person('Paula', ['sales_representative']);
      const names = (await person.ok('GET', '/api/actions')).data.map((each: Loose) => each.name);
      expect(names).toEqual(['watch__now']);
      expect((await press(person, [await make('Other')], { as: 'x' })).body.code).toBe('unknown_action');
      const { body } = await press(person, [], { day: '2026-11-22' }, 'watch__now');
      expect(body.data).toMatchObject({ done: 1, message: '[null,[],{"day":"2026-11-22"}]' });
      expect((await press(person, [v7()], {}, 'watch__now')).body.code).toBe('action_about_no_record');
    });
  });

  it('is named by the workspace, and what names nothing is not published', async () => {
    const document = (kind: string, name: string, body: Loose) =>
      api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${name}`, { body: { label: text, ...body } });
    const compute = { id: 'one', type: 'compute', version: 1, settings: { value: 'input_points' }, next: {} };
    const form = [{ name: 'points', type: 'integer', label: text, required: true }];
    const workflow = { format: 1, active: true, first: 'one', steps: [compute] };
    const trigger = { type: 'manual', settings: { object: 'account', when: 'record.name == "Ready"', form } };
    await document('workflow', 'book', { ...workflow, trigger });
    const button = { object: 'account', places: ['list'], does: { type: 'workflow', workflow: 'book' } };
    await document('action', 'begin', { ...button, object: 'contact' });
    await document('action', 'second', { object: 'account', does: { type: 'function', function: 'watch__none' } });
    await document('action', 'third', { ...button, input: [{ name: 'other', type: 'text', label: text }] });
    const plan = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(plan.problems.map((each: Loose) => [each.key, each.path, each.code])).toEqual(
      expect.arrayContaining([
        ['begin', 'does.workflow', 'action_wrong_workflow'],
        ['second', 'does.function', 'dangling_reference'],
        ['third', 'input', 'action_asks_too_little'],
      ]),
    );
    await document('action', 'begin', button);
    await document('action', 'second', { object: 'account', does: { type: 'function', function: 'watch__mark' } });
    await document('action', 'third', { object: 'account', does: button.does });
    await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Buttons' } });
    const { data } = await api.admin.ok('GET', '/api/actions');
    const begin = data.find((each: Loose) => each.name === 'begin');
    expect(begin).toMatchObject({ conditional: true, form: [{ field: { name: 'points', type: 'integer' } }] });
    const ids: string[] = [];
    for (const name of ['Ready', 'Ready', 'Late'])
      ids.push((await api.admin.ok('POST', '/api/records/account', { body: { name } })).data.id);
    const pressed = await api.admin.ok('POST', '/api/actions/begin', { body: { records: ids, input: { points: 7 } } });
    expect(pressed.data).toMatchObject({ done: 2, errors: [{ record: ids[2], code: 'action_not_offered' }] });
    const runs = (await api.admin.ok('GET', '/api/workflows/runs', { query: { workflow: 'book' } })).data;
    expect(new Set(runs.map((run: Loose) => run.record))).toEqual(new Set(ids.slice(0, 2)));
  });

  it('answers requests, and nothing it answers is run in the origin of the workspace', async () => {
    const answer = await fetch(`${api.url}${at}/endpoints/page?q=1`);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('x-own')).toBe('yes');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.json()).toBe('<script>1Watch</script>');
    expect((await fetch(`${api.url}${at}/endpoints/mine/too`, { method: 'POST' })).status).toBe(401);
    expect((await fetch(`${api.url}${at}/endpoints/nothing`)).status).toBe(404);
    const mine = await api.admin.ok('POST', `${at}/endpoints/mine/too`, { body: { a: 1 } });
    expect(mine).toMatchObject({ got: { a: 1 } });
  });

  it('is a step of workflows, and begins them', async () => {
    const workflow = {
      kind: 'workflow',
      name: 'by_plugin',
      label: text,
      format: 1,
      active: true,
      run_as: 'administrator',
      trigger: { type: 'plugin_event', settings: { event: 'watch:called', object: 'account' } },
      first: 'act',
      steps: [
        {
          id: 'act',
          type: 'run_plugin',
          version: 1,
          settings: {
            step: `${ID}/rename`,
            input: '{"as": "by {{ record.name }}"}',
            stop_on_failure: true,
          },
          next: {},
        },
      ],
    };
    await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/workflow/by_plugin', { body: workflow });
    await api.admin.ok('POST', '/api/studio/publish', { body: {} });
    const { data: made } = await api.admin.ok('POST', '/api/records/account', { body: { name: 'Stepped' } });
    await api.admin.ok('POST', `${at}/functions/raise`, { body: { input: made.id } });
    await expect
      .poll(async () => (await api.admin.ok('GET', `/api/records/account/${made.id}`)).data.description, {
        timeout: 15_000,
      })
      .toBe('by Stepped');
  });

  it('has steps and events with a form, ways out and values of their own', async () => {
    const chosen = (name: string) => {
      const part = plugin.documents.find((each) => each.kind === 'plugin_part' && each.name === name);
      return chosenFrom(part as PluginPartDocument) as unknown as Loose;
    };
    const settings = {
      step: chosen('watch__rename_step'),
      record: 'record',
      as: 'for {{ payload_why }}',
      least: '1 + 1',
    };
    const act = { id: 'act', type: 'run_plugin', version: 1, settings, next: { odd: 'tell', failed: 'tell' } };
    const values = { employees: 'act_length' };
    const tell = { id: 'tell', type: 'update_record', version: 1, settings: { record: 'record', values }, next: {} };
    const workflow = {
      label: text,
      format: 1,
      active: true,
      run_as: 'administrator',
      trigger: { type: 'plugin_event', settings: { event: chosen('watch__called_event'), object: 'account' } },
      first: 'act',
      steps: [act, tell],
    };
    const path = '/api/studio/layers/workspace/documents/workflow/by_plugin';
    const wrong = { ...workflow, steps: [{ ...act, settings: { ...settings, as: '', odd: 1 } }, tell] };
    await api.admin.ok('PUT', path, { body: wrong });
    const { errors } = (await api.admin.call('POST', '/api/studio/publish', { body: {} })).body;
    expect(errors.map(({ path: at_, code }: Loose) => [at_, code])).toEqual([
      ['workflow/by_plugin/steps.0.settings.odd', 'unknown_setting'],
      ['workflow/by_plugin/steps.0.settings.as', 'required'],
    ]);
    await api.admin.ok('PUT', path, { body: workflow });
    await api.admin.ok('POST', '/api/studio/publish', { body: {} });
    const { data: made } = await api.admin.ok('POST', '/api/records/account', { body: { name: 'Formed' } });
    await api.admin.ok('POST', `${at}/functions/raise`, { body: { input: made.id } });
    await expect
      .poll(async () => (await api.admin.ok('GET', `/api/records/account/${made.id}`)).data)
      .toMatchObject({ description: 'for birthday', employees: 12 });
    // What names it is in its way.
    const removal = (await api.admin.ok('POST', `${at}/uninstall/plan`, { body: {} })).data;
    const stopped = removal.readers.filter((each: Loose) => each.effect === 'stops').map((each: Loose) => each.key);
    expect(stopped).toEqual(expect.arrayContaining(['by_plugin', 'second']));
  });

  it('that breaks in the background is a run that can be made again', async () => {
    await api.admin.ok('POST', '/api/records/account', { body: { name: 'Trouble' } });
    const runs = async () =>
      (await api.admin.ok('GET', `${at}/runs`)).data.filter((run: Loose) => run.kind === 'after_hook');
    await expect.poll(async () => (await runs())[0]?.error).toContain('in trouble');
    const [run] = await runs();
    // As when its tries have run out.
    await api.database.query(`update core.plugin_run set status = 'failed' where id = $1`, [run.id]);
    await api.admin.ok('POST', `${at}/runs/${run.id}/repeat`);
    const again = await api.admin.call('POST', `${at}/runs/${run.id}/repeat`);
    expect([204, 409]).toContain(again.status);
  });

  it('is at rest while the plugin is switched off', async () => {
    await api.admin.ok('POST', `${at}/disable`);
    await expect
      .poll(async () => (await api.admin.call('POST', `${at}/functions/echo`, { body: {} })).status, {
        timeout: 10_000,
      })
      .toBe(404);
    const { data } = await api.admin.ok('POST', '/api/records/account', { body: { name: 'Unseen' } });
    expect(data.description).toBeNull();
    await api.admin.ok('POST', `${at}/enable`);
    await expect
      .poll(async () => (await api.admin.call('POST', `${at}/functions/echo`, { body: {} })).status, {
        timeout: 10_000,
      })
      .toBe(200);
  });

  it('that keeps failing is switched off, and says why', async () => {
    for (let n = 0; n < 60; n++) await api.admin.call('POST', `${at}/functions/break`, { body: {} });
    await expect.poll(async () => (await api.admin.ok('GET', at)).data.enabled).toBe(false);
    expect((await api.admin.ok('GET', at)).data.disabled_for.en).toContain('broken inside');
    const { data } = await api.admin.ok('GET', '/api/plugin-sandbox');
    expect(data).toMatchObject({ reason: null });
    const audit = (await api.admin.ok('GET', '/api/audit')).data;
    expect(audit[0]).toMatchObject({ action: 'plugin_disabled' });
  });
});
