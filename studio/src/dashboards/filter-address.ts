import type { DashboardFilter, FilterValues } from '@stratacrm/sdk';
import type { LocationQuery, LocationQueryRaw } from 'vue-router';

/** What the address says of the filters; one that it leaves out is as the dashboard has it at first. */
export function readFilters(filters: readonly DashboardFilter[], query: LocationQuery): FilterValues {
  return Object.fromEntries(
    filters.flatMap(({ id, type }): [string, string | string[]][] => {
      const said = query[id];
      if (said === undefined) return [];
      const values = [said].flat().filter((value) => value !== null && value !== '') as string[];
      return [[id, type === 'period' ? (values[0] ?? '') : values]];
    }),
  );
}

export function writeFilters(values: FilterValues): LocationQueryRaw {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, Array.isArray(value) && value.length === 0 ? '' : value]),
  );
}

/** What a filter is set to now. */
export function valueOf(filter: DashboardFilter, values: FilterValues): string[] {
  const value = values[filter.id] ?? filter.default ?? [];
  return [value].flat().filter((each) => each !== '' && each !== 'all');
}
