import { v7 } from 'uuid';
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../kernel/database.ts';
import { newKey, secretBox } from '../../kernel/secret-box.ts';
import { testDatabase } from '../../../testing/test-database.ts';
import { newFactorSecret } from './one-time-code.ts';
import { sealFactorSecrets } from './seal-secrets.ts';

let database: Database;
const user = v7();
const secret = newFactorSecret();
const stored = async (): Promise<Buffer> =>
  (await database.query<{ secret: Buffer }>('select secret from core.second_factor where user_id = $1', [user]))
    .rows[0]!.secret;

beforeAll(async () => {
  database = await testDatabase();
  await database.query(`insert into core."user" (id, name, email) values ($1, 'Ann', 'ann@example.com')`, [user]);
  await database.query('insert into core.second_factor (user_id, secret) values ($1, $2)', [user, secret]);
});

it('seals what was there before, follows a new key, and says when the key is missing', async () => {
  const [old, next] = [newKey(), newKey()];
  expect(await sealFactorSecrets(database, secretBox([old]))).toBe(1);
  expect((await stored()).includes(secret)).toBe(false);
  expect(secretBox([old]).open(await stored(), user)).toEqual(secret);
  expect(await sealFactorSecrets(database, secretBox([old]))).toBe(0);
  await expect(sealFactorSecrets(database, secretBox([next]))).rejects.toThrow('STRATA_SECRET_KEY=new,old');
  expect(await sealFactorSecrets(database, secretBox([next, old]))).toBe(1);
  expect(await sealFactorSecrets(database, secretBox([next]))).toBe(0);
  expect(secretBox([next]).open(await stored(), user)).toEqual(secret);
});
