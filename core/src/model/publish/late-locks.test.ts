import { expect, it } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import { libraryPack } from '../../../testing/library-pack.ts';
import { createLog } from '../../kernel/log.ts';
import { createModel } from '../create-model.ts';
import type { Author, SwitchHook } from '../model.ts';

const author = { actor: { userId: null, name: 'Ann' } } as unknown as Author;

it('readers of a converted table do not wait while the release is written down', async () => {
  const database = await testDatabase();
  const held: unknown[] = [];
  const look: SwitchHook = async (tx) => {
    const { rowCount } = await tx.query(
      `select from pg_locks where pid = pg_backend_pid() and mode = 'AccessExclusiveLock'
       and relation = to_regclass('crm.reader')`,
    );
    held.push(rowCount);
  };
  const model = await createModel({
    database,
    log: createLog({ level: 'error' }),
    beforeTables: [look],
    onSwitch: [look],
  });
  await model.installPlugin(author, libraryPack);
  await database.query(`
    create function core.locked_too_early() returns trigger language plpgsql as $$ begin
      if exists (select from pg_locks where pid = pg_backend_pid() and mode = 'AccessExclusiveLock'
        and relation = 'crm.reader'::regclass) then raise exception 'locked too early'; end if;
      return new;
    end $$`);
  await database.query(
    'create trigger watch before insert on core.release for each row execute function core.locked_too_early()',
  );
  const { document } = await model.document('workspace', 'field', 'reader.visits');
  await model.putDocument(author, 'workspace', 'field', 'reader.visits', { ...document, type: 'decimal' });
  held.length = 0;
  expect((await model.publish(author)).number).toBe(model.catalog().release);
  expect(held).toEqual([0, 1]);
  await model.close();
});
