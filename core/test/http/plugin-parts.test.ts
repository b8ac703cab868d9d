import { definePlugin, enricher, fieldTypeOf, label, may, validator } from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { packedPlugin } from '../../testing/plugin-packages.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const ID = 'com.example.bank';
const text = label('Bank', '银行');
const idle = () => null;
const { private: key, public: publicKey } = newPublisherKey();

const plugin = definePlugin({
  id: ID,
  prefix: 'bank',
  version: '1.0.0',
  engine: '>=0.1.0',
  label: text,
  description: text,
  documents: [],
  capabilities: [may.records('account', ['read'], ['name', 'description'], text)],
  code: [
    enricher(
      {
        name: 'register',
        label: text,
        object: 'account',
        reads: ['name', 'phone'],
        fields: ['website', 'employees', 'description'],
      },
      idle,
    ),
    enricher({ name: 'broken', label: text, object: 'account', reads: ['name'], fields: ['website'] }, idle),
    validator(
      {
        name: 'code',
        label: label('Bank code', '银行代码'),
        types: ['text'],
        inputs: [{ name: 'country', label: text, types: ['text'] }],
        form: [{ name: 'letters', type: 'integer', label: text, required: true, min: 1, max: 9 }],
      },
      idle,
    ),
    fieldTypeOf(
      {
        name: 'iban',
        label: label('IBAN', '国际银行账号'),
        base: 'text',
        preset: { max_length: 34 },
        display: { group: 4, link: 'https://bank.example/{value}' },
        form: [{ name: 'country', type: 'text', label: text }],
      },
      idle,
    ),
  ],
});

/** Counts its calls by what it refuses, so that a test sees that many values are judged at once. */
const CODE = `var plugin = { handlers: {
  'validator/code': ({ settings, checks, field }) => checks.map(({ value, inputs }) => {
    if (value === 'BREAK') throw new Error('broken');
    const wanted = settings.letters;
    if (value.length === wanted && (inputs.country === null || value.startsWith(inputs.country))) return null;
    return { en: field.name + ' of ' + checks.length + ': ' + wanted + ' letters', zh: wanted + ' 个字母' };
  }),
  'enricher/register': async ({ object, record }, host) => {
    let wrote = true;
    try { await host.records.update(object, record.id, { description: 'by itself' }); } catch (error) { wrote = error.code; }
    return [
      { field: 'website', value: 'https://' + record.name.toLowerCase() + '.example', source: { en: 'Register', zh: '登记处' }, url: 'https://register.example/1', note: JSON.stringify([Object.keys(record).toSorted(), wrote]) },
      { field: 'employees', value: 'many', source: 'Guess' },
      { field: 'employees', value: 40, source: 'Report', url: 'javascript:alert(1)' },
      { field: 'description', value: 'As it was', source: 'Report' },
      { field: 'owner', value: 'somebody', source: 'Report' },
    ];
  },
  'enricher/broken': () => [{ field: 'website', value: 'https://x.example' }],
  'field_type/iban': ({ settings, values }) => values.map((value) => {
    const plain = value.replace(/ /g, '').toUpperCase();
    if (settings.country !== null && !plain.startsWith(settings.country)) return { error: { en: 'Not of ' + settings.country, zh: '国家不符' } };
    return { value: plain };
  }),
} };`;

let api: TestApi;

const draft = (kind: string, name: string, body: object) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${name}`, { body });
const refused = async (kind: string, name: string, body: object): Promise<Loose> => {
  const answer = await api.admin.call('PUT', `/api/studio/layers/workspace/documents/${kind}/${name}`, { body });
  if (answer.status !== 200 && answer.status !== 201) return answer.body;
  const { problems } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
  await api.admin.ok('DELETE', `/api/studio/layers/workspace/documents/${kind}/${name}`);
  return { problems };
};
const publish = () => api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Checks' } });

beforeAll(async () => {
  api = await testApi();
  await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: publicKey, name: 'Bank' } });
  const body = packedPlugin(plugin, { signer: { key, publisher: 'Bank' }, code: CODE });
  const { digest } = (await api.admin.ok('POST', '/api/plugin-packages', { body })).data;
  const plan = (await api.admin.ok('POST', '/api/plugins/plan', { body: { source: { digest } } })).data;
  const grants = plan.package.capabilities.map((each: Loose) => each.key);
  await api.admin.ok('POST', '/api/plugins/install', { body: { source: { digest }, grants } });
  api.admin.forget();
  const field = { object: 'account', label: text };
  await draft('field', 'account.bank_code', { ...field, type: 'text' });
  await draft('field', 'account.bank_country', { ...field, type: 'text' });
  await draft('field', 'account.iban', {
    ...field,
    type: 'text',
    max_length: 42,
    as: 'bank__iban_type',
    as_settings: { country: 'DE' },
  });
  await draft('rule', 'account_bank_code', {
    object: 'account',
    label: text,
    type: 'check',
    validator: 'bank__code_check',
    field: 'bank_code',
    inputs: { country: 'bank_country' },
    settings: { letters: 4 },
    mode: 'enforce',
  });
  await publish();
  api.admin.forget();
});

describe('a check that a plugin brings', () => {
  it('stands beside its field, looks at another, and judges all records of a save at once', async () => {
    const one = { name: 'One', bank_code: 'DEUT', bank_country: 'DE' };
    const { data } = await api.admin.ok('POST', '/api/records/account', { body: one });
    const wrong = await api.admin.call('PATCH', `/api/records/account/${data.id}`, { body: { bank_country: 'FR' } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'bank_code', code: 'check_failed' }] } });
    const create = ['DEUT', 'X', 'Y'].map((bank_code, at) => ({ name: `Bulk ${at}`, bank_code, bank_country: 'DE' }));
    const bulk = await api.admin.ok('POST', '/api/records/account/bulk', { body: { create, mode: 'partial' } });
    expect(bulk.errors.map((each: Loose) => [each.index, each.message])).toEqual([
      [1, 'bank_code of 3: 4 letters'],
      [2, 'bank_code of 3: 4 letters'],
    ]);
    // What it had all along is not judged again: the plugin is not even asked.
    await api.database.query(`update crm.account set bank_code = 'BREAK' where id = $1`, [data.id]);
    await api.admin.ok('PATCH', `/api/records/account/${data.id}`, { body: { description: 'Another thing' } });
  });

  it('refuses the save by name where it breaks', async () => {
    const answer = await api.admin.call('POST', '/api/records/account', { body: { name: 'B', bank_code: 'BREAK' } });
    expect(answer.body.errors).toMatchObject([{ path: 'bank_code', code: 'plugin_failed' }]);
  });

  it('is tried by an administrator before anybody is held up', async () => {
    const at = '/api/plugin-parts/bank__code_check/try';
    const wish = { value: 'ABC', settings: { letters: 3 } };
    expect((await api.admin.ok('POST', at, { body: wish })).data).toEqual({ value: 'ABC', error: null });
    const { data } = await api.admin.ok('POST', at, { body: { ...wish, settings: { letters: 4 } } });
    expect(data.error).toEqual({ en: 'value of 1: 4 letters', zh: '4 个字母' });
    expect((await api.admin.call('POST', '/api/plugin-parts/none/try', { body: wish })).body.code).toBe('unknown_part');
    const person = await api.person('Pat', ['sales_representative']);
    expect((await person.call('POST', at, { body: wish })).body.code).toBe('forbidden_right');
  });

  it('is set up as its plugin says, or not published', async () => {
    const rule = {
      object: 'account',
      label: text,
      type: 'check',
      validator: 'bank__code_check',
      field: 'bank_code',
      mode: 'warn',
    };
    const wrong = { ...rule, field: 'employees', inputs: { city: 'name' }, settings: { letters: 12, digits: 3 } };
    const codes = (answer: Loose) => answer.problems.map((each: Loose) => [each.path, each.code]).toSorted();
    expect(codes(await refused('rule', 'wrong', wrong))).toEqual([
      ['field', 'wrong_part_type'],
      ['inputs.city', 'unknown_setting'],
      ['settings.digits', 'unknown_setting'],
      ['settings.letters', 'out_of_range'],
    ]);
    expect(codes(await refused('rule', 'wrong', { ...rule, validator: 'bank__iban_type' }))).toEqual([
      ['validator', 'dangling_reference'],
    ]);
    expect(codes(await refused('rule', 'wrong', rule))).toEqual([['settings.letters', 'required']]);
    const field = { object: 'account', label: text, type: 'integer', as: 'bank__iban_type' };
    expect(codes(await refused('field', 'account.wrong', field))).toEqual([['as', 'wrong_part_type']]);
  });
});

describe('a type of field that a plugin brings', () => {
  it('reads what is written, refuses what it is not, and is found as it is kept', async () => {
    const { data } = await api.admin.ok('POST', '/api/records/account', {
      body: { name: 'I', iban: 'de89 3704 0044' },
    });
    expect(data.iban).toBe('DE8937040044');
    const wrong = await api.admin.call('PATCH', `/api/records/account/${data.id}`, { body: { iban: 'FR12' } });
    expect(wrong.body.errors).toMatchObject([{ path: 'iban', code: 'check_failed', message: 'Not of DE' }]);
    const query = { filter: 'iban == "DE8937040044"', sort: 'iban' };
    expect((await api.admin.ok('GET', '/api/records/account', { query })).data).toMatchObject([{ id: data.id }]);
    const model = await api.admin.ok('GET', '/api/model');
    expect(model.objects.account.fields.iban.shape).toMatchObject({
      name: 'bank__iban_type',
      display: { group: 4, link: 'https://bank.example/{value}' },
    });
  });

  it('shows values its way in exports that people read', async () => {
    const body = { filter: 'name == "I"', fields: ['name', 'iban'], values: 'formatted', format: 'csv' };
    const answer = await api.admin.call('POST', '/api/records/account/export', { body });
    expect(String(answer.body)).toContain('DE89 3704 0044');
  });
});

describe('a source of values that a plugin brings', () => {
  it('proposes values with where they are from, and changes nothing', async () => {
    const made = { name: 'Acme', description: 'As it was', website: 'https://old.example' };
    const { data } = await api.admin.ok('POST', '/api/records/account', { body: made });
    const at = `/api/records/account/${data.id}/enrich`;
    const { proposals, problems } = (await api.admin.ok('POST', at, { body: {} })).data;
    expect(proposals).toEqual([
      {
        enricher: 'bank__register_source',
        field: 'website',
        value: 'https://acme.example',
        current: 'https://old.example',
        source: { en: 'Register', zh: '登记处' },
        url: 'https://register.example/1',
        // Of the record it is told what it was granted, and while somebody waits for proposals it writes nothing.
        note: label('[["id","name"],"plugin_only_reads"]', '[["id","name"],"plugin_only_reads"]'),
      },
      // Neither what is no number, nor what is there already, nor what it did not say it proposes.
      {
        enricher: 'bank__register_source',
        field: 'employees',
        value: 40,
        current: null,
        source: label('Report', 'Report'),
        url: null,
        note: null,
      },
    ]);
    expect(problems).toMatchObject([{ enricher: 'bank__broken_source', code: 'plugin_bad_answer' }]);
    expect((await api.admin.ok('GET', `/api/records/account/${data.id}`)).data).toMatchObject({ ...made, version: 1 });
    const one = { enrichers: ['bank__broken_source'] };
    expect((await api.admin.ok('POST', at, { body: one })).data.proposals).toEqual([]);
  });

  it('is offered to who may edit what it proposes, and asked by itself where an administrator wants it', async () => {
    const names = async (client: Loose) =>
      (await client.ok('GET', '/api/model')).enrichers.map((each: Loose) => [each.name, each.on_create]).toSorted();
    expect(await names(api.admin)).toEqual([
      ['bank__broken_source', false],
      ['bank__register_source', false],
    ]);
    const role = { label: text, grants: { account: { read: true } } };
    await draft('role', 'looker', role);
    const patch = { part: 'enricher', label: text, object: 'account', fields: ['website'], on_create: true };
    await draft('plugin_part', 'bank__register_source', patch);
    await publish();
    api.admin.forget();
    expect(await names(api.admin)).toContainEqual(['bank__register_source', true]);
    const looker = await api.person('Lou', ['looker']);
    expect(await names(looker)).toEqual([]);
    const account = (await api.admin.ok('GET', '/api/records/account', { query: { limit: '1' } })).data[0];
    const answer = await looker.ok('POST', `/api/records/account/${account.id}/enrich`, { body: {} });
    expect(answer.data).toEqual({ proposals: [], problems: [] });
    expect((await looker.call('POST', `/api/records/contact/${account.id}/enrich`, { body: {} })).status).toBe(403);
  });
});

describe('without its plugin', () => {
  it('saves go on while it is switched off, and nothing dangles once it is gone', async () => {
    await api.admin.ok('POST', `/api/plugins/${ID}/disable`);
    const make = (iban: string) =>
      api.admin.call('POST', '/api/records/account', { body: { name: 'Off', iban, bank_code: 'LONGER' } });
    await expect.poll(async () => (await make('fr 12')).status).toBe(201);
    const plan = (await api.admin.ok('POST', `/api/plugins/${ID}/uninstall/plan`, { body: { data: {} } })).data;
    expect(plan.readers.map((each: Loose) => [each.kind, each.key, each.effect]).toSorted()).toEqual([
      ['field', 'account.iban', 'rewritten'],
      ['rule', 'account_bank_code', 'removed'],
    ]);
    await api.admin.ok('POST', `/api/plugins/${ID}/uninstall`, { body: { data: {}, release: plan.release } });
    api.admin.forget();
    const { objects } = await api.admin.ok('GET', '/api/model');
    expect(objects.account.fields.iban).not.toHaveProperty('as');
    expect(objects.account.fields.iban).not.toHaveProperty('shape');
    expect(objects.account.fields.iban.type).toBe('text');
    const left = (await api.admin.ok('GET', '/api/studio/documents', { query: { layer: 'workspace', kind: 'rule' } }))
      .data;
    expect(left.map((each: Loose) => each.key)).not.toContain('account_bank_code');
  });
});
