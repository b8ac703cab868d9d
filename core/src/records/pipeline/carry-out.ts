import { StrataError } from '@stratacrm/sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessContext } from '../../access/access-profile.ts';
import { startBatch } from './start-batch.ts';
import { MovedOn } from './store-writes.ts';
import type { WriteBatch, WriteRequest } from './write-batch.ts';
import { runStages } from './write-pipeline.ts';

export interface CarryOutOptions {
  mode: 'all' | 'partial';
  dryRun?: boolean;
}

/** With fifty writers at one record the last one in was served at the eleventh try. */
const MOST_TRIES = 24;

/** Takes the requests through the stages, again from the beginning when a record has moved on meanwhile. */
export async function carryOut(
  ctx: AccessContext,
  objectName: string,
  requests: readonly WriteRequest[],
  options: CarryOutOptions,
): Promise<WriteBatch> {
  const object = ctx.catalog.object(objectName);
  for (let tried = 1; ; tried++) {
    const batch = startBatch(ctx, object, requests, options.mode);
    try {
      await runStages(batch, options.dryRun === true);
      return batch;
    } catch (error) {
      if (!(error instanceof MovedOn)) throw error;
      if (tried === MOST_TRIES) throw new StrataError('write_conflict');
      await sleep(Math.random() * Math.min(tried * 4, 40));
    }
  }
}
