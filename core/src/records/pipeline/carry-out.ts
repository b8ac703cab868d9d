import { StrataError } from '@stratacrm/sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { ReachedRecords } from './reached-records.ts';
import { RelatedRecords } from './related-records.ts';
import { MovedOn } from './store-writes.ts';
import type { Write, WriteBatch, WriteRequest } from './write-batch.ts';
import { pendingRecords } from './write-bindings.ts';
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

function startBatch(
  ctx: AccessContext,
  object: CatalogObject,
  requests: readonly WriteRequest[],
  mode: WriteBatch['mode'],
): WriteBatch {
  const writes = requests.map((request) => startWrite(request));
  const related = new RelatedRecords(ctx, object);
  const reached = new ReachedRecords(ctx, related, (name) => pendingRecords(batch, name));
  const batch: WriteBatch = { ctx, object, writes, mode, related, reached, dependants: [] };
  return batch;
}

function startWrite(request: WriteRequest): Write {
  return {
    request,
    action: request.action,
    id: request.id ?? v7(),
    given: {},
    before: null,
    after: {},
    formulas: {},
    version: 0,
    changes: {},
    issues: [],
    warnings: [],
    observed: [],
    shared: null,
    byShareAlone: false,
    readable: true,
  };
}
