import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { inject } from 'vitest';
import { templateName, withDatabase } from './global-setup.ts';

const program = path.resolve(import.meta.dirname, 'begin-workspace.ts');

/** Any constant that nothing else locks in this PostgreSQL. */
const MAKING = 7_281_951_101;

/**
 * The template of a workspace that was started once: base pack, administrator, with `demo` the demonstration data. A start on
 * its copy takes a second of processor time less than a first one. Whoever needs it first makes it, the others wait for him.
 */
export async function begunTemplate({ demo }: { demo: boolean }): Promise<string> {
  const name = demo ? 'strata_begun_demo' : 'strata_begun';
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  const isThere = async (): Promise<boolean> => {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
    return rowCount === 1;
  };
  try {
    if (await isThere()) return name;
    await admin.query('select pg_advisory_lock($1)', [MAKING]);
    if (!(await isThere())) await make(admin, name, demo);
    return name;
  } finally {
    await admin.end();
  }
}

/** Made under another name, so that one that was not finished is not taken for the template. */
async function make(admin: pg.Client, name: string, demo: boolean): Promise<void> {
  const making = `${name}_in_the_making`;
  await admin.query(`drop database if exists ${making} with (force)`);
  await admin.query(`create database ${making} template ${templateName}`);
  const begun = [program, withDatabase(inject('postgresUrl'), making), demo ? '1' : '0'];
  await promisify(execFile)(process.execPath, begun);
  await admin.query(`alter database ${making} with is_template true allow_connections false`);
  await admin.query(`alter database ${making} rename to ${name}`);
}
