import { beforeAll, expect, it } from 'vitest';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const label = (text: string) => ({ en: text, zh: text });
const documents = '/api/studio/layers/workspace/documents';

let api: TestApi;

const put = (key: string, body: object) =>
  api.admin.put(`${documents}/field/${key}`, { body: { kind: 'field', object: 'shift', label: label(key), ...body } });

beforeAll(async () => {
  api = await testApi();
  await api.admin.ok('PUT', `${documents}/object/shift`, {
    body: { kind: 'object', name: 'shift', label: label('Shift'), label_plural: label('Shifts'), name_field: 'name' },
  });
  await put('shift.name', { name: 'name', type: 'text' });
  await put('shift.born', { name: 'born', type: 'date', latest: 'today-18y' });
  await put('shift.begins', { name: 'begins', type: 'time', earliest: '06:00', latest: '22:00' });
  await put('shift.takes', { name: 'takes', type: 'duration', shortest: '15m', longest: '8h' });
  await put('shift.at', { name: 'at', type: 'datetime', earliest: '2026-01-01' });
  await api.admin.ok('POST', '/api/studio/publish', { body: {} });
  api.admin.forget();
});

it('refuses what lies outside, beside its field', async () => {
  const outside = { born: '2025-01-01', begins: '23:00', takes: '1m', at: '2025-12-31T00:00:00Z' };
  const { status, body } = await api.admin.post('/api/records/shift', { body: outside, undescribed: true });
  expect(status).toBe(422);
  const found = body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
  expect(found.toSorted()).toEqual(['at too_early', 'begins too_late', 'born too_late', 'takes too_short']);
  const inside = { born: '1990-01-01', begins: '06:00', takes: '8h', at: '2026-01-01T12:00:00Z' };
  expect((await api.admin.post('/api/records/shift', { body: inside, undescribed: true })).status).toBe(201);
});

it('tells the limits in the description of the API', async () => {
  const description = await api.admin.ok('GET', '/api/openapi.json');
  const text = JSON.stringify(description.components.schemas);
  expect(text).toContain('Not after today-18y.');
  expect(text).toContain('Not before 06:00. Not after 22:00.');
  expect(text).toContain('"minimum":900000,"maximum":28800000');
});

it('refuses a limit that is none', async () => {
  const refused = await put('shift.born', { name: 'born', type: 'date', latest: 'soon' });
  expect(refused.status).toBe(422);
  expect(refused.body.errors[0]).toMatchObject({ path: 'latest', code: 'invalid_format' });
});
