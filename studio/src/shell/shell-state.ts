import type { RecordData } from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { useRoute } from 'vue-router';
import type { RecordInput } from '../api/records.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** A create panel that is open: for what, with what given, and who wants to know of the new record. */
export interface Creation {
  object: string;
  given?: RecordInput;
  created?: (record: RecordData) => void;
  /** Stay where one is instead of opening the new record. */
  stay?: boolean;
}

/** What lies over the page: palette, create panel, help. */
export const useShell = defineStore('shell', () => {
  const catalogue = useCatalogue();
  // Injected rather than imported: the router knows every page, and pages know the shell.
  const route = useRoute();
  const paletteOpen = ref(false);
  const keysShown = ref(false);
  /** Open create panels, the nearest last: a reference may be made while making what refers to it. */
  const creations = shallowRef<Creation[]>([]);
  /** Raised after each record made through the panel, so that lists can follow. */
  const created = ref(0);

  /** Objects this person may create: those of the navigation, and before them the one in view that is not among these. */
  const creatables = computed(() => {
    const listed = catalogue.navigation;
    const here = catalogue.object(String(route.params['object'] ?? ''));
    const all = here === undefined || here.managed || listed.includes(here) ? listed : [here, ...listed];
    return all.filter((object) => catalogue.may(object.name, 'create') !== 'no');
  });

  /** What `c` makes: a record of the object in view, or else of the first. */
  const creatable = computed(() => {
    const here = route.params['object'];
    return (creatables.value.find((object) => object.name === here) ?? creatables.value[0])?.name ?? null;
  });

  function openPalette(): void {
    paletteOpen.value = true;
  }

  function create(wanted?: Creation): void {
    const object = wanted?.object ?? creatable.value;
    if (object !== null) creations.value = [...creations.value, { ...wanted, object }];
  }

  function closeCreation(creation: Creation): void {
    creations.value = creations.value.filter((each) => each !== creation);
  }

  return { paletteOpen, keysShown, creations, created, creatables, creatable, openPalette, create, closeCreation };
});
