import type { FieldTraits } from './field-type.ts';

/** Traits with what is not named left out. */
export function traits(having: Partial<FieldTraits>): FieldTraits {
  return {
    sortable: false,
    groupable: false,
    searchable: false,
    unique: false,
    summable: false,
    bucketable: false,
    suggested: false,
    options: false,
    country: false,
    reference: false,
    link: false,
    computed: false,
    numbered: false,
    timed: false,
    rolled_up: false,
    file: false,
    picture: false,
    personal: false,
    ...having,
  };
}
