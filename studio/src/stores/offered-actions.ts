import type { ActionPlace, OfferedAction, RecordData } from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { listActions } from '../api/actions.ts';
import { useCatalogue } from './catalogue.ts';

/** A button that was pressed: for which records, and who wants to know when it is done. */
export interface Press {
  action: OfferedAction;
  records: readonly string[];
  /** The one record, as far as it is on the screen. */
  record?: RecordData | undefined;
  finished?: () => void;
}

/** The buttons people configured, and the one that was pressed. */
export const useOfferedActions = defineStore('offered-actions', () => {
  const catalogue = useCatalogue();
  const all = shallowRef<readonly OfferedAction[]>([]);
  const pressed = shallowRef<Press | null>(null);
  /** Tells a press from the one before it. */
  const presses = ref(0);
  let asking: Promise<void> | null = null;

  /** Asks which there are, once for each model. */
  function load(): Promise<void> {
    asking ??= listActions().then(
      (found) => void (all.value = found),
      // Without them the page is what it is; the next page asks again.
      () => void (asking = null),
    );
    return asking;
  }

  watch(
    () => catalogue.model,
    (model) => {
      asking = null;
      all.value = [];
      if (model !== null) void load();
    },
    { immediate: true },
  );

  /** Those of an object that stand in a place; without an object those about no record. */
  function at(place: ActionPlace, object: string | null): OfferedAction[] {
    return all.value.filter((action) => action.object === object && action.places.includes(place));
  }

  function press(wish: Press): void {
    presses.value += 1;
    pressed.value = wish;
  }

  return { all, pressed, presses, load, at, press };
});
