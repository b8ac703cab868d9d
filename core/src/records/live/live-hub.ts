import type { Database, Transaction } from '../../kernel/database.ts';
import type { OutboxEntry } from '../../kernel/outbox.ts';

/** Records of one object that changed a moment ago. */
export interface LiveChange {
  object: string;
  ids: readonly string[];
  /** Only what is made of other records has changed, which not everybody may see who sees the record. */
  derived: boolean;
}

export type LiveListener = (change: LiveChange) => void;

/** Where every process hears of changes made in any of them. */
export interface LiveHub {
  listen(listener: LiveListener): () => void;
  /** Ends whatever `onClose` was asked to end, so that a server can stop although people are looking. */
  onClose(end: () => void): () => void;
  close(): Promise<void>;
}

const CHANNEL = 'strata_changes';

/** A payload must stay under 8,000 bytes; an id takes 39. */
const IDS_PER_MESSAGE = 150;

/** An outbox consumer: tells every process which records changed, ids only. */
export async function announceChanges(tx: Transaction, entries: readonly OutboxEntry[]): Promise<void> {
  const messages = [true, false].flatMap((derived) => {
    const told = entries.filter((entry) => (entry.action === 'rollup') === derived);
    return [...Map.groupBy(told, (entry) => entry.object)].flatMap(([object, group]) =>
      chunks([...new Set(group.map((entry) => entry.record_id))]).map((ids): LiveChange => ({ object, ids, derived })),
    );
  });
  await tx.query(`select pg_notify('${CHANNEL}', message) from unnest($1::text[]) as message`, [
    messages.map((message) => JSON.stringify(message)),
  ]);
}

export async function openLiveHub(database: Database): Promise<LiveHub> {
  const listeners = new Set<LiveListener>();
  const endings = new Set<() => void>();
  let closed = false;
  const stop = await database.listen(CHANNEL, (payload) => {
    const change = JSON.parse(payload) as LiveChange;
    for (const listener of listeners) listener(change);
  });
  return {
    listen: (listener) => added(listeners, listener),
    onClose: (end) => {
      if (closed) end();
      return added(endings, end);
    },
    close: async () => {
      closed = true;
      for (const end of endings) end();
      await stop();
    },
  };
}

function added<Value>(set: Set<Value>, value: Value): () => void {
  set.add(value);
  return () => set.delete(value);
}

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / IDS_PER_MESSAGE) }, (_, index) =>
    ids.slice(index * IDS_PER_MESSAGE, (index + 1) * IDS_PER_MESSAGE),
  );
}
