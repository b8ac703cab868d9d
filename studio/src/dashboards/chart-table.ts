import { traitsOf, type ChartData, type ChartGroup, type CompiledField, type DashboardTile } from '@stratacrm/sdk';
import { nameText, valueContext, valueText } from '../fields/value-context.ts';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { isNothingZero, measureText, measuredField, numberIn } from './measure-text.ts';

/** One group or part as it is drawn and told. */
export interface Head {
  text: string;
  /** Hue of its own; undefined: the next of the row. */
  hue: string | undefined;
  filter: string | null;
}

export interface Cell {
  number: number | null;
  text: string;
}

/** What a chart draws, and the table that says the same. */
export interface ChartTable {
  /** What the groups are of, and what is measured. */
  title: string;
  measure: string;
  rows: (Head & { cells: Cell[] })[];
  /** Empty where the groups are not divided. */
  parts: Head[];
  /** Where there were no records there is no value: no average, no greatest. Else it is nothing, which is a number. */
  gaps: boolean;
}

export function chartTable(tile: DashboardTile, data: ChartData): ChartTable {
  const object = String(tile.settings['object']);
  const group = useCatalogue().field(object, String(tile.settings['group_by']));
  const split = useCatalogue().field(object, String(tile.settings['split_by'] ?? ''));
  return {
    title: label(group?.label),
    measure: measureName(tile),
    rows: data.groups.map((each, at) => ({
      ...headOf(tile, group, each),
      cells: (data.values[at] ?? []).map((value) => ({ number: numberIn(value), text: measureText(tile, value) })),
    })),
    parts: data.parts.map((each) => headOf(tile, split, each)),
    gaps: !isNothingZero(tile),
  };
}

/** What is measured: "Sum of Amount". */
export function measureName(tile: DashboardTile): string {
  const aggregate = String(tile.settings['aggregate'] ?? 'count') as 'count';
  const { object, field } = tile.settings;
  const of = measuredField(tile) ?? useCatalogue().field(String(object), String(field ?? ''));
  return t(`dashboards.measure.${aggregate}`, { field: label(of?.label) });
}

function headOf(tile: DashboardTile, field: CompiledField | undefined, group: ChartGroup): Head {
  const { value, filter } = group;
  const option = field?.options?.find((each) => each.value === value);
  return { text: groupText(tile, field, group), hue: group.other ? 'grey' : option?.color, filter };
}

function groupText(
  tile: DashboardTile,
  field: CompiledField | undefined,
  { value, record, other }: ChartGroup,
): string {
  if (other === true) return t('dashboards.other');
  if (value === null) return t('dashboards.none');
  if (field === undefined) return String(value);
  const traits = traitsOf(field);
  if (traits.bucketable) return bucketText(String(value), String(tile.settings['bucket'] ?? 'month'));
  if (!traits.reference) return valueText(field, value) || String(value);
  const target = useCatalogue().object(useCatalogue().targetOf(field) ?? '');
  return (record && nameText(target, record)) || t('dashboards.hidden');
}

/** A stretch of time: 3 Nov, Nov 2026, Q4 2026, 2026. */
export function bucketText(day: string, bucket: string): string {
  const language = valueContext().locale === 'zh' ? 'zh-CN' : 'en-GB';
  const date = new Date(`${day}T00:00:00Z`);
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(date);
  switch (bucket) {
    case 'year':
      return format({ year: 'numeric' });
    case 'quarter':
      return t('dashboards.quarter', { n: Math.floor((Number(day.slice(5, 7)) + 2) / 3), year: day.slice(0, 4) });
    case 'month':
      return format({ year: 'numeric', month: 'short' });
    case 'week':
      return t('dashboards.week', { day: format({ month: 'short', day: 'numeric' }) });
    default:
      return format({ month: 'short', day: 'numeric' });
  }
}

/** The table as a file for spreadsheets; numbers as they are, so that one can go on counting. */
export function tableText({ title, measure, rows, parts }: ChartTable): string {
  const head = [title, ...(parts.length === 0 ? [measure] : parts.map((part) => part.text))];
  const lines = rows.map((row) => [
    row.text,
    ...row.cells.map((cell) => (cell.number === null ? '' : String(cell.number))),
  ]);
  return [head, ...lines].map((line) => line.map(written).join(',')).join('\r\n');
}

/** A text that a spreadsheet would take for a formula is marked as text. */
function written(cell: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
