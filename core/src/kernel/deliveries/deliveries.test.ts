import { StrataError, type JsonValue } from '@stratacrm/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import type { Database } from '../database.ts';
import { startJobWorker, type JobWorker } from '../jobs.ts';
import { createLog } from '../log.ts';
import { TryLater, type Carriers, type DeliveryTry } from './carrier.ts';
import type { DeliveryRow } from './delivery.ts';
import { retryDelivery } from './list-deliveries.ts';
import { deliveryJobs } from './deliver.ts';
import { cancelDeliveries, outside, recordingOutside } from './outside.ts';

const log = createLog({ level: 'silent' });

let database: Database;
let worker: JobWorker;
const seen: DeliveryTry[] = [];
const settled: JsonValue[] = [];

const unreachable = new StrataError('delivery_timed_out', { seconds: 1 });

const carriers: Carriers = {
  fine: { perform: (one) => Promise.resolve((seen.push(one), { ok: one.payload })) },
  third: {
    perform: (one) => {
      seen.push(one);
      return one.attempt < 3 ? Promise.reject(new TryLater(unreachable)) : Promise.resolve('at last');
    },
  },
  never: { perform: () => new Promise(() => {}) },
  refused: {
    perform: (one) => {
      seen.push(one);
      return Promise.reject(new StrataError('step_stopped', { reason: 'no' }));
    },
  },
  broken: { perform: () => Promise.reject(new TypeError('oh')) },
};

beforeAll(async () => {
  database = await testDatabase();
  worker = await startJobWorker(database, {
    handlers: {
      ...deliveryJobs({ database, log, carriers, delays: [10], longest: 300 }),
      told: (payload) => Promise.resolve(void settled.push(payload)),
    },
    log,
    concurrency: 3,
  });
});
afterAll(() => worker.close());

async function ended(key: string): Promise<DeliveryRow> {
  for (;;) {
    const { rows } = await database.query<DeliveryRow>('select * from core.delivery where key = $1', [key]);
    if (rows[0] !== undefined && rows[0].state !== 'pending') return rows[0];
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('A delivery', () => {
  it('is done after the commit of whoever wished it, with its key, and tells who waits for it', async () => {
    await database
      .transaction(async (tx) => {
        await outside.request(tx, { kind: 'fine', key: 'undone', payload: 0 });
        throw new Error('no');
      })
      .catch(() => {});
    const then = { job: 'told', payload: { of: 'one' } };
    await database.transaction((tx) => outside.request(tx, { kind: 'fine', key: 'one', payload: { n: 1 }, then }));
    expect(await ended('one')).toMatchObject({ state: 'delivered', response: { ok: { n: 1 } }, attempts: 1 });
    await expect.poll(() => settled).toContainEqual({ of: 'one' });
    expect(seen.map(({ key }) => key)).toEqual(['one']);
  });

  it('wished twice is done once, and answers the second time with what came of the first', async () => {
    const wish = { kind: 'fine', key: 'twice', payload: 2 };
    await outside.request(database, wish);
    await outside.request(database, wish);
    await ended('twice');
    expect(await outside.request(database, wish)).toMatchObject({ state: 'delivered', response: { ok: 2 } });
    expect(seen.filter(({ key }) => key === 'twice')).toHaveLength(1);
  });

  it('is tried again while the other side is away, each time with the same key', async () => {
    await outside.request(database, { kind: 'third', key: 'again', payload: null });
    expect(await ended('again')).toMatchObject({ state: 'delivered', response: 'at last', attempts: 3 });
    expect(seen.filter(({ key }) => key === 'again').map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('that cannot go well fails at once, by name, and is done when it is wished again with what was mended', async () => {
    await outside.request(database, { kind: 'refused', key: 'mended', payload: 'wrong' });
    expect(await ended('mended')).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'step_stopped' } });
    await outside.request(database, { kind: 'refused', key: 'mended', payload: 'right' });
    await expect.poll(() => seen.some(({ payload }) => payload === 'right')).toBe(true);
  });

  it.each([
    ['never', 'delivery_timed_out'],
    ['broken', 'delivery_broke'],
  ])('whose carrier is %s ends as %s', async (kind, code) => {
    await outside.request(database, { kind, key: kind, payload: null, tries: 2 });
    expect(await ended(kind)).toMatchObject({ state: 'failed', attempts: 2, error: { code } });
  });

  it('of something unknown says so', async () => {
    await outside.request(database, { kind: 'pigeon', key: 'pigeon', payload: null });
    expect(await ended('pigeon')).toMatchObject({ state: 'failed', error: { code: 'delivery_without_carrier' } });
  });

  it('to a target that hangs waits behind the others there, and holds up nobody else', async () => {
    for (let n = 0; n < 12; n++)
      await outside.request(database, {
        kind: 'never',
        key: `hung ${n}`,
        payload: null,
        target: 'hung.example.com',
        tries: 1,
      });
    await outside.request(database, { kind: 'fine', key: 'unhindered', payload: null, target: 'fine.example.com' });
    expect((await ended('unhindered')).state).toBe('delivered');
    const { rows } = await database.query<{ left: string }>(
      `select count(*) as left from core.delivery where key like 'hung %' and state = 'pending'`,
    );
    // With three couriers at most two are there, so the third is free; all in one line would have been twelve tries first.
    expect(Number(rows[0]!.left)).toBeGreaterThanOrEqual(8);
    await expect
      .poll(async () => (await Promise.all(Array.from({ length: 12 }, (_, n) => ended(`hung ${n}`)))).length, {
        timeout: 10_000,
      })
      .toBe(12);
  });

  it('that failed is tried anew when somebody asks, unless a run waits for it', async () => {
    const wish = { kind: 'refused', payload: 'again' };
    await outside.request(database, { ...wish, key: 'asked' });
    const { id } = await ended('asked');
    const tries = () => seen.filter(({ key }) => key === 'asked').length;
    expect(tries()).toBe(1);
    await retryDelivery(database, id);
    await expect.poll(tries).toBe(2);
    expect((await ended('asked')).attempts).toBe(1);
    const then = { job: 'told', payload: { of: 'a run' } };
    await outside.request(database, { ...wish, key: 'of a run', then });
    await expect(retryDelivery(database, (await ended('of a run')).id)).rejects.toMatchObject({
      code: 'delivery_of_run',
    });
    await expect(retryDelivery(database, (await ended('one')).id)).rejects.toMatchObject({ code: 'delivery_of_run' });
    await expect(retryDelivery(database, (await ended('twice')).id)).rejects.toMatchObject({
      code: 'delivery_not_failed',
    });
    await expect(retryDelivery(database, '01900000-0000-7000-8000-00000000000f')).rejects.toMatchObject({
      code: 'unknown_delivery',
    });
  });

  it('of what was cancelled is not done', async () => {
    const belongsTo = '01900000-0000-7000-8000-000000000001';
    await database.transaction(async (tx) => {
      await outside.request(tx, { kind: 'fine', key: 'cancelled', payload: null, belongsTo });
      await cancelDeliveries(tx, belongsTo);
    });
    expect((await ended('cancelled')).state).toBe('cancelled');
    await outside.request(database, { kind: 'fine', key: 'after', payload: null });
    await ended('after');
    expect(seen.some(({ key }) => key === 'cancelled')).toBe(false);
  });

  it('is only written down where something is tried out', async () => {
    const trial = recordingOutside();
    const wish = { kind: 'fine', key: 'trial', payload: 1, sample: { status: 200 } };
    expect(await trial.request(database, wish)).toEqual({ state: 'delivered', response: { status: 200 }, error: null });
    expect(trial.wishes).toEqual([wish]);
    expect(await outside.outcome(database, 'trial')).toBeNull();
  });
});
