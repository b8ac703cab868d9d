import type { ConnectionInfo } from '@stratacrm/sdk';
import { computed, onMounted, shallowRef } from 'vue';
import { fetchConnections } from '../api/outside.ts';

/** The connections that steps can name; null until they are known. */
export function useConnectionNames() {
  const found = shallowRef<readonly ConnectionInfo[] | null>(null);
  onMounted(async () => {
    // Without them nothing is said against a step; the publish looks at them itself.
    found.value = await fetchConnections().catch(() => null);
  });
  const services = computed(() => (found.value ?? []).filter(({ kind }) => kind === 'http'));
  const names = computed(() => (found.value === null ? null : new Set(services.value.map(({ name }) => name))));
  return { services, names };
}
