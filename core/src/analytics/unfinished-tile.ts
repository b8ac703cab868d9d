import { StrataError, type DashboardFilter, type DashboardTile, type Document, type Issue } from '@stratacrm/sdk';
import type { Catalog } from '../model/catalog.ts';
import { checkDocument } from '../model/check-document.ts';
import { derivedId } from '../model/derived-id.ts';
import { namedProblems } from '../model/validate.ts';

/** Throws what is wrong with the shape of filters that are still being made. */
export function requireFilters(filters: readonly DashboardFilter[]): void {
  const check = checkDocument('dashboard', unfinished(filters, []));
  if (!check.ok) throw StrataError.invalid(check.issues);
}

/** What is wrong with a tile that is still being made, at the paths of the tile itself. */
export function faultOf(
  catalog: Catalog,
  tile: DashboardTile,
  filters: readonly DashboardFilter[],
): StrataError | undefined {
  const document = unfinished(filters, [tile]);
  const check = checkDocument('dashboard', document);
  const issues: Issue[] = check.ok ? namedProblems(document as unknown as Document, catalog) : check.issues;
  const own = issues.filter(({ path }) => path.startsWith(HERE));
  return own.length === 0
    ? undefined
    : StrataError.invalid(
        own.map(({ path, code, params }) => ({ path: path.slice(HERE.length), code, ...(params && { params }) })),
      );
}

const HERE = 'tiles.0.';

function unfinished(filters: readonly DashboardFilter[], tiles: readonly DashboardTile[]): Record<string, unknown> {
  const label = { en: '–', zh: '–' };
  return { kind: 'dashboard', id: derivedId('tried'), name: 'tried', label, format: 1, filters, tiles };
}
