import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pluginDocumentId, type PluginManifest } from '@stratacrm/sdk';
import { tarballOf } from '@stratacrm/sdk/packing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../testing/api-client.ts';
import { mailSink, type MailSink } from '../testing/mail-sink.ts';
import { ADMIN } from '../testing/admin.ts';
import { testApi, type TestApi } from '../testing/test-api.ts';

/** The life of the industry packs, as of a stranger's plugins: built, installed, upgraded and taken out again. */

const repository = path.resolve(import.meta.dirname, '../..');

/** One line for each folder of `plugins/` but the base pack. */
const PACKS = ['airline', 'banking', 'charity'];

let api: TestApi;
let sink: MailSink;

beforeAll(async () => {
  sink = await mailSink();
  api = await testApi({
    environment: {
      STRATA_PLUGIN_DEV: '1',
      STRATA_SMTP_URL: sink.url.href,
      STRATA_MAIL_FROM: 'crm@example.com',
      STRATA_OUTBOUND_PRIVATE: '127.0.0.1',
    },
  });
}, 60_000);

it('every pack is tried here', () => {
  const inside = readdirSync(path.join(repository, 'plugins'), { withFileTypes: true });
  const folders = inside.filter((each) => each.isDirectory()).map(({ name }) => name);
  expect(folders.filter((name) => name !== 'base').toSorted()).toEqual(PACKS.toSorted());
});

/** What a command that must succeed wrote. */
function run(folder: string, ...args: string[]): Promise<string> {
  const credentials = { STRATA_URL: api.url, STRATA_EMAIL: ADMIN.email, STRATA_PASSWORD: ADMIN.password };
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...credentials } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) =>
    child.on('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(said)))),
  );
}

/** The files of the pack as it was built into its folder. */
function builtFiles(folder: string): Map<string, Buffer> {
  const names = [
    'package.json',
    'manifest.json',
    'plugin.js',
    ...readdirSync(path.join(folder, 'ui')).map((name) => `ui/${name}`),
  ];
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name))]));
}

/** As its next version would be: a field more on the first of its objects. */
function nextVersion(files: ReadonlyMap<string, Buffer>): { packed: Buffer; field: { object: string; name: string } } {
  const manifest = JSON.parse(files.get('manifest.json')!.toString()) as PluginManifest;
  const object = manifest.documents.find(({ kind }) => kind === 'object')!.name;
  const name = 'of_the_next_version';
  const id = pluginDocumentId(manifest.id, 'field', `${object}.${name}`);
  const added = { kind: 'field', id, object, name, type: 'text', label: { en: 'Added', zh: '新增' } } as const;
  const [major = 0, minor = 0] = manifest.version.split('.').map(Number);
  const version = `${major}.${minor + 1}.0`;
  const next = { ...manifest, version, documents: [...manifest.documents, added] };
  const packageJson = JSON.parse(files.get('package.json')!.toString()) as object;
  const changed = new Map(files)
    .set('manifest.json', Buffer.from(JSON.stringify(next)))
    .set('package.json', Buffer.from(JSON.stringify({ ...packageJson, version })));
  return { packed: tarballOf(changed), field: { object, name } };
}

/** What a package would do here; installed or upgraded to, with all it asks for. */
async function bringIn(packed: Buffer, demo = false): Promise<Loose> {
  const { data: found } = await api.admin.ok('POST', '/api/plugin-packages', { body: packed });
  const source = { digest: found.digest };
  const { data: plan } = await api.admin.ok('POST', '/api/plugins/plan', { body: { source } });
  expect(plan).toMatchObject({ stops: [], problems: [] });
  const grants = plan.package.capabilities.map(({ key }: Loose) => key);
  await api.admin.ok('POST', '/api/plugins/install', { body: { source, grants, demo } });
  api.admin.forget();
  return { ...plan, id: found.id };
}

async function contactNamed(name: string): Promise<Loose> {
  const filter = `name == ${JSON.stringify(name)}`;
  return (await api.admin.ok('GET', '/api/records/contact', { query: { filter } })).data[0];
}

/** What packs write to those who came with their demonstration data, once something has happened to them. */
const MAILS: Record<string, { people: string[]; happens: (id: string) => Promise<void>; subjects: RegExp[] }> = {
  airline: {
    people: ['Hannah Weber', '林若曦'],
    async happens(member) {
      const offer = { subject: 'Seat', cause: 'seat', member, points: 500, apology: '…' };
      const { data } = await api.admin.ok('POST', '/api/records/air__recovery', { body: offer });
      await api.admin.ok('PATCH', `/api/records/air__recovery/${data.id}`, { body: { status: 'approved' } });
    },
    subjects: [/^We are sorry: Seat/, /^向您致歉：Seat/],
  },
  charity: {
    people: ['Sara Lindgren', '冯雅文'],
    async happens(donor) {
      const received_on = new Date().toISOString().slice(0, 10);
      const gift = { donor, amount: { amount: '500', currency: 'CNY' }, received_on };
      await api.admin.ok('POST', '/api/records/give__gift', { body: gift });
    },
    subjects: [/^Thank you, Sara Lindgren/, /^冯雅文，感谢您的捐赠/],
  },
};

describe.each(PACKS)('the pack %s', (pack) => {
  const folder = path.join(repository, 'plugins', pack);
  let files: Map<string, Buffer>;
  let id = '';
  let at = '';

  it('is built and installed with its demonstration data, beside the other packs', async () => {
    await run(folder, path.join(repository, 'sdk/src/cli/main.ts'), 'plugin', 'build');
    files = builtFiles(folder);
    ({ id } = await bringIn(tarballOf(files), true));
    at = `/api/plugins/${encodeURIComponent(id)}`;
    const settled = async (): Promise<boolean> => !(await api.admin.ok('GET', at)).data.settling;
    await expect.poll(settled, { timeout: 60_000 }).toBe(true);
    const manifest = JSON.parse(files.get('manifest.json')!.toString()) as PluginManifest;
    for (const { object, rows } of manifest.demo?.records ?? []) {
      const counted = async (): Promise<number> =>
        (await api.admin.ok('GET', `/api/records/${object}`, { query: { limit: 1, count: 'exact' } })).count;
      // It is brought in at once, but after the plugin has settled.
      await expect.poll(counted, { timeout: 60_000, message: object }).toBeGreaterThanOrEqual(rows.length);
    }
  }, 120_000);

  const mails = MAILS[pack];
  if (mails !== undefined)
    it('writes to people in their language, by the steps it brought to the designer', async () => {
      for (const [place, name] of mails.people.entries()) {
        const { id: person, email } = await contactNamed(name);
        await mails.happens(person);
        const subjects = () =>
          sink.mails.filter(({ readers }) => readers.includes(email)).map(({ subject }) => subject);
        const expected = expect.stringMatching(mails.subjects[place]!) as unknown;
        await expect.poll(subjects).toContainEqual(expected);
      }
    }, 60_000);

  it('is upgraded by a field, its data and consent as they were', async () => {
    const { packed, field } = nextVersion(files);
    const plan = await bringIn(packed);
    expect(plan.way).toBe('upgrade');
    expect(plan.diff.map(({ action, kind, key }: Loose) => `${action} ${kind} ${key}`)).toEqual([
      `add field ${field.object}.${field.name}`,
    ]);
    expect(plan.package.capabilities.filter(({ state }: Loose) => state === 'new')).toEqual([]);
    const model = await api.admin.ok('GET', '/api/model');
    expect(model.objects[field.object].fields).toHaveProperty(field.name);
  }, 60_000);

  it('is switched off and on, and goes without leaving anything', async () => {
    await api.admin.ok('POST', `${at}/disable`);
    await api.admin.ok('POST', `${at}/enable`);
    const plan = await api.admin.ok('POST', `${at}/uninstall/plan`, { body: {} });
    expect(plan.data.readers.filter(({ effect }: Loose) => effect === 'stops')).toEqual([]);
    const data = Object.fromEntries(
      plan.data.data.map(({ object, field }: Loose) => [field === null ? object : `${object}.${field}`, 'drop']),
    );
    await api.admin.ok('POST', `${at}/uninstall`, { body: { data } });
    api.admin.forget();
    const { data: layers } = await api.admin.ok('GET', '/api/studio/layers');
    expect(layers.some(({ plugin }: Loose) => plugin === id)).toBe(false);
    const { problems } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(problems).toEqual([]);
  }, 60_000);
});
