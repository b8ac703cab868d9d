import { storageOf, type CompiledObject, type JsonValue, type ViewBody } from '@stratacrm/sdk';
import { valueText } from '../fields/value-context.ts';
import { currentLocale, label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';

type Total = NonNullable<ViewBody['totals']>[number];

/** Count and totals of some records, as the server computed them. */
export interface Totals {
  count: number;
  values: Record<string, JsonValue>;
}

/** What to ask for: the count and each total under its own name. */
export function aggregatesOf(totals: readonly Total[]): Record<string, string> {
  return Object.fromEntries([
    ['n', 'count()'],
    ...totals.map((total) => [nameOf(total), `${total.function}(${total.field})`]),
  ]);
}

export function readTotals(row: { [name: string]: JsonValue } | undefined): Totals {
  return { count: Number(row?.['n'] ?? 0), values: row ?? {} };
}

/** One total as text: `¥4,310,000`. Amounts come in the workspace currency; at this size nobody reads cents. */
export function totalText(object: CompiledObject, total: Total, totals: Totals): string {
  const { workspace, field: find } = useCatalogue();
  const field = find(object.name, total.field);
  const value = totals.values[nameOf(total)];
  if (field === undefined || value === null || value === undefined) return '';
  if (storageOf(field) !== 'money') return valueText(field, value);
  const amount = typeof value === 'object' && !Array.isArray(value) ? value['amount'] : value;
  const format = {
    style: 'currency',
    currency: workspace.currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  } as const;
  return new Intl.NumberFormat(currentLocale() === 'zh' ? 'zh-CN' : 'en-US', format).format(
    String(amount) as Intl.StringNumericLiteral,
  );
}

/** What the total is of: `Sum of Amount`. */
export function totalLabel(object: CompiledObject, total: Total): string {
  const field = useCatalogue().field(object.name, total.field);
  return t(`list.${total.function}Of`, { field: label(field?.label) });
}

function nameOf(total: Total): string {
  return `${total.function}_${total.field.replaceAll('.', '_')}`;
}
