import { openDatabase } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { migrate } from '../src/kernel/orm.ts';

/** Fills the database that every test file gets a copy of. It runs once for a whole test run. */
export async function prepareTemplate(databaseUrl: string): Promise<void> {
  const database = await openDatabase({ url: databaseUrl, poolSize: 4, log: createLog({ level: 'error' }) });
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}
