import { expect, it } from 'vitest';
import { SALES_DOCUMENTS } from '../../testing/sales-documents.ts';
import { workflowOf, workflowWorkspace } from '../../testing/test-workflows.ts';
import { startJobWorker } from '../kernel/jobs.ts';
import { createLog } from '../kernel/log.ts';
import { startOutbox } from '../kernel/outbox.ts';
import { queryRecords } from '../records/query-records.ts';
import { writeRecords } from '../records/write-records.ts';
import { createEngine } from './engine.ts';
import { workflowJobs } from './jobs.ts';
import { startOnChanges } from './start/on-changes.ts';

/** So many at least; more while only one of the two has had something to do. */
const [MANY, MOST] = [60, 600];
const log = createLog({ level: 'error' });

it('Two processes share the work of one database: both do some, and every step is done once', async () => {
  const { engine, system, database, settled } = await workflowWorkspace([
    ...SALES_DOCUMENTS,
    workflowOf('counts', { type: 'record_created', settings: { object: 'deal' } }, [
      { id: 'pause', type: 'wait', settings: { for: '1s' } },
      { id: 'log', type: 'create_record', settings: { object: 'activity', values: { name: 'record.name' } } },
    ]),
  ]);
  // As another process has it: an engine, a worker and an outbox of its own on the same database.
  const did = new Set<string>();
  const second = createEngine({ ...engine });
  const jobs = Object.fromEntries(
    Object.entries(workflowJobs(second)).map(([name, job]) => [
      name,
      (...given: Parameters<typeof job>) => {
        did.add(name);
        return job(...given);
      },
    ]),
  );
  const outbox = startOutbox(database, [startOnChanges(second)], log);
  const worker = await startJobWorker(database, { handlers: jobs, log });
  let made = 0;
  try {
    for (; made < MANY || (did.size === 0 && made < MOST); made += 6)
      await writeRecords(
        system,
        'deal',
        Array.from({ length: 6 }, (_, at) => ({ action: 'create' as const, input: { name: `Deal ${made + at}` } })),
        { mode: 'all' },
      );
    await expect.poll(() => settled().then((runs) => runs.filter(({ status }) => status === 'done').length)).toBe(made);
  } finally {
    await worker.close();
    await outbox.close();
  }
  const { data, count } = await queryRecords(system, 'activity', { fields: ['name'], limit: 200, count: 'exact' });
  expect(count).toBe(made);
  expect(new Set(data.map(({ name }) => name)).size).toBe(data.length);
  expect(did.size).toBeGreaterThan(0);
});
