import { expect, it } from 'vitest';
import { chartOption, type ChartLook, type ChartShape } from './chart-option.ts';
import type { ChartTable } from './chart-table.ts';

const look: ChartLook = { font: '', ink: '', quiet: '', line: '', paper: '', accent: '', hue: (name) => name };
const shape: ChartShape = { form: 'line', across: false, axis: String, narrow: false, whole: false };

function tableOf(numbers: readonly (number | null)[], gaps = false): ChartTable {
  const rows = numbers.map((number) => ({ text: '', hue: undefined, filter: null, cells: [{ number, text: '' }] }));
  return { title: '', measure: '', rows, parts: [], gaps };
}

/** January and March; of February there is nothing. */
function drawn(form: string, gaps: boolean): unknown {
  const option = chartOption(tableOf([5, null, 7], gaps), { ...shape, form }, look);
  return (option['series'] as { data: unknown }[])[0]!.data;
}

it.each(['line', 'area'])('a %s of averages has a gap where there were no records', (form) => {
  expect(drawn(form, true)).toEqual([5, null, 7]);
});

it('a line of counts and sums falls to nothing there', () => {
  expect(drawn('line', false)).toEqual([5, 0, 7]);
  expect(drawn('bar', false)).toEqual([5, null, 7]);
});

it('few bars are all named, and a value stands beside the numbers of its axis', () => {
  const names = (form: string, many: number) =>
    chartOption(tableOf(Array.from({ length: many }, () => 1)), { ...shape, form }, look)['xAxis'];
  expect(names('bar', 7)).toMatchObject({ axisLabel: { interval: 0 } });
  expect(names('bar', 24)).not.toHaveProperty('axisLabel.interval');
  expect(names('line', 7)).toMatchObject({ boundaryGap: true });
  expect(names('line', 24)).toMatchObject({ boundaryGap: false });
});

it('names and values of a funnel stand beside its bars, which share one middle', () => {
  const rows = [8, 2, 0].map((number) => ({
    text: `Stage ${number}`,
    hue: undefined,
    filter: null,
    cells: [{ number, text: `¥${number}` }],
  }));
  const table: ChartTable = { title: '', measure: '', rows, parts: [], gaps: false };
  const option = chartOption(table, { ...shape, form: 'funnel' }, look);
  expect(option['yAxis']).toMatchObject([
    { data: ['Stage 8', 'Stage 2', 'Stage 0'] },
    { position: 'right', data: ['¥8', '¥2', '¥0'] },
  ]);
  const [before, bars] = option['series'] as { data: unknown[]; label?: unknown }[];
  expect(before!.data).toEqual([0, 3, 4]);
  expect(bars!.data).toMatchObject([{ value: 8 }, { value: 2 }, { value: 0 }]);
  expect(bars!.label).toBeUndefined();
});
