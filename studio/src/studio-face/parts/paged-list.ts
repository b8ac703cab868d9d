import { ref, shallowRef } from 'vue';

interface Page<Row> {
  data: readonly Row[];
  next: string | null;
}

/** A list that is fetched page by page; of two questions on their way the answer to the later one counts. */
export function usePagedList<Row>(fetchPage: (before: string | null) => Promise<Page<Row>>) {
  const rows = shallowRef<readonly Row[] | null>(null);
  const next = ref<string | null>(null);
  const error = shallowRef<unknown>(null);
  const busy = ref(false);
  let asked = 0;

  async function load(before: string | null = null): Promise<void> {
    const mine = ++asked;
    busy.value = true;
    error.value = null;
    try {
      const page = await fetchPage(before);
      if (mine !== asked) return;
      rows.value = before === null ? page.data : [...(rows.value ?? []), ...page.data];
      next.value = page.next;
    } catch (reason) {
      if (mine === asked) error.value = reason;
    } finally {
      if (mine === asked) busy.value = false;
    }
  }

  return { rows, next, error, busy, load };
}
