import type { OpenTransition, OpenTransitions } from '@stratacrm/sdk';
import { shallowRef, watch, type Ref } from 'vue';
import { api } from '../api/client.ts';

/** Where a record can go in the process of that field, and what each move asks of whoever asks. */
export async function openTransitions(object: string, id: string, field: string): Promise<OpenTransitions> {
  const path = `/api/records/${object}/${id}/transitions?field=${encodeURIComponent(field)}`;
  return (await api.get<{ data: OpenTransitions }>(path)).data;
}

/** The same, asked for anew whenever the record has changed; null until it is there. */
export function useOpenTransitions(
  record: () => { object: string; id: string; version: unknown; field: string } | null,
): {
  open: Ref<OpenTransitions | null>;
  ask: () => Promise<void>;
} {
  const open = shallowRef<OpenTransitions | null>(null);
  async function ask(): Promise<void> {
    const wanted = record();
    if (wanted === null) return;
    const found = await openTransitions(wanted.object, wanted.id, wanted.field).catch(() => null);
    const now = record();
    if (now?.id === wanted.id && now.version === wanted.version) open.value = found;
  }
  watch(
    () => JSON.stringify(record()),
    () => {
      open.value = null;
      void ask();
    },
    { immediate: true },
  );
  return { open, ask };
}

/** What keeps a move from being made; null where nothing but what has to be filled in does. */
export function obstacle({ fill, problems, yours }: OpenTransition): string | null {
  const [first] = problems;
  if (first === undefined || (yours && fill.length > 0)) return null;
  return first.message;
}
