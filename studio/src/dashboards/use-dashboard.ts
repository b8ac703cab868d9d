import type { DashboardAnswer, DashboardDocument, FilterValues } from '@stratacrm/sdk';
import { onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { getDashboard, readDashboard } from '../api/dashboards.ts';
import { isAborted } from '../api/client.ts';
import { currentLocale } from '../i18n/i18n.ts';

/** A dashboard and what its tiles show; read anew whenever the filters change. */
export function useDashboard(name: () => string, filters: (dashboard: DashboardDocument) => FilterValues) {
  const dashboard = shallowRef<DashboardDocument | null>(null);
  const answer = shallowRef<DashboardAnswer | null>(null);
  const failure = shallowRef<unknown>(null);
  const reading = ref(false);
  let asked: AbortController | null = null;

  async function open(): Promise<void> {
    const wanted = name();
    [dashboard.value, answer.value, failure.value] = [null, null, null];
    if (wanted === '') return;
    try {
      const found = await getDashboard(wanted);
      if (wanted !== name()) return;
      dashboard.value = found;
      await read();
    } catch (error) {
      if (wanted === name()) failure.value = error;
    }
  }

  /** What is shown stays until what is new has come. */
  async function read(): Promise<void> {
    const { value: found } = dashboard;
    if (found === null) return;
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    reading.value = true;
    try {
      answer.value = await readDashboard(found.name, filters(found), mine.signal);
      failure.value = null;
    } catch (error) {
      if (!isAborted(error)) failure.value = error;
    }
    if (asked === mine) reading.value = false;
  }

  watch(name, open, { immediate: true });
  watch(
    () => (dashboard.value === null ? '' : JSON.stringify(filters(dashboard.value))),
    (now, before) => {
      if (now !== '' && before !== '') void read();
    },
  );
  // Problems are worded by the server.
  watch(currentLocale, () => void read());
  onBeforeUnmount(() => asked?.abort());

  return { dashboard, answer, failure, reading, open, read };
}
