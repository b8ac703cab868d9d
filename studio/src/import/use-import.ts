import type { ImportBatch } from '@stratacrm/sdk';
import { computed, onBeforeUnmount, shallowRef } from 'vue';
import { changeImport, fetchImport, startStep, type ImportChange } from './import-api.ts';
import { paceOf, withSample, type ProgressSample } from './progress.ts';

/** How often a step that runs is asked how far it is. */
const INTERVAL = 400;

export type ImportStep = 'file' | 'match' | 'check' | 'run';

/** The step a batch's state belongs to. */
export function stepOf(batch: ImportBatch): ImportStep {
  if (batch.state === 'uploaded') return 'match';
  return batch.state === 'checking' || batch.state === 'checked' ? 'check' : 'run';
}

export const isBusy = (batch: ImportBatch | null): boolean =>
  batch !== null && ['checking', 'running', 'undoing'].includes(batch.state);

/** One import as the server has it, followed while something runs, with the pace of what runs. */
export function useImport() {
  const batch = shallowRef<ImportBatch | null>(null);
  const samples = shallowRef<ProgressSample[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  const busy = computed(() => isBusy(batch.value));
  const pace = computed(() => paceOf(samples.value, batch.value?.rows ?? 0));

  function take(next: ImportBatch): void {
    if (batch.value?.state !== next.state) samples.value = [];
    batch.value = next;
    if (!isBusy(next)) return;
    samples.value = withSample(samples.value, { at: Date.now(), rows: next.progress * next.rows });
    clearTimeout(timer);
    if (!gone) timer = setTimeout(() => void follow(next.id), INTERVAL);
  }

  /** A lost answer is no reason to stop: the import goes on, and so does the asking. */
  async function follow(id: string): Promise<void> {
    try {
      take(await fetchImport(id));
    } catch {
      if (!gone) timer = setTimeout(() => void follow(id), INTERVAL * 5);
    }
  }

  async function open(id: string): Promise<void> {
    take(await fetchImport(id));
  }

  async function change(changes: ImportChange): Promise<void> {
    if (batch.value !== null) take(await changeImport(batch.value.id, changes));
  }

  async function start(step: 'check' | 'run' | 'undo'): Promise<void> {
    if (batch.value !== null) take(await startStep(batch.value.id, step));
  }

  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
  });

  return { batch, busy, pace, take, open, change, start };
}
