import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Queryable } from '../../kernel/database.ts';
import type { FileVault } from '../../kernel/files/file-vault.ts';

/** Name of the job that sweeps. */
export const SWEEP_FILES = 'sweep_files';

/** How long a file may be in no record: never taken, or given up for another. A run that may still take it keeps it for longer. */
const KEPT = '1 day';
const KEPT_MILLISECONDS = 86_400_000;
const AT_ONCE = 500;

/**
 * Removes what no record holds any more. A file is condemned first, so that nobody takes it meanwhile; its row goes last,
 * so that whatever is broken off half-way is found again.
 */
export async function sweepFiles(db: Queryable, vault: FileVault): Promise<number> {
  await db.query(
    `update core.file set condemned_at = now() where condemned_at is null
     and (released_at < now() - $1::interval or (record_id is null and uploaded_at < now() - $1::interval
       and not exists (select from core.workflow_run r where r.id = run_id and r.status in ('running', 'waiting', 'failed'))))`,
    [KEPT],
  );
  await sweepIncoming(vault);
  let removed = 0;
  for (let after = NONE; ;) {
    const { rows } = await db.query<{ id: string }>(
      'select id from core.file where condemned_at is not null and id > $2 order by id limit $1',
      [AT_ONCE, after],
    );
    for (const { id } of rows) if (await removeFile(db, vault, id)) removed += 1;
    if (rows.length < AT_ONCE) return removed;
    after = rows.at(-1)!.id;
  }
}

const NONE = '00000000-0000-0000-0000-000000000000';

async function removeFile(db: Queryable, vault: FileVault, id: string): Promise<boolean> {
  try {
    await vault.store.remove(id);
  } catch (error) {
    vault.log.warn('A file could not be removed; it is tried again', { file: id, error });
    return false;
  }
  await db.query('delete from core.file where id = $1 and condemned_at is not null', [id]);
  return true;
}

/** What a process left behind that ended while it received. */
async function sweepIncoming({ incoming }: FileVault): Promise<void> {
  const names = await readdir(incoming).catch(() => []);
  for (const name of names) {
    const file = path.join(incoming, name);
    const facts = await stat(file).catch(() => null);
    if (facts !== null && facts.mtimeMs < Date.now() - KEPT_MILLISECONDS) await rm(file, { force: true });
  }
}
