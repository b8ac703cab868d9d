import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Queryable } from './database.ts';

/**
 * What the tables are made of: the names of all migrations, and the versions of the packages that bring tables of their own.
 * It stands as a comment on the migrator's table, so that a start that finds it there again has nothing to do: 1 s of processor time.
 */
function wanted(): string {
  const migrations = readdirSync(path.join(import.meta.dirname, 'migrations')).filter(
    (name) => /^\d+-.*\.ts$/.test(name) && !name.endsWith('.test.ts'),
  );
  const packages = readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8');
  const digest = createHash('sha256').update(migrations.toSorted().join('\n')).update(packages).digest('hex');
  return `Migrated to ${digest}`;
}

/** Whether every migration has been made; false when it is not known. */
export async function isMigrated(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ state: string | null }>(
    `select obj_description(to_regclass('core.migration'), 'pg_class') as state`,
  );
  return rows[0]?.state === wanted();
}

/** To be told when every migration has been made. */
export async function noteMigrated(db: Queryable): Promise<void> {
  await db.query(`comment on table core.migration is '${wanted()}'`);
}
