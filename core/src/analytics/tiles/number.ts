import { rangeBefore, rangeOfLastYear, sameStretch, type DayRange, type JsonValue } from '@stratacrm/sdk';
import { groupRecords } from '../../records/group-records.ts';
import { amountOf } from '../amount.ts';
import { measureOf } from '../measure.ts';
import { wholeFilter } from '../narrowing.ts';
import { settingText, type TileQuestion, type TileReading } from '../tile-question.ts';
import { todayOf } from '../today.ts';

/** One aggregate over the records, or the share of it that falls on some of them. */
export const numberReading: TileReading = {
  filter: ({ tile, narrowing }) => wholeFilter(narrowing, [settingText(tile, 'filter')]),
  async read(question) {
    const value = await valueOver(question, undefined);
    const range = comparedRange(question);
    if (range === undefined) return { kind: 'number', value };
    return { kind: 'number', value, before: { value: await valueOver(question, range), range } };
  },
};

function comparedRange({ ctx, tile, narrowing: { days } }: TileQuestion): DayRange | undefined {
  if (days === undefined) return undefined;
  switch (settingText(tile, 'compare')) {
    case 'before':
      return rangeBefore(days.range);
    case 'before_to_date':
      return sameStretch(rangeBefore(days.range), days.range, todayOf(ctx));
    case 'year_before':
      return rangeOfLastYear(days.range);
    default:
      return undefined;
  }
}

async function valueOver(question: TileQuestion, range: DayRange | undefined): Promise<JsonValue> {
  const { tile, narrowing } = question;
  const filter = settingText(tile, 'filter');
  const share = settingText(tile, 'share');
  const whole = await aggregated(question, wholeFilter(narrowing, [filter], range));
  if (share === undefined) return whole;
  return percentOf(await aggregated(question, wholeFilter(narrowing, [filter, share], range)), whole);
}

async function aggregated({ ctx, tile }: TileQuestion, filter: string): Promise<JsonValue> {
  const query = { aggregates: { value: measureOf(tile) }, ...(filter !== '' && { filter }) };
  const { data } = await groupRecords(ctx, String(tile.settings['object']), query);
  return data[0]?.['value'] ?? null;
}

/** To one digit after the point; null where there is no whole. */
function percentOf(part: JsonValue, whole: JsonValue): JsonValue {
  const of = amountOf(whole);
  if (of === null || of.isZero()) return null;
  const share = amountOf(part)?.times(100).div(of).toDecimalPlaces(1).toNumber();
  return share ?? 0;
}
