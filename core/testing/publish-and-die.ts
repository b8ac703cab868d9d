import { openDatabase } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { createModel } from '../src/model/create-model.ts';
import type { Author } from '../src/model/model.ts';

/** A process that publishes the workspace's draft and is killed as a phase begins: `publish-and-die.ts <url> <phase>`. */
const [url = '', fatal] = process.argv.slice(2);
const log = createLog({ level: 'error' });
const database = await openDatabase({ url, poolSize: 4, log });
const model = await createModel({
  database,
  log,
  onPhase: (phase) => {
    if (phase === fatal) process.kill(process.pid, 'SIGKILL');
  },
});
const author = { actor: { userId: null, name: 'Mallory' } } as unknown as Author;
await model.publish(author);
