import { beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import { libraryPack } from '../../../testing/library-pack.ts';
import type { Database } from '../../kernel/database.ts';
import { createLog } from '../../kernel/log.ts';
import { createModel } from '../create-model.ts';
import type { Author, Model } from '../model.ts';

const author = { actor: { userId: null, name: 'Ann' } } as unknown as Author;
const ROWS = 200_000;

let database: Database;
let model: Model;

beforeAll(async () => {
  database = await testDatabase();
  model = await createModel({ database, log: createLog({ level: 'error' }) });
  await model.installPlugin(author, libraryPack);
  await database.query(
    `insert into crm.reader (id, created_at, updated_at, name, email, visits)
     select gen_random_uuid(), now(), now(), 'Reader ' || n, n || '@example.com', n % 100
     from generate_series(1, ${ROWS}) as n`,
  );
  await database.query('analyze crm.reader');
  return () => model.close();
}, 120_000);

interface Traffic {
  done: number;
  longest: number;
  failures: unknown[];
  stop(): Promise<void>;
}

/** Asks the same question over and over, as fast as it is answered, by several askers. */
function traffic(ask: () => Promise<unknown>): Traffic {
  const result = { running: true, done: 0, longest: 0, failures: [] as unknown[], stop: async () => {} };
  const asker = async (): Promise<void> => {
    while (result.running) {
      const begin = performance.now();
      await ask().catch((error: unknown) => result.failures.push(error));
      result.longest = Math.max(result.longest, performance.now() - begin);
      result.done++;
    }
  };
  const askers = [asker(), asker()];
  result.stop = async () => {
    result.running = false;
    await Promise.all(askers);
  };
  return result;
}

async function addFields(): Promise<void> {
  const label = { en: 'New', zh: '新' };
  const put = (name: string, body: object): Promise<unknown> =>
    model.putDocument(author, 'workspace', 'field', `reader.${name}`, { label, ...body });
  await put('city', { type: 'text', default: 'Shanghai' });
  await put('code', { type: 'text', unique: true });
  await put('mentor', { type: 'reference', to: 'reader' });
  await put('card', { type: 'auto_number' });
  await model.publish(author);
}

async function convertField(): Promise<void> {
  // Every row is written anew, so a smaller table tells as much.
  await database.query('delete from crm.reader where visits > 20');
  const { document } = await model.document('workspace', 'field', 'reader.visits');
  await model.putDocument(author, 'workspace', 'field', 'reader.visits', { ...document, type: 'decimal' });
  await model.publish(author);
}

it.each([
  ['adds fields', addFields],
  ['converts a field', convertField],
])(
  'a publish that %s on a large table makes no reader and no writer fail',
  async (_, change) => {
    const { rows } = await database.query<{ id: string }>('select id from crm.reader where visits < 15 limit 500');
    const any = (): string => rows[Math.floor(Math.random() * rows.length)]!.id;
    const reads = traffic(() =>
      database.query('select id, name, visits from crm.reader where id = $1', [any()], 'read'),
    );
    const writes = traffic(() =>
      database.query('update crm.reader set visits = visits + 1, version = version + 1 where id = $1', [any()]),
    );
    const begin = performance.now();
    await change();
    const took = performance.now() - begin;
    await Promise.all([reads.stop(), writes.stop()]);
    const figures = {
      took,
      reads: reads.done,
      longestRead: reads.longest,
      writes: writes.done,
      longestWrite: writes.longest,
    };
    process.stdout.write(
      Object.entries(figures)
        .map(([name, value]) => `${name} ${Math.round(value)}`)
        .join(' · ') + '\n',
    );
    // A statement prepared for the old type of a column is refused once; the caller takes the new catalog and asks again.
    const real = reads.failures.filter((error) => !/cached plan must not change/.test(String(error)));
    expect(real).toEqual([]);
    expect(writes.failures).toEqual([]);
    expect(reads.done).toBeGreaterThan(20);
    expect(writes.done).toBeGreaterThan(20);
  },
  120_000,
);

it('the values written during a conversion are carried over too', async () => {
  const { rows } = await database.query<{ different: number }>(
    `select count(*)::int as different from crm.reader where visits is null`,
  );
  expect(rows).toEqual([{ different: 0 }]);
  expect((await database.query('select from crm.reader where card is null')).rowCount).toBe(0);
});
