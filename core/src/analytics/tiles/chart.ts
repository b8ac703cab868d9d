import { addDays, traitsOf, type ChartData, type JsonValue } from '@stratacrm/sdk';
import { groupRecords } from '../../records/group-records.ts';
import { amountOf, lessAll, sumOf } from '../amount.ts';
import { axisOf, otherGroup, shownGroups, type Axis } from '../axis.ts';
import { bucketOf, nextBucket } from '../group-filter.ts';
import { isAdditive, measureOf } from '../measure.ts';
import { wholeFilter } from '../narrowing.ts';
import { settingText, type TileQuestion, type TileReading } from '../tile-question.ts';
import { todayOf } from '../today.ts';

/** Pages of groups that are looked at: with parts, each is a group and a part. */
const MOST_PAGES = 5;
const PAGE = 200;
const MOST_PARTS = 8;
const MOST_BUCKETS = 400;
const DEFAULT_GROUPS = 12;

interface Cell {
  group: JsonValue;
  part: JsonValue;
  value: JsonValue;
}

/** A measure for each group of records, and within it for each part. */
export const chartReading: TileReading = {
  filter: ({ tile, narrowing }) => wholeFilter(narrowing, [settingText(tile, 'filter')]),
  async read(question): Promise<ChartData> {
    const axis = axisOf(question, 'group_by')!;
    const split = isSplit(question) ? axisOf(question, 'split_by') : undefined;
    const { cells, partial } = await readCells(question, axis, split);
    const groups = chosenGroups(question, axis, cells);
    const parts = split === undefined ? null : chosen(cells, 'part', { most: MOST_PARTS, axis: split });
    const rest = await withRest(question, { cells, partial, groups, parts });
    return {
      kind: 'chart',
      groups: [...(await shownGroups(question.ctx, axis, groups)), ...(rest.groups ? [otherGroup(axis, groups)] : [])],
      parts:
        split === undefined || parts === null
          ? []
          : [...(await shownGroups(question.ctx, split, parts)), ...(rest.parts ? [otherGroup(split, parts)] : [])],
      values: rest.values,
      ...(partial && { partial: true as const }),
    };
  },
};

function isSplit({ tile }: TileQuestion): boolean {
  return ['bar', 'stacked', 'line', 'area'].includes(settingText(tile, 'chart') ?? 'bar');
}

async function readCells(question: TileQuestion, axis: Axis, split: Axis | undefined) {
  const { ctx, tile } = question;
  const filter = chartReading.filter(question);
  const by = split === undefined || split.path === axis.path ? [axis.by] : [axis.by, split.by];
  const cells: Cell[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < MOST_PAGES && cursor !== null; page++) {
    const query = {
      group_by: by,
      aggregates: { value: measureOf(tile) },
      ...(filter !== '' && { filter }),
      ...(isByValue(question, axis) && { sort: '-value' }),
      ...(cursor && { cursor }),
      limit: PAGE,
    };
    const answer = await groupRecords(ctx, String(tile.settings['object']), query);
    const part = (split ?? axis).path;
    cells.push(
      ...answer.data.map((row) => ({ group: row[axis.path]!, part: row[part]!, value: row['value'] ?? null })),
    );
    cursor = answer.page.next;
  }
  return { cells, partial: cursor !== null };
}

/** Dates and options have an order of their own; whatever else stands with the greatest first. */
function isByValue({ tile }: TileQuestion, { bucket, field }: Axis): boolean {
  if (bucket !== null) return false;
  const chart = settingText(tile, 'chart') ?? 'bar';
  const order = ['bar', 'stacked', 'donut'].includes(chart) ? (settingText(tile, 'order') ?? 'auto') : 'auto';
  return order === 'auto' ? !traitsOf(field).options : order === 'value';
}

function chosenGroups(question: TileQuestion, axis: Axis, cells: readonly Cell[]): JsonValue[] {
  if (axis.bucket !== null) return withoutGaps(question, axis, cells);
  const most = Number(question.tile.settings['groups'] ?? DEFAULT_GROUPS);
  const groups = chosen(cells, 'group', { most, axis });
  return isByValue(question, axis) ? groups : inOrderOf(cells, groups);
}

/** The values that carry most, the greatest first; those of options in the order they came in. */
function chosen(
  cells: readonly Cell[],
  of: 'group' | 'part',
  { most, axis }: { most: number; axis: Axis },
): JsonValue[] {
  const byValue = new Map<string, { value: JsonValue; cells: JsonValue[] }>();
  for (const cell of cells) {
    const key = JSON.stringify(cell[of]);
    const known = byValue.get(key) ?? { value: cell[of], cells: [] };
    known.cells.push(cell.value);
    byValue.set(key, known);
  }
  const weight = (each: { cells: JsonValue[] }): number => amountOf(sumOf(each.cells))?.toNumber() ?? 0;
  const all = [...byValue.values()];
  const greatest = all.toSorted((a, b) => weight(b) - weight(a)).slice(0, most);
  const kept = of === 'part' && traitsOf(axis.field).options ? inOptionOrder(axis, greatest) : greatest;
  return kept.map((each) => each.value);
}

function inOptionOrder<Each extends { value: JsonValue }>({ field }: Axis, all: readonly Each[]): Each[] {
  const names = (field.options ?? []).map((option) => option.value);
  const place = ({ value }: Each): number =>
    names.includes(String(value)) ? names.indexOf(String(value)) : names.length;
  return all.toSorted((a, b) => place(a) - place(b));
}

function inOrderOf(cells: readonly Cell[], groups: readonly JsonValue[]): JsonValue[] {
  const kept = new Set(groups.map((group) => JSON.stringify(group)));
  const seen = new Set<string>();
  return cells.flatMap(({ group }) => {
    const key = JSON.stringify(group);
    if (!kept.has(key) || seen.has(key)) return [];
    seen.add(key);
    return [group];
  });
}

/** Every stretch of time from the first to the last, also where nothing was; up to today where the days chosen go on. */
function withoutGaps(
  { ctx, narrowing: { days } }: TileQuestion,
  { path, bucket }: Axis,
  cells: readonly Cell[],
): JsonValue[] {
  const dated = [...new Set(cells.flatMap(({ group }) => (group === null ? [] : String(group))))].toSorted();
  const undated = cells.some(({ group }) => group === null) ? [null] : [];
  const [first] = dated;
  if (first === undefined || bucket === null) return undated;
  const ends = [first, dated.at(-1)!];
  if (days?.path === path) {
    const today = todayOf(ctx);
    const last = addDays(days.range.to, -1) ?? today;
    ends.push(bucketOf(days.range.from, bucket), bucketOf(last < today ? last : today, bucket));
  }
  const [from, ...rest] = ends.toSorted();
  const to = rest.at(-1)!;
  const all: string[] = [];
  for (let at = from!; at <= to && all.length <= MOST_BUCKETS; at = nextBucket(at, bucket)) all.push(at);
  return [...(all.length > MOST_BUCKETS ? dated : all), ...undated];
}

interface Shown {
  cells: readonly Cell[];
  partial: boolean;
  groups: readonly JsonValue[];
  /** null: the groups are not divided. */
  parts: readonly JsonValue[] | null;
}

/** The values of what is shown and, where they can be added up, of all the rest put together. */
async function withRest(question: TileQuestion, shown: Shown) {
  const { cells, groups, parts } = shown;
  const additive = isAdditive(question.tile);
  const rows = new Map(groups.map((group, at) => [JSON.stringify(group), at]));
  const columns = parts === null ? null : new Map(parts.map((part, at) => [JSON.stringify(part), at]));
  const lastRow = groups.length;
  const lastColumn = parts?.length ?? 0;
  const table = new Map<string, JsonValue[]>();
  let [restRow, restColumn] = [false, false];
  for (const { group, part, value } of cells) {
    const row = rows.get(JSON.stringify(group)) ?? lastRow;
    const column = columns === null ? 0 : (columns.get(JSON.stringify(part)) ?? lastColumn);
    restRow ||= additive && row === lastRow;
    restColumn ||= additive && columns !== null && column === lastColumn;
    const key = `${row} ${column}`;
    table.set(key, [...(table.get(key) ?? []), value]);
  }
  const width = columns === null ? 1 : lastColumn + (restColumn ? 1 : 0);
  const values = Array.from({ length: groups.length + (restRow ? 1 : 0) }, (_, row) =>
    Array.from({ length: width }, (__, column) => joined(table.get(`${row} ${column}`), additive)),
  );
  if (restRow && shown.partial) {
    if (columns !== null) values.pop();
    else values[lastRow] = [lessAll(await wholeOf(question), values.slice(0, lastRow).flat())];
  }
  return { values, groups: values.length > groups.length, parts: restColumn };
}

/** Several in one place can only be added up; where they cannot, one stands there. */
function joined(values: readonly JsonValue[] | undefined, additive: boolean): JsonValue {
  if (values === undefined) return null;
  return additive ? sumOf(values) : values[0]!;
}

async function wholeOf({ ctx, tile, narrowing }: TileQuestion): Promise<JsonValue> {
  const filter = wholeFilter(narrowing, [settingText(tile, 'filter')]);
  const query = { aggregates: { value: measureOf(tile) }, ...(filter !== '' && { filter }) };
  const { data } = await groupRecords(ctx, String(tile.settings['object']), query);
  return data[0]?.['value'] ?? null;
}
