import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../src/kernel/embedded-postgres.ts';
import { createLog } from '../src/kernel/log.ts';
import { prepareTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this test run; its database `strata_template` is the one to copy. */
    postgresUrl: string;
  }
}

export const templateName = 'strata_template';

const WITHOUT_DATABASE = new Set(['sdk', 'studio']);

/** One throw-away PostgreSQL for the run, without durability, and in it the template every test file copies. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (project.vitest.projects.every(({ name }) => WITHOUT_DATABASE.has(name))) return undefined;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'strata-test-'));
  const postgres = await startEmbeddedPostgres({ folder, log: createLog({ level: 'error' }), durable: false });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(postgres.url);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('postgresUrl', postgres.url);
  return stop;
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`create database ${templateName}`);
    await prepareTemplate(withDatabase(url, templateName));
    await admin.query(`alter database ${templateName} with is_template true allow_connections false`);
  } finally {
    await admin.end();
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
