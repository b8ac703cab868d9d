import type { WorkCount } from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { countWork } from '../api/work.ts';
import { useLiveWork } from './live.ts';
import { useSession } from './session.ts';

/** How much waits for the person who is signed in; kept up by the live line. */
export const useWork = defineStore('work', () => {
  const session = useSession();
  const count = ref<WorkCount>({ mine: 0, teams: 0, overdue: 0 });
  /** Goes up whenever something of it has changed, for pages that show it. */
  const changes = ref(0);
  const waiting = computed(() => count.value.mine + count.value.teams);

  async function refresh(): Promise<void> {
    changes.value++;
    // Without an answer the last figures stand.
    count.value = await countWork().catch(() => count.value);
  }

  watch(
    () => session.me?.id,
    (id) => {
      if (id !== undefined) void refresh();
    },
    { immediate: true },
  );
  useLiveWork(() => void refresh());
  return { count, waiting, changes, refresh };
});
