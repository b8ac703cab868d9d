import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Secret fields: masked until a role names them, told one at a time with a note, and not exported along. */

const label = (text: string) => ({ en: text, zh: text });
const SECRET = 'Rumpelstilzchen';

let api: TestApi;
let clerk: ApiClient & { id: string };
let payroll: ApiClient & { id: string };
let keeper: ApiClient & { id: string };
let id: string;

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
const all = { create: true, read: true, update: true, delete: true, export: true };

beforeAll(async () => {
  api = await testApi();
  await put('object', 'person', {
    name: 'person',
    label: label('Person'),
    label_plural: label('People'),
    name_field: 'name',
  });
  const field = (name: string, body: Loose) =>
    put('field', `person.${name}`, { object: 'person', name, label: label(name), ...body });
  await field('name', { type: 'text' });
  await field('salary', { type: 'text', sensitivity: 'secret' });
  await field('payslip', { type: 'formula', result: 'text', expression: 'record.salary + "!"' });
  await field('mobile', { type: 'phone' });
  const role = (name: string, body: Loose) => put('role', name, { name, label: label(name), ...body });
  await role('clerk', { grants: { person: all } });
  await role('payroll', { grants: { person: { ...all, fields: { '*': 'edit', salary: 'edit' } } } });
  await role('keeper', {
    grants: { person: { ...all, fields: { '*': 'edit', salary: 'read' } } },
    rights: ['export_secret', 'privacy'],
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Secrets' } });
  api.admin.forget();
  [clerk, payroll, keeper] = [
    await api.person('Clerk', ['clerk']),
    await api.person('Payroll', ['payroll']),
    await api.person('Keeper', ['keeper']),
  ];
  const body = { name: 'Anna', salary: SECRET, mobile: '+8613800138000' };
  id = (await payroll.ok('POST', '/api/records/person', { body })).data.id;
});

describe('a secret field', () => {
  it('is masked for everybody whose roles do not name it, administrators too', async () => {
    for (const client of [clerk, api.admin]) {
      const { data } = await client.ok('GET', `/api/records/person/${id}`);
      expect(data).not.toHaveProperty('salary');
      expect(data).not.toHaveProperty('payslip');
      const model = await client.ok('GET', '/api/model');
      expect(model.objects.person.fields).not.toHaveProperty('salary');
      expect(model.rights.objects.person.masked).toEqual([{ name: 'salary', label: label('salary') }]);
      const written = await client.call('PATCH', `/api/records/person/${id}`, {
        body: { salary: '1' },
        undescribed: true,
      });
      expect(written).toMatchObject({ status: 422, body: { errors: [{ code: 'unknown_field' }] } });
    }
    expect((await payroll.ok('GET', `/api/records/person/${id}`)).data).toMatchObject({
      salary: SECRET,
      payslip: `${SECRET}!`,
    });
  });

  it('is told one record at a time, and the audit log has it', async () => {
    const { data } = await clerk.ok('POST', `/api/records/person/${id}/reveal`, { body: { field: 'salary' } });
    expect(data).toMatchObject({ value: SECRET, field: { name: 'salary', type: 'text' } });
    const { data: entries } = await api.admin.ok('GET', '/api/audit', { query: { action: 'value_revealed' } });
    expect(entries).toMatchObject([
      {
        actor: { id: clerk.id },
        subject: { kind: 'record', id, name: 'person' },
        detail: { object: 'person', field: 'salary' },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain(SECRET);
  });

  it('is told of no record that one does not see, and nothing else is told so', async () => {
    const reveal = (field: string, of = id) =>
      clerk.post<Loose>(`/api/records/person/${of}/reveal`, { body: { field } });
    expect((await reveal('salary', crypto.randomUUID())).body.code).toBe('record_not_found');
    for (const field of ['name', 'payslip', 'nothing', 'version'])
      expect((await reveal(field)).body.code).toBe('unknown_field');
    expect((await keeper.post<Loose>(`/api/records/person/${id}/reveal`, { body: { field: 'salary' } })).status).toBe(
      422,
    );
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { action: 'value_revealed' } });
    expect(data).toHaveLength(1);
  });

  it('leaves the workspace only by the right to it', async () => {
    const take = (client: ApiClient, fields?: string[]) =>
      client.post<Loose>('/api/records/person/export', { body: { format: 'csv', ...(fields && { fields }) } });
    const chosen = await take(payroll, ['name', 'salary', 'payslip']);
    expect(chosen).toMatchObject({ status: 403, body: { code: 'secret_not_exported' } });
    expect(chosen.body.detail).toContain('salary, payslip');
    const everything = await take(payroll);
    expect(everything.body).toContain('Anna');
    expect(everything.body).not.toContain(SECRET);
    const sorted = await payroll.post<Loose>('/api/records/person/export', {
      body: { fields: ['name'], filter: `salary == "${SECRET}"` },
    });
    expect(sorted.status).toBe(422);
    expect((await take(keeper, ['name', 'salary'])).body).toContain(SECRET);
  });

  it('is in the report of where such data is, with what it fills and who sees it', async () => {
    const { data } = await keeper.ok('GET', '/api/privacy/fields');
    const own = data.filter((each: Loose) => each.object === 'person');
    const names = (roles: Loose[]) => roles.map((role) => role.name);
    expect(own.map((each: Loose) => [each.field, each.sensitivity, each.stated, each.records, each.filled])).toEqual([
      ['salary', 'secret', true, 1, 1],
      ['mobile', 'personal', false, 1, 1],
    ]);
    expect(names(own[0].read_by)).toEqual(expect.arrayContaining(['payroll', 'keeper']));
    expect(names(own[0].masked_for)).toEqual(expect.arrayContaining(['clerk', 'administrator']));
    expect((await clerk.get('/api/privacy/fields')).status).toBe(403);
  });
});
