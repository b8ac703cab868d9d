import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileVault } from '../../src/kernel/files/file-vault.ts';
import { readConfig } from '../../src/kernel/config.ts';
import { createLog } from '../../src/kernel/log.ts';
import { sweepFiles } from '../../src/records/files/sweep-files.ts';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { download, makePapers, png, rawUpload, upload } from './file-client.ts';

/** Files on disk, from the upload to the removal. */

let api: TestApi;
let clerk: ApiClient & { id: string };
let reader: ApiClient & { id: string };
const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-files-'));
const vault = openFileVault(readConfig({ STRATA_DATA_DIR: folder }), createLog({ level: 'silent' }));
const TEXT = Buffer.from('The quick brown fox.\n');
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');

beforeAll(async () => {
  api = await testApi({ environment: { STRATA_DATA_DIR: folder, STRATA_FILE_MAX_MB: '2' } });
  const own = 'record.owner == user.id';
  await makePapers(api.admin, {
    clerk: { grants: { paper: { create: true, read: true, update: true, delete: true } } },
    reader: { grants: { paper: { read: own, update: true, fields: { '*': 'edit', annex: 'none' } } } },
  });
  clerk = await api.person('Clerk', ['clerk']);
  reader = await api.person('Reader', ['reader']);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stored = (): string[] =>
  readdirSync(path.join(folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

async function paper(values: Loose, client = clerk as ApiClient): Promise<Loose> {
  return (await client.ok('POST', '/api/records/paper', { body: { title: 'A paper', ...values }, undescribed: true }))
    .data;
}

const change = (id: string, body: Loose, client = clerk as ApiClient) =>
  client.call('PATCH', `/api/records/paper/${id}`, { body, undescribed: true });

describe('an upload', () => {
  it('is kept by its content, its size and its hash', async () => {
    const { data } = await clerk.ok('POST', '/api/files', { query: { name: 'fox.txt' }, body: TEXT });
    expect(data).toEqual({ id: expect.any(String), name: 'fox.txt', size: TEXT.length, type: 'text/plain' });
    const { rows } = await api.database.query('select hash, stored, record_id from core.file where id = $1', [data.id]);
    expect(rows[0]).toEqual({ hash: createHash('sha256').update(TEXT).digest(), stored: true, record_id: null });
    expect(stored()).toContain(data.id);
  });

  it.each([
    ['合同 第1版.pdf', '合同 第1版.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\fox.txt', 'fox.txt'],
    ['a\r\nb\u202egnp.txt', 'abgnp.txt'],
    ['..', 'file'],
    ['nul\0byte.txt', null],
  ])('called %j is called %j', async (given, name) => {
    const answer = await upload(clerk, given, given.endsWith('.pdf') ? PDF : TEXT);
    if (name === null) expect(answer).toMatchObject({ status: 422 });
    else expect(answer.data.name).toBe(name);
  });

  it('of an endless name keeps its ending, and of one beyond reason is refused', async () => {
    const { data } = await upload(clerk, `${'长'.repeat(390)}.txt`, TEXT);
    expect([...data.name]).toHaveLength(255);
    expect(data.name.endsWith('.txt')).toBe(true);
    expect(await upload(clerk, `${'a'.repeat(10_000)}.txt`, TEXT)).toMatchObject({ status: 422 });
  });

  it.each([
    ['a page called a picture', 'a.png', Buffer.from('<!doctype html><script>alert(1)</script>'), 'text/html'],
    [
      'a drawing called a picture',
      'a.png',
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      'image/svg+xml',
    ],
    ['an archive called a picture', 'a.png', ZIP, 'application/zip'],
    ['a picture called a document', 'a.pdf', png(2, 2), 'image/png'],
    ['a picture called a text', 'a.csv', png(2, 2), 'image/png'],
    ['a program called a picture', 'a.jpg', Buffer.from(`MZ${'\0'.repeat(200)}`), 'application/x-msdownload'],
  ])('that lies is refused: %s', async (_, name, body, found) => {
    const before = stored().length;
    const answer = await upload(clerk, name, body);
    expect(answer).toMatchObject({ status: 422, code: 'file_type_mismatch' });
    expect(answer.detail).toContain(found);
    expect(stored()).toHaveLength(before);
  });

  it('whose sender declares another kind of picture is refused', async () => {
    expect(await upload(clerk, 'a', Buffer.from('<html></html>'), 'image/png')).toMatchObject({
      code: 'file_type_mismatch',
    });
    expect((await upload(clerk, 'a.png', png(2, 2), 'image/png')).data.type).toBe('image/png');
  });

  it('without content, or with too much, is refused', async () => {
    expect(await upload(clerk, 'nothing.txt', Buffer.alloc(0))).toMatchObject({ status: 422, code: 'file_empty' });
    const before = stored().length;
    const large = Buffer.alloc(2 * 1_048_576 + 1, 'a');
    expect(await upload(clerk, 'large.txt', large)).toMatchObject({ status: 413, code: 'file_too_large' });
    expect((await upload(clerk, 'full.txt', large.subarray(1))).data.size).toBe(2 * 1_048_576);
    expect(stored()).toHaveLength(before + 1);
  });

  it('that is broken off leaves nothing behind', async () => {
    const before = { files: stored().length, rows: await countFiles() };
    expect(await rawUpload(clerk, { pieces: [TEXT], hangUp: true })).toBeNull();
    expect(await rawUpload(clerk, { length: 1_000, pieces: [TEXT], hangUp: true })).toBeNull();
    await expect.poll(() => stored().length).toBe(before.files);
    expect(await countFiles()).toBe(before.rows);
  });

  it('that says it is shorter than it is, is taken for what it says', async () => {
    const answer = await rawUpload(clerk, { length: 5, pieces: [TEXT.subarray(0, 5)] });
    expect(answer?.status).toBe(201);
  });

  it('is refused to whoever is not signed in', async () => {
    expect((await api.nobody.call('POST', '/api/files', { query: { name: 'a.txt' }, body: TEXT })).status).toBe(401);
  });

  it('is refused while the folder cannot be written, and taken again afterwards', async () => {
    const incoming = path.join(folder, 'files', 'incoming');
    // Root may write where nobody may, so that the folder is a file for a while.
    rmSync(incoming, { recursive: true });
    writeFileSync(incoming, 'in the way');
    expect(await upload(clerk, 'a.txt', TEXT)).toMatchObject({ status: 503, code: 'file_store_unavailable' });
    rmSync(incoming);
    mkdirSync(incoming);
    chmodSync(incoming, 0o700);
    expect((await upload(clerk, 'a.txt', TEXT)).data.name).toBe('a.txt');
  });
});

async function countFiles(): Promise<number> {
  return (await api.database.query<{ n: number }>('select count(*)::integer as n from core.file')).rows[0]!.n;
}

describe('a record', () => {
  it('takes what its writer uploaded, under the name it was uploaded with', async () => {
    const { data: file } = await upload(clerk, 'scan.pdf', PDF);
    const made = await paper({ scan: { ...file, name: 'told.exe', size: 1, type: 'told' } });
    expect(made.scan).toEqual(file);
    const same = await change(made.id, { scan: file.id, title: 'Another title' });
    expect(same.body.data.scan).toEqual(file);
    const { data: history } = await clerk.ok('GET', `/api/records/paper/${made.id}/history`);
    expect(history[0].changes.map((each: Loose) => each.field)).toEqual(['title']);
  });

  it('takes no file of somebody else, of another record, or twice', async () => {
    const { data: foreign } = await upload(api.admin, 'scan.pdf', PDF);
    const refused = { status: 422, body: { errors: [{ path: 'scan', code: 'file_not_found' }] } };
    const made = await paper({});
    expect(await change(made.id, { scan: foreign.id })).toMatchObject(refused);
    const { data: file } = await upload(clerk, 'scan.pdf', PDF);
    const holder = await paper({ scan: file.id });
    expect(await change(made.id, { scan: file.id })).toMatchObject(refused);
    expect(await change(holder.id, { annex: file.id })).toMatchObject({ status: 422 });
    const { data: once } = await upload(clerk, 'scan.pdf', PDF);
    const create = [{ scan: once.id }, { scan: once.id }];
    const bulk = await clerk.call('POST', '/api/records/paper/bulk', { body: { create }, undescribed: true });
    expect(bulk.body.errors).toMatchObject([{ index: 1, path: 'scan', code: 'file_not_found' }]);
  });

  it('takes one of two writers who both want the same file for their records', async () => {
    const { data: file } = await upload(clerk, 'scan.pdf', PDF);
    const made = await Promise.all([paper({}), paper({}), paper({})]);
    const answers = await Promise.all(made.map((each) => change(each.id as string, { scan: file.id })));
    expect(answers.map((each) => String(each.status)).toSorted((a, b) => a.localeCompare(b))).toEqual([
      '200',
      '422',
      '422',
    ]);
  });

  it('takes only what the field takes', async () => {
    const code = async (field: string, name: string, body: Uint8Array) => {
      const { data } = await upload(clerk, name, body);
      const answer = await clerk.call('POST', '/api/records/paper', { body: { [field]: data.id }, undescribed: true });
      return answer.body.errors?.[0]?.code ?? answer.status;
    };
    expect(await code('scan', 'a.txt', TEXT)).toBe(201);
    expect(await code('scan', 'a.csv', TEXT)).toBe('file_kind_not_allowed');
    expect(await code('scan', 'a.txt', Buffer.alloc(1_048_577, 'a'))).toBe('file_too_large');
    expect(await code('photo', 'a.png', png(100, 20))).toBe(201);
    expect(await code('photo', 'a.png', png(101, 20))).toBe('picture_too_large');
    expect(await code('photo', 'a.txt', TEXT)).toBe('file_kind_not_allowed');
  });

  it('may have back the file it had', async () => {
    const { data: first } = await upload(clerk, 'first.pdf', PDF);
    const { data: second } = await upload(clerk, 'second.pdf', PDF);
    const made = await paper({ scan: first.id });
    expect((await change(made.id, { scan: second.id })).status).toBe(200);
    expect((await change(made.id, { scan: first.id })).body.data.scan).toEqual(first);
    const { data: history } = await clerk.ok('GET', `/api/records/paper/${made.id}/history`);
    expect(history.flatMap((entry: Loose) => entry.changes).filter((each: Loose) => each.field === 'scan')).toEqual([
      { field: 'scan', from: second, to: first },
      { field: 'scan', from: first, to: second },
      { field: 'scan', from: null, to: first },
    ]);
  });

  it('keeps its files in the recycle bin, and has them again when it comes back', async () => {
    const { data: file } = await upload(clerk, 'scan.pdf', PDF);
    const made = await paper({ scan: file.id });
    await clerk.ok('DELETE', `/api/records/paper/${made.id}`);
    await api.database.query(`update core.file set uploaded_at = now() - interval '9 days' where id = $1`, [file.id]);
    await sweepFiles(api.database, vault);
    await clerk.ok('POST', `/api/records/paper/${made.id}/restore`);
    const answer = await download(clerk, `/api/records/paper/${made.id}/files/scan`);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PDF);
  });

  it('is found by the name of its file', async () => {
    const { data: file } = await upload(clerk, '年度框架协议.pdf', PDF);
    const made = await paper({ scan: file.id });
    const { data } = await clerk.ok('GET', '/api/search', { query: { q: '框架协议' } });
    expect(data.map((hit: Loose) => hit.id)).toEqual([made.id]);
    const sorted = await clerk.ok('GET', '/api/records/paper', { query: { filter: 'scan.startsWith("年度")' } });
    expect(sorted.data).toHaveLength(1);
  });

  it('has no default file', async () => {
    const put = await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/field/paper.extra', {
      body: {
        kind: 'field',
        object: 'paper',
        name: 'extra',
        label: { en: 'x', zh: 'x' },
        type: 'file',
        default: { id: '00000000-0000-7000-8000-000000000000' },
      },
    });
    expect(put).toBeDefined();
    const plan = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(plan.problems).toMatchObject([{ code: 'no_default_file' }]);
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/documents/field/paper.extra');
  });
});

describe('a download', () => {
  it('comes whole or in part, safe in every program', async () => {
    const { data: file } = await upload(clerk, '合同 "最终".txt', TEXT);
    const made = await paper({ annex: file.id });
    const at = `/api/records/paper/${made.id}/files/annex`;
    const whole = await download(clerk, at);
    expect(await whole.text()).toBe(TEXT.toString());
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(TEXT.length),
      'content-disposition': `attachment; filename="__ ____.txt"; filename*=UTF-8''%E5%90%88%E5%90%8C%20%22%E6%9C%80%E7%BB%88%22.txt`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
    });
    const part = await download(clerk, at, { range: 'bytes=4-8' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 4-8/${TEXT.length}`,
      'quick',
    ]);
    const beyond = await download(clerk, at, { range: 'bytes=999-' });
    expect([beyond.status, beyond.headers.get('content-disposition')]).toEqual([416, null]);
    const known = await download(clerk, at, { 'if-none-match': whole.headers.get('etag')! });
    expect([known.status, await known.text()]).toEqual([304, '']);
    const head = await fetch(clerk.url + at, { method: 'HEAD', headers: { authorization: `Bearer ${clerk.token}` } });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(TEXT.length)]);
  });

  it('is shown in place only when it is a picture', async () => {
    const { data: photo } = await upload(clerk, 'photo.png', png(9, 9));
    const { data: page } = await upload(clerk, 'page.html', Buffer.from('<html><script>alert(1)</script></html>'));
    const made = await paper({ photo: photo.id, annex: page.id });
    const shown = await download(clerk, `/api/records/paper/${made.id}/files/photo?inline=true`);
    expect([shown.headers.get('content-type'), shown.headers.get('content-disposition')]).toEqual([
      'image/png',
      `inline; filename="photo.png"; filename*=UTF-8''photo.png`,
    ]);
    const saved = await download(clerk, `/api/records/paper/${made.id}/files/annex?inline=true`);
    expect(saved.headers.get('content-type')).toBe('application/octet-stream');
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('is for those who may read the record and the field, and nobody else', async () => {
    const { data: scan } = await upload(clerk, 'scan.pdf', PDF);
    const { data: annex } = await upload(clerk, 'annex.txt', TEXT);
    const made = await paper({ scan: scan.id, annex: annex.id, owner: reader.id });
    const { data: other } = await upload(clerk, 'other.txt', TEXT);
    const hidden = await paper({ annex: other.id });
    const status = async (client: ApiClient, record: Loose, field: string) =>
      (await download(client, `/api/records/paper/${record.id}/files/${field}`)).status;
    expect(await status(reader, made, 'scan')).toBe(200);
    expect(await status(reader, made, 'annex')).toBe(422);
    expect(await status(reader, made, 'nothing')).toBe(422);
    expect(await status(reader, hidden, 'scan')).toBe(404);
    expect(await status(clerk, made, 'title')).toBe(404);
    expect(await status(clerk, hidden, 'scan')).toBe(404);
    expect((await download(clerk, `/api/files/${scan.id}`)).status).toBe(404);
    // Not even its uploader, once it is no longer his to see.
    await change(hidden.id as string, { annex: null });
    expect(await status(clerk, hidden, 'annex')).toBe(404);
  });

  it('says so when the store has lost the content', async () => {
    const { data: file } = await upload(clerk, 'lost.txt', TEXT);
    const made = await paper({ annex: file.id });
    await vault.store.remove(file.id as string);
    const answer = await download(clerk, `/api/records/paper/${made.id}/files/annex`);
    expect([answer.status, ((await answer.json()) as Loose).code]).toEqual([404, 'file_content_missing']);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

describe('the sweep', () => {
  it('removes after a day what no record has, and nothing else', async () => {
    const pending = (await upload(clerk, 'pending.txt', TEXT)).data;
    const fresh = (await upload(clerk, 'fresh.txt', TEXT)).data;
    const [held, replaced] = [(await upload(clerk, 'a.txt', TEXT)).data, (await upload(clerk, 'b.txt', TEXT)).data];
    const made = await paper({ annex: replaced.id });
    await change(made.id as string, { annex: held.id });
    await api.database.query(
      `update core.file set uploaded_at = now() - interval '25 hours' where id = any($1::uuid[])`,
      [[pending.id, held.id, replaced.id]],
    );
    await sweepFiles(api.database, vault);
    expect(stored()).toEqual(expect.arrayContaining([fresh.id, held.id, replaced.id]));
    expect(stored()).not.toContain(pending.id);
    await api.database.query(`update core.file set released_at = now() - interval '25 hours' where id = $1`, [
      replaced.id,
    ]);
    await sweepFiles(api.database, vault);
    expect(stored()).not.toContain(replaced.id);
    expect(await change(made.id as string, { annex: replaced.id })).toMatchObject({ status: 422 });
    const { rows } = await api.database.query('select id from core.file where id = any($1::uuid[])', [
      [pending.id, replaced.id],
    ]);
    expect(rows).toEqual([]);
  });
});
