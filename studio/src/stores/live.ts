import { defineStore } from 'pinia';
import { onScopeDispose, watch } from 'vue';

interface Watcher {
  object: string;
  changed: (ids: readonly string[]) => void;
  /** The line was lost for a while: anything may have changed. */
  missed: () => void;
}

/** How long the set of watched objects must stand before the line is opened anew: a change of page closes and opens many. */
const SETTLE_MS = 150;

/** One line to the server on which it says what others change. */
const useLiveLine = defineStore('live', () => {
  const watchers = new Set<Watcher>();
  /** Told that the list of what one has to do has changed. */
  const workers = new Set<() => void>();
  let source: EventSource | null = null;
  let listening = '';
  let settling: ReturnType<typeof setTimeout> | undefined;

  function add(watcher: Watcher): () => void {
    watchers.add(watcher);
    settle();
    return () => {
      watchers.delete(watcher);
      settle();
    };
  }

  function addWorker(changed: () => void): () => void {
    workers.add(changed);
    settle();
    return () => {
      workers.delete(changed);
      settle();
    };
  }

  function settle(): void {
    clearTimeout(settling);
    settling = setTimeout(open, SETTLE_MS);
  }

  function open(): void {
    const objects = [...new Set([...watchers].map((watcher) => watcher.object))].sort().join();
    const address = `/api/live?objects=${encodeURIComponent(objects)}${workers.size > 0 ? '&work=true' : ''}`;
    const nothing = objects === '' && workers.size === 0;
    if (nothing ? listening === '' : listening === address) return;
    source?.close();
    source = null;
    listening = nothing ? '' : address;
    if (nothing || typeof EventSource === 'undefined') return;
    const opened = new EventSource(address);
    let before = false;
    opened.addEventListener('open', () => {
      if (before) {
        watchers.forEach((watcher) => watcher.missed());
        workers.forEach((changed) => changed());
      }
      before = true;
    });
    opened.addEventListener('changed', ({ data }: MessageEvent<string>) => {
      const { object, ids } = JSON.parse(data) as { object: string; ids: string[] };
      watchers.forEach((watcher) => watcher.object === object && watcher.changed(ids));
    });
    opened.addEventListener('work', () => workers.forEach((changed) => changed()));
    source = opened;
  }

  return { add, addWorker };
});

/** Calls `changed` with the ids of records of the object that somebody changed, while the component is there. */
export function useLive(
  object: () => string | undefined,
  changed: Watcher['changed'],
  missed: Watcher['missed'],
): void {
  const line = useLiveLine();
  let leave: (() => void) | undefined;
  watch(
    object,
    (name) => {
      leave?.();
      leave = name === undefined ? undefined : line.add({ object: name, changed, missed });
    },
    { immediate: true },
  );
  onScopeDispose(() => leave?.());
}

/** Calls `changed` whenever the list of what the person has to do has changed. */
export function useLiveWork(changed: () => void): void {
  onScopeDispose(useLiveLine().addWorker(changed));
}
