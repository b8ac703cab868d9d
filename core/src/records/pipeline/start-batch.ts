import type { AccessContext } from '../../access/access-profile.ts';
import { newId } from '../../kernel/new-id.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { ReachedRecords } from './reached-records.ts';
import { RelatedRecords } from './related-records.ts';
import type { Write, WriteBatch, WriteRequest } from './write-batch.ts';
import { pendingRecords } from './write-bindings.ts';

/** A batch at the beginning of its way; `upper`: the one to whose records its records belong. */
export function startBatch(
  ctx: AccessContext,
  object: CatalogObject,
  requests: readonly WriteRequest[],
  mode: WriteBatch['mode'],
  upper: WriteBatch | null = null,
): WriteBatch {
  const writes = requests.map((request) => startWrite(request));
  const related = new RelatedRecords(ctx, object);
  // What is written together is seen together.
  const reached = upper?.reached ?? new ReachedRecords(ctx, related, (name) => pendingRecords(batch, name));
  const batch: WriteBatch = { ctx, object, writes, mode, related, reached, upper, owned: [], dependants: [] };
  return batch;
}

/** Most records come without any, and a map of its own is a twentieth of all that is kept of one while it is written. */
const NO_LISTS: Write['owned'] = new Map();

/** A write at the beginning of its way. */
export function startWrite(request: WriteRequest): Write {
  const write: Write = {
    request,
    action: request.action,
    id: request.id ?? newId(),
    given: {},
    owned: NO_LISTS,
    before: null,
    after: {},
    formulas: {},
    shown: {},
    version: 0,
    changes: {},
    issues: [],
    warnings: [],
    observed: [],
    shared: null,
    byShareAlone: false,
    readable: true,
  };
  return 'causeId' in request && request.causeId !== undefined ? { ...write, causeId: request.causeId } : write;
}
