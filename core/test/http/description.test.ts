import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/http/routes.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1, signed in and not', async () => {
    for (const client of [api.admin, api.nobody]) {
      const { document } = await client.description();
      expect(document.openapi).toMatch(/^3\.1\./);
      expect(await new Validator().validate(structuredClone(document) as never)).toMatchObject({ valid: true });
    }
  });

  it('describes every route of the server, under one operation id', async () => {
    const { document } = await api.nobody.description();
    for (const { path, method, id } of routes)
      expect(document.paths[path]?.[method.toLowerCase()]?.operationId).toBe(id);
    const ids = Object.values((await api.admin.description()).document.paths).flatMap((item) =>
      Object.values(item).map((each) => each.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('spells objects out for those who may see them only', async () => {
    expect((await api.nobody.description()).document.paths).not.toHaveProperty(['/api/records/account']);
    expect((await api.admin.description()).document.paths).toHaveProperty(['/api/records/account']);
    const agent = await api.person('Agent', ['service_agent']);
    const { document } = await agent.description();
    expect(document.paths).toHaveProperty(['/api/records/account']);
    expect(document.paths).not.toHaveProperty(['/api/records/opportunity']);
    expect(document.components.schemas['record.account']).not.toHaveProperty(['properties', 'annual_revenue']);
    expect(document.components.schemas['record.account.update']).toEqual(expect.objectContaining({ properties: {} }));
  });

  it('tells who has it already that nothing changed, until something has', async () => {
    const { headers } = await api.admin.get('/api/openapi.json');
    const etag = headers.get('etag') ?? '';
    expect((await api.admin.get('/api/openapi.json', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const model = await api.admin.get('/api/model');
    expect(
      (await api.admin.get('/api/model', { headers: { 'if-none-match': model.headers.get('etag') ?? '' } })).status,
    ).toBe(304);
    await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/object/vessel', {
      body: {
        kind: 'object',
        name: 'vessel',
        label: { en: 'Vessel', zh: '船' },
        label_plural: { en: 'Vessels', zh: '船' },
        name_field: 'name',
      },
    });
    await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/field/vessel.name', {
      body: { kind: 'field', object: 'vessel', name: 'name', type: 'text', label: { en: 'Name', zh: '名称' } },
    });
    await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Vessels' } });
    const again = await api.admin.get('/api/openapi.json', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(200);
    expect(again.body.paths).toHaveProperty(['/api/records/vessel']);
    expect(
      (await api.admin.get('/api/model', { headers: { 'if-none-match': model.headers.get('etag') ?? '' } })).status,
    ).toBe(200);
  });
});

describe('calls made as described', () => {
  it('bring a record through its life', async () => {
    const { admin } = api;
    admin.forget();
    const created = await admin.post('/api/records/account', { body: { name: 'Tulip Ltd' } });
    expect(created.status).toBe(201);
    const at = `/api/records/account/${created.body.data.id}`;
    const etag = created.headers.get('etag') ?? '';
    expect(etag).toBe('"1"');
    const changed = await admin.patch(at, { body: { name: 'Tulip AG' }, headers: { 'if-match': etag } });
    expect(changed).toMatchObject({ status: 200, body: { data: { name: 'Tulip AG' } } });
    expect(await admin.patch(at, { body: { name: 'Tulip SA' }, headers: { 'if-match': etag } })).toMatchObject({
      status: 412,
      body: { code: 'version_conflict' },
    });
    expect((await admin.get(`${at}/history`)).body.data.map((entry: { action: string }) => entry.action)).toEqual([
      'update',
      'create',
    ]);
    expect((await admin.get('/api/search', { query: { q: 'Tulip' } })).body.data[0].name).toBe('Tulip AG');
    expect((await admin.delete(at)).status).toBe(204);
    expect((await admin.get(at)).status).toBe(404);
    expect((await admin.get('/api/records/account', { query: { deleted: true } })).body.data).toHaveLength(1);
    expect((await admin.post(`${at}/restore`)).status).toBe(200);
    expect((await admin.get(at)).headers.get('etag')).toBe('"4"');
  });

  it('are carried out once under one Idempotency-Key', async () => {
    const { admin } = api;
    const headers = { 'idempotency-key': 'the-same' };
    const body = { name: 'Once Ltd' };
    const answers = await Promise.all([1, 2, 3].map(() => admin.post('/api/records/account', { body, headers })));
    expect(new Set(answers.map((answer) => answer.body.data.id)).size).toBe(1);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true')).toHaveLength(2);
    const count = await admin.get('/api/records/account', { query: { filter: 'name == "Once Ltd"', count: 'exact' } });
    expect(count.body.count).toBe(1);
    expect(await admin.post('/api/records/account', { body: { name: 'Other' }, headers })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_mismatch' },
    });
  });

  it('carry many changes at once', async () => {
    const { admin } = api;
    const { body } = await admin.post('/api/records/account/bulk', {
      body: { create: [{ name: 'One' }, { name: 'Two' }], mode: 'all' },
    });
    expect(body).toMatchObject({ updated: [], deleted: [], errors: [] });
    expect(body.created).toHaveLength(2);
    const refused = await admin.post('/api/records/account/bulk', {
      undescribed: true,
      body: { create: [{ name: 'Three' }, { name: 5 }], mode: 'all' },
    });
    expect(refused.body).toMatchObject({ created: [], errors: [{ list: 'create', index: 1, path: 'name' }] });
  });
});
