import type { Database, Transaction } from '../../kernel/database.ts';
import type { OutboxEntry } from '../../kernel/outbox.ts';
import { WORK_CHANNEL } from './work-channel.ts';

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
  /** Hears whose list of work has changed. */
  onWork(listener: (people: readonly string[]) => void): () => void;
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
  const workers = new Set<(people: readonly string[]) => void>();
  const endings = new Set<() => void>();
  let closed = false;
  const stop = await database.listen(CHANNEL, (payload) => {
    const change = JSON.parse(payload) as LiveChange;
    for (const listener of listeners) listener(change);
  });
  const stopWork = await database.listen(WORK_CHANNEL, (payload) => {
    const people = JSON.parse(payload) as string[];
    for (const listener of workers) listener(people);
  });
  return {
    listen: (listener) => added(listeners, listener),
    onWork: (listener) => added(workers, listener),
    onClose: (end) => {
      if (closed) end();
      return added(endings, end);
    },
    close: async () => {
      closed = true;
      for (const end of endings) end();
      await stopWork();
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
