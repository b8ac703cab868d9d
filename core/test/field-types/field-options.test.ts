import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** What any field may demand beside its type: a form, a value that stays, options that fit another choice. */

let api: TestApi;
const label = (text: string) => ({ en: text, zh: text });
const option = (value: string, when?: string[]) => ({ value, label: label(value), ...(when && { when }) });

const put = (kind: string, key: string, body: Loose, undescribed = false) =>
  api.admin.call('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, {
    body: { kind, label: label(key), ...body },
    undescribed,
  });
const field = (name: string, body: Loose) => put('field', `parcel.${name}`, { object: 'parcel', name, ...body });
const create = (body: Loose) =>
  api.admin.call('POST', '/api/records/parcel', { body: { name: 'x', ...body }, undescribed: true });
const update = (id: string, body: Loose) =>
  api.admin.call('PATCH', `/api/records/parcel/${id}`, { body, undescribed: true });

beforeAll(async () => {
  api = await testApi();
  await put('object', 'parcel', { name: 'parcel', label_plural: label('Parcels'), name_field: 'name' });
  await field('name', { type: 'text' });
  await field('code', {
    type: 'text',
    pattern: '[A-Z]{2}-\\d{3}',
    pattern_message: { en: 'Two letters, a dash, three digits', zh: '两个字母、连字符、三位数字' },
  });
  await field('plain', { type: 'text', pattern: '(?i)yes|no' });
  await field('origin', { type: 'text', read_only_after_create: true, sensitivity: 'personal' });
  await field('price', { type: 'currency', read_only_after_create: true });
  await field('country', { type: 'select', options: [option('cn'), option('de'), option('jp')] });
  await field('lanes', { type: 'multi_select', options: [option('air'), option('sea')] });
  await field('carrier', {
    type: 'select',
    controlled_by: 'country',
    options: [option('sf', ['cn']), option('dhl', ['de', 'cn']), option('any')],
  });
  await field('extras', {
    type: 'multi_select',
    controlled_by: 'lanes',
    options: [option('cold', ['air']), option('slow', ['sea'])],
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Parcels' } });
  api.admin.forget();
});

describe('a format pattern', () => {
  it('is what the whole text must match, with the admin’s own words', async () => {
    expect((await create({ code: 'AB-123' })).status).toBe(201);
    for (const code of ['ab-123', 'AB-1234', 'xAB-123']) {
      const { status, body } = await create({ code });
      expect({ code, status }).toEqual({ code, status: 422 });
      expect(body.errors).toMatchObject([
        { path: 'code', code: 'pattern_mismatch', message: 'Two letters, a dash, three digits' },
      ]);
    }
    expect((await create({ plain: 'YES' })).status).toBe(201);
    expect((await create({ plain: 'yes and no' })).body.errors[0].code).toBe('pattern_mismatch');
    expect((await create({ code: '', plain: null })).status).toBe(201);
  });

  it('must be one, and takes no time however it is made', async () => {
    const answer = await put(
      'field',
      'parcel.bad',
      { object: 'parcel', name: 'bad', type: 'text', pattern: '(a' },
      true,
    );
    expect(answer.body.errors).toMatchObject([{ path: 'pattern', code: 'invalid_pattern' }]);
  });
});

describe('a field that stays', () => {
  it('is written with the record and not again; saying the same is no change', async () => {
    const { data } = (await create({ origin: 'Suzhou', price: '12.50' })).body;
    expect((await update(data.id, { origin: 'Suzhou', price: '12.5', name: 'y' })).status).toBe(200);
    for (const patch of [{ origin: 'Wuxi' }, { origin: null }, { price: '13' }]) {
      const { status, body } = await update(data.id, patch);
      expect({ patch, status }).toEqual({ patch, status: 422 });
      expect(body.errors[0]).toMatchObject({ path: Object.keys(patch)[0], code: 'fixed_after_create' });
    }
    const bulk = await api.admin.ok('POST', '/api/records/parcel/bulk', {
      body: { mode: 'partial', update: [{ id: data.id, origin: 'Wuxi' }] },
      undescribed: true,
    });
    expect(bulk).toMatchObject({ updated: [], errors: [{ index: 0 }] });
  });

  it('is not described among what may be changed', async () => {
    const text = JSON.stringify(
      await (
        await fetch(`${api.url}/api/openapi.json`, { headers: { authorization: `Bearer ${api.admin.token}` } })
      ).json(),
    );
    expect(text).toContain('origin');
    await expect(api.admin.patch('/api/records/parcel/x', { body: { origin: 'x' } })).rejects.toThrow(
      'not as described',
    );
  });
});

describe('options that depend on another choice', () => {
  it('fit it, whichever of the two is written', async () => {
    expect((await create({ country: 'cn', carrier: 'sf' })).status).toBe(201);
    expect((await create({ country: 'jp', carrier: 'any' })).status).toBe(201);
    expect((await create({ carrier: 'dhl' })).body.errors).toMatchObject([
      { path: 'carrier', code: 'option_not_offered' },
    ]);
    const { data } = (await create({ country: 'de', carrier: 'dhl' })).body;
    expect((await update(data.id, { carrier: 'sf' })).body.errors[0].code).toBe('option_not_offered');
    expect((await update(data.id, { country: 'jp' })).body.errors[0]).toMatchObject({ path: 'carrier' });
    expect((await update(data.id, { country: 'jp', carrier: null })).status).toBe(200);
    expect((await update(data.id, { country: 'cn', carrier: 'sf' })).status).toBe(200);
  });

  it('of several choices each fits one of several', async () => {
    expect((await create({ lanes: ['air', 'sea'], extras: ['cold', 'slow'] })).status).toBe(201);
    expect((await create({ lanes: ['sea'], extras: ['cold', 'slow'] })).status).toBe(422);
  });

  it('name options that are there, of a field that has some', async () => {
    await field('odd', { type: 'select', controlled_by: 'country', options: [option('x', ['mars'])] });
    const { problems } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(JSON.stringify(problems)).toContain('options.0.when.0');
    await field('odd', { type: 'select', controlled_by: 'name', options: [option('x')] });
    const again = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(again.problems).toMatchObject([{ path: 'controlled_by', code: 'unsuitable_field' }]);
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/documents/field/parcel.odd');
  });
});

it('the sensitivity of a field is one of four', async () => {
  const { data } = await api.admin.ok('GET', '/api/studio/documents', {
    query: { layer: 'workspace', kind: 'field', object: 'parcel' },
  });
  expect(JSON.stringify(data)).toContain('"sensitivity":"personal"');
  const answer = await put(
    'field',
    'parcel.bad',
    { object: 'parcel', name: 'bad', type: 'text', sensitivity: 'top' },
    true,
  );
  expect(answer.body.errors).toMatchObject([{ path: 'sensitivity', code: 'not_an_option' }]);
});
