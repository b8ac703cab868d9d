import type { Catalog } from '../../model/catalog.ts';
import { BoundedMap } from './bounded-map.ts';
import { StatementNames } from './statement.ts';

/** What records keep of one catalog. It goes when the catalog goes. */
class CatalogMemory {
  /** Compiled plans by shape. A plan takes some 10 KB, so this stays below 40 MB. */
  readonly plans = new BoundedMap<string, unknown>(4_000);
  readonly names: StatementNames;

  constructor(release: number) {
    this.names = new StatementNames(release);
  }
}

const KEY = 'records';

/** What people write at such length is rarely asked again, and four thousand such keys would fill the memory. */
const LONGEST_KEY = 4_000;

export function memoryOf(catalog: Catalog): CatalogMemory {
  let memory = catalog.derived.get(KEY) as CatalogMemory | undefined;
  if (memory === undefined) catalog.derived.set(KEY, (memory = new CatalogMemory(catalog.release)));
  return memory;
}

/** The plan of that key, made the first time. The key must name everything the plan depends on beside the catalog. */
export function planned<Plan>(catalog: Catalog, key: string, make: () => Plan): Plan {
  if (key.length > LONGEST_KEY) return make();
  const { plans } = memoryOf(catalog);
  let plan = plans.get(key) as Plan | undefined;
  if (plan === undefined) plans.set(key, (plan = make()));
  return plan;
}
