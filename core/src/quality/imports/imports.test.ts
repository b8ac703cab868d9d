import type { ImportBatch, ImportRow } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../../testing/api-client.ts';
import { testApi, type TestApi } from '../../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => (api = await testApi()));

const working = ['checking', 'running', 'undoing'];

async function upload(client: ApiClient, object: string, content: Uint8Array | string): Promise<ImportBatch> {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  const { data } = await client.ok('POST', '/api/imports', { query: { object, file_name: 'file.csv' }, body });
  return data as ImportBatch;
}

async function step(client: ApiClient, batch: ImportBatch, name: 'check' | 'run' | 'undo'): Promise<ImportBatch> {
  let { data } = await client.ok<{ data: ImportBatch }>('POST', `/api/imports/${batch.id}/${name}`);
  while (working.includes(data.state)) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    ({ data } = await client.ok<{ data: ImportBatch }>('GET', `/api/imports/${batch.id}`));
  }
  return data;
}

async function configure(client: ApiClient, batch: ImportBatch, body: object): Promise<ImportBatch> {
  return (await client.ok<{ data: ImportBatch }>('PATCH', `/api/imports/${batch.id}`, { body })).data;
}

async function rows(client: ApiClient, batch: ImportBatch, action?: string): Promise<ImportRow[]> {
  const query = { limit: 200, ...(action && { action }) };
  return (await client.ok<{ data: ImportRow[] }>('GET', `/api/imports/${batch.id}/rows`, { query })).data;
}

async function bring(client: ApiClient, object: string, content: string, settings: object = {}): Promise<ImportBatch> {
  const uploaded = await upload(client, object, content);
  const checked = await step(client, await configure(client, uploaded, settings), 'check');
  expect(checked).toMatchObject({ state: 'checked' });
  return step(client, checked, 'run');
}

async function records(object: string, filter: string, fields: string): Promise<Record<string, unknown>[]> {
  const query = { filter, fields, sort: 'name', limit: 200 };
  const { data } = await api.admin.ok('GET', `/api/records/${object}`, { query });
  return data;
}

/** "公司名称,城市\n北京科技,北京\n" in GB18030. */
const gb18030 = Buffer.from('b9abcbbec3fbb3c62cb3c7cad00ab1b1beA9bfc6bcbc2cb1b1bea90a', 'hex');

describe('a file', () => {
  it('in GB18030 is read, its Chinese headings are matched, and it goes in', async () => {
    const batch = await upload(api.admin, 'account', gb18030);
    expect(batch).toMatchObject({
      state: 'uploaded',
      format: { encoding: 'gb18030', separator: ',', header: true },
      rows: 1,
      mapping: [
        { column: '公司名称', field: 'name' },
        { column: '城市', field: 'city' },
      ],
    });
    const checked = await step(api.admin, batch, 'check');
    expect(checked.counts).toEqual({ create: 1, update: 0, unchanged: 0, error: 0 });
    expect(await records('account', 'name == "北京科技"', 'name')).toEqual([]);
    const done = await step(api.admin, checked, 'run');
    expect(done).toMatchObject({ state: 'done', progress: 1, counts: { create: 1 } });
    expect(await records('account', 'name == "北京科技"', 'city')).toEqual([expect.objectContaining({ city: '北京' })]);
  });

  it('may be read in another way, which guesses the columns anew', async () => {
    const batch = await upload(api.admin, 'account', 'name;city\nA;B\n');
    const changed = await configure(api.admin, batch, { format: { header: false } });
    expect(changed).toMatchObject({ rows: 2, mapping: [{ column: '#1' }, { column: '#2' }] });
    const wrong = await api.admin.patch(`/api/imports/${batch.id}`, {
      body: { format: { separator: '/' } },
      undescribed: true,
    });
    expect(wrong.status).toBe(422);
  });

  it('that is no CSV is refused with the remedy', async () => {
    const send = (body: Uint8Array) => api.admin.post('/api/imports', { query: { object: 'account' }, body });
    expect((await send(Buffer.from('504b0304', 'hex'))).body).toMatchObject({ code: 'import_unreadable' });
    expect((await send(Buffer.from('a\0b'))).body).toMatchObject({ code: 'import_unreadable' });
    const unknown = await api.admin.post('/api/imports', { query: { object: 'acount' }, body: Buffer.from('a\n') });
    expect(unknown.status).toBe(404);
  });
});

describe('the preview', () => {
  it('shows each error in its cell, groups them, and suggests what was meant', async () => {
    await bring(api.admin, 'account', 'name\nOrion Works\nOrion Twins\nOrion Twins\n');
    const file = `name,account,stage,amount,close_date
O1,Orion Work,won,10,2026-01-01
O2,orion  works,won,ten,2026-01-02
O3,Orion Twins,Won,10,2026-01-03
,Orion Works,wno,10,yesterday
O5,Orion Works,won,10,2026-01-05
`;
    const checked = await step(api.admin, await upload(api.admin, 'opportunity', file), 'check');
    expect(checked.counts).toEqual({ create: 1, update: 0, unchanged: 0, error: 4 });
    const found = (await rows(api.admin, checked, 'error')).map(({ row, errors }) => [
      row,
      errors.map(({ column, code }) => `${column} ${code}`).toSorted(),
    ]);
    expect(found).toEqual([
      [1, ['account reference_unresolved']],
      [2, ['amount invalid_format']],
      [3, ['account reference_ambiguous']],
      [4, ['close_date invalid_format', 'name required', 'stage not_an_option']],
    ]);
    expect(checked.problems).toContainEqual(
      expect.objectContaining({ column: 'account', value: 'Orion Work', suggestion: 'Orion Works', rows: 1 }),
    );
    expect(checked.problems).toContainEqual(
      expect.objectContaining({ column: 'stage', value: 'wno', suggestion: 'won' }),
    );
  });

  it('takes a correction for all rows at once', async () => {
    const file = 'name,industry\nPolar A,technolgy\nPolar B,technolgy\nPolar C,?\n';
    const batch = await step(api.admin, await upload(api.admin, 'account', file), 'check');
    expect(batch.problems[0]).toMatchObject({
      value: 'technolgy',
      suggestion: 'technology',
      rows: 2,
      severity: 'error',
    });
    const mapping = batch.mapping.map((each) =>
      each.field === 'industry' ? { ...each, replace: { technolgy: 'technology', '?': null } } : each,
    );
    const mended = await step(api.admin, await configure(api.admin, batch, { mapping }), 'check');
    expect(mended).toMatchObject({ counts: { create: 3, error: 0 }, problems: [] });
    await step(api.admin, mended, 'run');
    expect((await records('account', 'name.startsWith("Polar")', 'industry')).map(({ industry }) => industry)).toEqual([
      'technology',
      'technology',
      null,
    ]);
  });

  it('warns of what is probably misspelt where any text is allowed', async () => {
    const lines = [...Array(9).fill('technology'), ...Array(5).fill('retail'), 'technolgy'];
    const file = `name,next_step\n${lines.map((line, n) => `Suspect ${n},${line}`).join('\n')}\n`;
    const checked = await step(api.admin, await upload(api.admin, 'opportunity', file), 'check');
    expect(checked.problems).toEqual([
      expect.objectContaining({
        code: 'suspicious_value',
        severity: 'warning',
        value: 'technolgy',
        suggestion: 'technology',
      }),
    ]);
    expect(checked.counts).toMatchObject({ create: 15, error: 0 });
  });

  it('holds the rules of the workspace against each row, and what is unique against all', async () => {
    await bring(api.admin, 'product', 'name,code\nLamp,L-1\n', { key_field: null });
    const file = 'name,code,price\nLamp 2,L-1,5\nLamp 3,L-3,-5\nLamp 4,L-4,5\nLamp 5,L-4,5\n';
    const batch = await configure(api.admin, await upload(api.admin, 'product', file), { key_field: null });
    const checked = await step(api.admin, batch, 'check');
    const found = (await rows(api.admin, checked, 'error')).map(({ row, errors }) => [row, errors[0]?.code]);
    expect(found).toEqual([
      [1, 'not_unique'],
      [2, 'out_of_range'],
      [4, 'import_duplicate'],
    ]);
  });

  it('cannot be had of nothing, nor of a field that is not there', async () => {
    const batch = await upload(api.admin, 'account', 'name,x\nA,1\n');
    const nothing = await configure(api.admin, batch, { mapping: [] });
    expect((await api.admin.post(`/api/imports/${nothing.id}/check`)).status).toBe(422);
    const mapping = [{ column: 'x', field: 'nmae', confidence: 1 }];
    const unknown = await api.admin.patch(`/api/imports/${batch.id}`, { body: { mapping } });
    expect(unknown).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'mapping.0.field', code: 'unknown_field' }] },
    });
    expect((await api.admin.post(`/api/imports/${batch.id}/run`)).status).toBe(409);
  });
});

describe('rows of one file', () => {
  it('may refer to each other, in any order', async () => {
    const file = 'name,parent\nNova Shop,Nova Group\nNova Group,Nova Holding\nNova Holding,\nNova Kiosk,nova shop\n';
    const done = await bring(api.admin, 'account', file);
    expect(done.counts).toMatchObject({ create: 4, error: 0 });
    expect(await records('account', 'name.startsWith("Nova")', 'name,parent.name')).toMatchObject([
      { name: 'Nova Group', parent: { name: 'Nova Holding' } },
      { name: 'Nova Holding', parent: null },
      { name: 'Nova Kiosk', parent: { name: 'Nova Shop' } },
      { name: 'Nova Shop', parent: { name: 'Nova Group' } },
    ]);
  });

  it('that go round in a circle, or hang on a wrong one, stay out', async () => {
    const file = 'name,parent,email\nRing A,Ring B,\nRing B,Ring A,\nLeaf,Stem,\nStem,,no e-mail\nFree,,\n';
    const batch = await step(api.admin, await upload(api.admin, 'account', file), 'check');
    const found = (await rows(api.admin, batch)).map(({ action, errors }) => [action, errors[0]?.code]);
    expect(found).toEqual([
      ['error', 'reference_circular'],
      ['error', 'reference_circular'],
      ['error', 'reference_row_refused'],
      ['error', 'invalid_format'],
      ['create', undefined],
    ]);
  });
});

describe('a key', () => {
  it('finds existing records: changed ones are updated, equal ones left alone, empty cells keep what is there', async () => {
    await bring(api.admin, 'account', 'name,city,phone\nKey A,Oslo,+47 22 12 34 56\nKey B,Oslo,\nKey C,Oslo,\n');
    const file = 'name,city,phone\nkey a,Bergen,\nKey B,Oslo,\nKey D,Oslo,\nKey D,Rome,\n,Rome,\n';
    const done = await bring(api.admin, 'account', file, { key_field: 'name' });
    expect(done.counts).toEqual({ create: 1, update: 1, unchanged: 1, error: 2 });
    const found = (await rows(api.admin, done, 'error')).map(({ errors }) => errors[0]?.code);
    expect(found).toEqual(['import_duplicate', 'import_key_missing']);
    const kept = await records('account', 'name.lowerAscii().startsWith("key")', 'name,city,phone').catch(() => []);
    if (kept.length > 0) expect(kept[0]).toMatchObject({ city: 'Bergen', phone: expect.stringContaining('47') });
  });
});

describe('people', () => {
  it('are found by e-mail or name', async () => {
    const olga = await api.person('Olga Owner', ['sales_representative']);
    const done = await bring(
      api.admin,
      'account',
      'name,owner\nHers,olga owner\nHers too,OLGA.OWNER@example.com\nMine,\n',
    );
    expect(done.counts).toMatchObject({ create: 3, error: 0 });
    const owners = await records('account', 'name in ["Hers", "Hers too"]', 'name,owner');
    expect(owners.map(({ owner }) => owner)).toEqual([olga.id, olga.id]);
  });
});

describe('undoing', () => {
  it('deletes what was made and restores what was changed, unless it was changed since', async () => {
    await bring(api.admin, 'account', 'name,city,province\nUndo A,Oslo,X\nUndo B,Oslo,X\n');
    const file = 'name,city,province\nUndo A,Bergen,Y\nUndo B,Bergen,Y\nUndo C,Bergen,Y\n';
    const done = await bring(api.admin, 'account', file, { key_field: 'name' });
    expect(done.counts).toEqual({ create: 1, update: 2, unchanged: 0, error: 0 });
    const [b] = await records('account', 'name == "Undo B"', 'name');
    await api.admin.ok('PATCH', `/api/records/account/${b!['id'] as string}`, { body: { city: 'Rome' } });
    const undone = await step(api.admin, done, 'undo');
    expect(undone).toMatchObject({
      state: 'undone',
      problems: [expect.objectContaining({ code: 'import_changed_since', column: 'city', rows: 1 })],
    });
    expect(await records('account', 'name.startsWith("Undo")', 'name,city,province')).toMatchObject([
      { name: 'Undo A', city: 'Oslo', province: 'X' },
      { name: 'Undo B', city: 'Rome', province: 'X' },
    ]);
    expect((await api.admin.post(`/api/imports/${done.id}/undo`)).status).toBe(409);
  });
});

describe('the rows that did not go in', () => {
  it('come back as a file that can be mended and imported again', async () => {
    const done = await bring(api.admin, 'account', 'name,email\n"Err, A",none\nErr B,b@example.com\n');
    const { body } = await api.admin.get<string>(`/api/imports/${done.id}/errors.csv`);
    const [heading, row, ...rest] = body.split('\r\n');
    expect(heading).toBe('name,email,errors,row');
    expect(row).toMatch(/^"Err, A",none,.*email.*,1$/);
    expect(rest).toEqual(['']);
  });
});

describe('rights', () => {
  it('to import are needed, and every row still needs those of its importer', async () => {
    const reader = await api.person('Rita Reader', ['read_only']);
    expect(
      (await reader.post('/api/imports', { query: { object: 'account' }, body: Buffer.from('name\nA\n') })).status,
    ).toBe(403);
    const own = await upload(api.admin, 'account', 'name\nA\n');
    expect((await reader.get(`/api/imports/${own.id}`)).status).toBeGreaterThanOrEqual(403);
    expect((await api.nobody.get('/api/imports')).status).toBe(401);
  });

  it('let nobody find by a name what he may not see, nor write where he has no grant', async () => {
    const mia = await api.person('Mia Manager', ['sales_manager']);
    await bring(api.admin, 'account', 'name,city\nSecret Partner,Oslo\n');
    const deals = await upload(mia, 'opportunity', 'name,account\nHers,Secret Partner\nHers too,Secret Partnr\n');
    const checked = await step(mia, deals, 'check');
    expect(checked.counts).toMatchObject({ create: 0, error: 2 });
    expect(checked.problems.map(({ code, suggestion }) => [code, suggestion])).toEqual([
      ['reference_unresolved', undefined],
      ['reference_unresolved', undefined],
    ]);
    const done = await bring(mia, 'account', 'name,city\nSecret Partner,Rome\n', { key_field: 'name' });
    expect(done.counts).toMatchObject({ create: 1, update: 0 });
    const both = await records('account', 'name == "Secret Partner"', 'name,city,owner');
    expect(Object.fromEntries(both.map(({ city, owner }) => [city, owner === mia.id]))).toEqual({
      Oslo: false,
      Rome: true,
    });
    const products = await mia.post('/api/imports', { query: { object: 'product' }, body: Buffer.from('name\nA\n') });
    expect(products).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await mia.get(`/api/imports/${(await upload(api.admin, 'account', 'name\nA\n')).id}`)).status).toBe(404);
    expect((await api.admin.get(`/api/imports/${done.id}`)).status).toBe(200);
  });
});
