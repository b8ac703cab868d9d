import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { templateName, withDatabase } from './global-setup.ts';
import { atFileEnd } from './file-end.ts';

/**
 * A database of this test file's own, as `prepareTemplate` left it; 35 to 50 ms. Call it once per file, in `beforeAll` or at the
 * top. It is closed and dropped after the file's last test.
 */
export function testDatabase(template = templateName): Promise<Database> {
  return freshDatabase(template);
}

/** A database with nothing in it, for tests that migrate it themselves. */
export function emptyDatabase(): Promise<Database> {
  return freshDatabase('template0');
}

/** A copy of a template, for a server that opens it itself. */
export interface DatabaseCopy {
  readonly url: string;
  drop(): Promise<void>;
}

export async function copyDatabase(template: string): Promise<DatabaseCopy> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = inject('postgresUrl');
  await administer(server, `create database ${name} template ${template}`);
  return {
    url: withDatabase(server, name),
    drop: () => administer(server, `drop database ${name} with (force)`),
  };
}

async function freshDatabase(template: string): Promise<Database> {
  const copy = await copyDatabase(template);
  const database = await openDatabase({ url: copy.url, poolSize: 8, log: createLog({ level: 'error' }) });
  atFileEnd(async () => {
    await database.close();
    await copy.drop();
  });
  return database;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
