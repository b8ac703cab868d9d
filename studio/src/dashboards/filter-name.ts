import type { DashboardFilter } from '@stratacrm/sdk';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** What a filter is called: by its author, or after its type or its field. */
export function filterName(filter: DashboardFilter): string {
  if (filter.label !== undefined) return label(filter.label);
  if (filter.type !== 'field') return t(`dashboards.filter.${filter.type}`);
  const [object = '', path = ''] = Object.entries(filter.fields ?? {})[0] ?? [];
  return label(useCatalogue().field(object, path)?.label);
}
