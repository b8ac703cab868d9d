import type { ChartTable, Head } from './chart-table.ts';

/** The colours and letters of the page, as the chart needs them. */
export interface ChartLook {
  font: string;
  ink: string;
  quiet: string;
  line: string;
  paper: string;
  accent: string;
  hue(name: string): string;
}

export interface ChartShape {
  form: string;
  across: boolean;
  /** A number of the axis as people read it. */
  axis(value: number): string;
  narrow: boolean;
  /** Whole numbers only. */
  whole: boolean;
}

/** Hues of what has none of its own, one after the other. */
const ROW = ['teal', 'blue', 'amber', 'purple', 'green', 'red', 'grey'];
/** Beyond so many, values would stand on one another; the table has them. */
const MOST_VALUES = 14;
/** Names of so few bars are all said. */
const MOST_NAMED = 8;

/** What the library is told to draw. */
export function chartOption(table: ChartTable, shape: ChartShape, look: ChartLook): Record<string, unknown> {
  const common = {
    animation: false,
    textStyle: { fontFamily: look.font, fontSize: 12, color: look.ink },
    tooltip: tooltip(shape, look),
  };
  if (shape.form === 'donut') return { ...common, ...donut(table, shape, look) };
  return shape.form === 'funnel'
    ? { ...common, ...funnel(table, shape, look) }
    : { ...common, ...bars(table, shape, look) };
}

/** Colours by the hues of the options, unless these do not tell them apart. */
function colours(heads: readonly Head[], look: ChartLook): string[] {
  const own = heads.map((head) => head.hue);
  const distinct = own.every((hue) => hue !== undefined) && new Set(own).size === own.length;
  return heads.map((head, at) => look.hue(distinct || head.hue === 'grey' ? head.hue! : ROW[at % ROW.length]!));
}

function tooltip(shape: ChartShape, look: ChartLook) {
  const isAxis = !['donut', 'funnel'].includes(shape.form);
  return {
    trigger: isAxis ? 'axis' : 'item',
    axisPointer: { type: 'shadow', shadowStyle: { color: look.line, opacity: 0.35 } },
    backgroundColor: look.paper,
    borderColor: look.line,
    textStyle: { color: look.ink, fontSize: 12 },
    confine: true,
    valueFormatter: (value: unknown) => (typeof value === 'number' ? shape.axis(value) : '–'),
  };
}

function legend(look: ChartLook) {
  const pageIconColor = look.quiet;
  const textStyle = { color: look.quiet, fontSize: 12 };
  return {
    type: 'scroll',
    bottom: 0,
    icon: 'roundRect',
    itemWidth: 10,
    itemHeight: 10,
    textStyle,
    pageIconColor,
    pageTextStyle: textStyle,
  };
}

function bars({ rows, parts, measure, gaps }: ChartTable, shape: ChartShape, look: ChartLook) {
  const line = shape.form === 'line' || shape.form === 'area';
  const many = parts.length > 0;
  const series = many ? parts.map((part) => part.text) : [measure];
  const hues = many ? colours(parts, look) : [look.accent];
  const stacked = many && (shape.form === 'stacked' || shape.form === 'area');
  const values = !many && rows.length <= MOST_VALUES;
  const names = {
    type: 'category',
    data: rows.map((row) => row.text),
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    axisLabel: {
      color: look.quiet,
      hideOverlap: true,
      ...(shape.across && { width: shape.narrow ? 80 : 120, overflow: 'truncate' }),
      // Of a few names each is said; of months in a row some suffice.
      ...(!shape.across && !line && rows.length <= MOST_NAMED && !shape.narrow && { interval: 0 }),
    },
    // The first value of a line stands beside the numbers and not on them.
    boundaryGap: !line || values || rows.length === 1,
    inverse: shape.across,
  };
  const numbers = {
    type: 'value',
    splitNumber: 4,
    ...(shape.whole && { minInterval: 1 }),
    axisLabel: { color: look.quiet, formatter: shape.axis, hideOverlap: true },
    splitLine: { lineStyle: { color: look.line } },
  };
  return {
    grid: { left: 4, right: shape.across ? 48 : 12, top: 20, bottom: many ? 30 : 4, containLabel: true },
    ...(many && { legend: legend(look) }),
    xAxis: shape.across ? numbers : names,
    yAxis: shape.across ? names : numbers,
    series: series.map((name, column) => ({
      name,
      type: line ? 'line' : 'bar',
      data: rows.map((row) => row.cells[column]?.number ?? (line && !gaps ? 0 : null)),
      // A value between two gaps has no line on either side.
      ...(line && gaps && { showAllSymbol: true }),
      ...(stacked && { stack: 'all' }),
      color: hues[column],
      barMaxWidth: 40,
      ...(!line && !stacked && { itemStyle: { borderRadius: shape.across ? [0, 3, 3, 0] : [3, 3, 0, 0] } }),
      symbolSize: 7,
      lineStyle: { width: 2 },
      ...(shape.form === 'area' && { areaStyle: { opacity: stacked ? 0.6 : 0.18 } }),
      label: {
        show: values,
        position: shape.across ? 'right' : 'top',
        color: look.quiet,
        formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? shape.axis(value) : ''),
      },
      labelLayout: { hideOverlap: true },
    })),
  };
}

function donut({ rows }: ChartTable, shape: ChartShape, look: ChartLook) {
  const hues = colours(rows, look);
  const text = (name: string): string => `${name}  ${rows.find((row) => row.text === name)?.cells[0]?.text ?? ''}`;
  return {
    legend: shape.narrow
      ? { ...legend(look), formatter: text }
      : { ...legend(look), orient: 'vertical', right: 4, top: 'middle', bottom: 'auto', formatter: text },
    series: [
      {
        type: 'pie',
        radius: ['52%', '78%'],
        center: shape.narrow ? ['50%', '44%'] : ['32%', '50%'],
        label: { show: false },
        itemStyle: { borderColor: look.paper, borderWidth: 2 },
        data: rows.map((row, at) => ({
          name: row.text,
          value: row.cells[0]?.number ?? 0,
          itemStyle: { color: hues[at] },
        })),
      },
    ],
  };
}

/** Bars about one middle: each name to their left and each value to their right, so that neither crosses a narrow one. */
function funnel({ rows }: ChartTable, shape: ChartShape, look: ChartLook) {
  const hues = colours(rows, look);
  const numbers = rows.map((row) => row.cells[0]?.number ?? 0);
  const most = Math.max(...numbers, 0);
  const side = {
    type: 'category',
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
  };
  const bar = { type: 'bar', stack: 'all', barCategoryGap: '12%' };
  return {
    grid: { left: 4, right: 4, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'value', show: false, max: most || 1 },
    yAxis: [
      {
        ...side,
        data: rows.map((row) => row.text),
        axisLabel: { color: look.ink, interval: 0, width: shape.narrow ? 80 : 120, overflow: 'truncate' },
      },
      {
        ...side,
        position: 'right',
        data: rows.map((row) => row.cells[0]?.text ?? ''),
        axisLabel: { color: look.quiet, interval: 0 },
      },
    ],
    series: [
      {
        ...bar,
        silent: true,
        tooltip: { show: false },
        color: 'transparent',
        data: numbers.map((n) => (most - n) / 2),
      },
      {
        ...bar,
        barMinHeight: 2,
        data: rows.map((row, at) => ({
          name: row.text,
          value: numbers[at],
          itemStyle: { color: hues[at], borderRadius: 3 },
        })),
      },
    ],
  };
}
