import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import { libraryPack } from '../../../testing/library-pack.ts';
import type { Database } from '../../kernel/database.ts';
import { createLog } from '../../kernel/log.ts';
import { createModel } from '../create-model.ts';
import type { Author, Model, PublishPhase } from '../model.ts';

const author = { actor: { userId: null, name: 'Ann' } } as unknown as Author;
const log = createLog({ level: 'error' });

let database: Database;
let model: Model;
let meanwhile: (phase: PublishPhase) => Promise<unknown>;

beforeAll(async () => {
  database = await testDatabase();
  meanwhile = async () => {};
  model = await createModel({ database, log, onPhase: async (phase) => void (await meanwhile(phase)) });
  await model.installPlugin(author, libraryPack);
});

afterAll(() => model.close());

async function publishField(name: string): Promise<void> {
  const body = { type: 'text', label: { en: name, zh: name } };
  await model.putDocument(author, 'workspace', 'field', `reader.${name}`, body);
  await model.publish(author);
}

it('who publishes has the same catalog as who reads the release', async () => {
  await publishField('motto');
  const other = await createModel({ database, log });
  expect(other.catalog().model).toEqual(model.catalog().model);
  expect(other.catalog().etag).toBe(model.catalog().etag);
  await other.close();
});

it('who publishes reads nothing of the release again', async () => {
  meanwhile = async (phase) => {
    if (phase === 'switched')
      await database.query(`update core.release set documents = '[]' where finished_at is null`);
  };
  await publishField('nickname');
  expect(model.catalog().object('reader').fields['nickname']).toBeDefined();
});

it('settings that change while it is published are in force with it', async () => {
  meanwhile = async (phase) => {
    if (phase === 'switch') await other.updateWorkspace(author, { phone_country: 'FR' });
  };
  const other = await createModel({ database, log });
  await publishField('town');
  expect(model.workspace().phone_country).toBe('FR');
  expect(model.catalog().object('reader').fields['town']).toBeDefined();
  await other.close();
});
