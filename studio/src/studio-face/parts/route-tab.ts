import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** The tab that is open, as the address says; the first where it says none that there is. */
export function useRouteTab(tabs: () => readonly { id: string }[]): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  const first = (): string => tabs()[0]?.id ?? '';
  return computed({
    get: () => tabs().find(({ id }) => id === route.query['tab'])?.id ?? first(),
    set: (id) => {
      const { tab: _, ...query } = route.query;
      void router.replace({ query: id === first() ? query : { ...query, tab: id } });
    },
  });
}
