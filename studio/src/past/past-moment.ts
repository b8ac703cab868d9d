import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { wholeMoment } from '../fields/moments.ts';

/** The past moment that the address names, and the ways to another and back to now. */
export interface PastMoment {
  /** RFC 3339 in UTC; undefined: now. */
  moment: ComputedRef<string | undefined>;
  text: ComputedRef<string>;
  /** Each moment is a step one can go back from; while one slides along them only the last. */
  look(moment: string, step?: boolean): void;
  leave(): void;
}

export function usePastMoment(): PastMoment {
  const route = useRoute();
  const router = useRouter();
  const moment = computed(() => readMoment(route.query['as_of']));
  return {
    moment,
    text: computed(() => (moment.value === undefined ? '' : wholeMoment(moment.value))),
    look(wanted, step = true) {
      const query = { ...route.query, as_of: wanted, preview: undefined, bin: undefined };
      void (step ? router.push({ query }) : router.replace({ query }));
    },
    leave() {
      void router.push({ query: { ...route.query, as_of: undefined } });
    },
  };
}

/** What stands in an address may be anything. */
export function readMoment(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** Where one begins to look back from. */
export function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString();
}
