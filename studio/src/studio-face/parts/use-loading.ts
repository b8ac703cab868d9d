import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';

/** What a page fetches when it opens: whether it has come, what went wrong, and how to try again. */
export interface Loading {
  loaded: Ref<boolean>;
  error: ShallowRef<unknown>;
  load(): Promise<void>;
}

/** Reads when the page is there; what went wrong is told in its place. */
export function useLoading(read: () => Promise<void>): Loading {
  const loaded = ref(false);
  const error = shallowRef<unknown>(null);

  async function load(): Promise<void> {
    error.value = null;
    try {
      await read();
      loaded.value = true;
    } catch (reason) {
      error.value = reason;
    }
  }

  onMounted(load);
  return { loaded, error, load };
}
