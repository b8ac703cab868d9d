import type { OfferedAction } from '@stratacrm/sdk';
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { recordActions } from '../api/actions.ts';
import { useOfferedActions } from '../stores/offered-actions.ts';

/** The buttons on one record; those with a condition are asked for whenever the record has changed. */
export function useRecordButtons(of: () => { object: string; id: string; version: unknown } | null): {
  beside: ComputedRef<OfferedAction[]>;
  inMenu: ComputedRef<OfferedAction[]>;
  inPalette: ComputedRef<OfferedAction[]>;
} {
  const offered = useOfferedActions();
  /** null: all that there are. */
  const standing = shallowRef<ReadonlySet<string> | null>(null);
  const conditional = computed(() => {
    const object = of()?.object;
    return offered.all.some((action) => action.object === object && action.conditional);
  });

  watch(
    () => [of()?.object, of()?.id, of()?.version, conditional.value] as const,
    async ([object, id]) => {
      if (object === undefined || id === undefined || !conditional.value) {
        standing.value = null;
        return;
      }
      // Nothing is offered that may not be done; the server is asked again with the next change.
      const names = await recordActions(object, id).catch(() => []);
      if (of()?.id === id) standing.value = new Set(names);
    },
    { immediate: true },
  );

  function at(place: 'record' | 'menu' | 'palette'): OfferedAction[] {
    const here = of();
    if (here === null) return [];
    return offered
      .at(place, here.object)
      .filter(({ name, conditional: asked }) => !asked || standing.value?.has(name) === true);
  }

  return {
    beside: computed(() => at('record')),
    inMenu: computed(() => at('menu')),
    inPalette: computed(() => at('palette')),
  };
}
