import type { DayRange } from '../dashboard/period.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { Problem } from './problem.ts';
import type { RecordData } from './records.ts';

/** A dashboard as the picker shows it. */
export interface DashboardInfo {
  name: string;
  label: Label;
  description?: Label;
  icon?: string;
  /** It is the one that the reader finds on his home page unless he has chosen another. */
  home: boolean;
}

/** What the reader has chosen in the filters of a dashboard, by their ids: a period, or a list of ids and values. */
export type FilterValues = { [filter: string]: string | string[] };

/** One number. */
export interface NumberData {
  kind: 'number';
  /** null: nothing to count from, as an average over no records. */
  value: JsonValue;
  /** The same over the days it is compared with. */
  before?: { value: JsonValue; range: DayRange };
}

/** One group of a chart. */
export interface ChartGroup {
  value: JsonValue;
  /** Of a reference, the record it stands for, as far as the reader may see it. */
  record?: RecordData;
  /** CEL that finds the records of the group; null where none can be written. */
  filter: string | null;
  /** All that is in no other group, put together. */
  other?: true;
}

/** A measure for each group, and within it for each part. */
export interface ChartData {
  kind: 'chart';
  groups: ChartGroup[];
  /** Empty where the groups are not divided. */
  parts: ChartGroup[];
  /** By group, then by part; without parts one each. */
  values: JsonValue[][];
  /** There are more groups than were looked at. */
  partial?: true;
}

/** The first records. */
export interface ListData {
  kind: 'list';
  /** Fields and dotted paths, in their order. */
  fields: string[];
  sort: string;
  records: RecordData[];
  count: number;
  estimated?: true;
}

/** What a tile shows besides its own settings. */
export type TileData = NumberData | ChartData | ListData | { kind: 'none' };

/** A tile as it was answered: with its data, or with what is wrong. */
export type TileAnswer =
  | {
      data: TileData;
      /** CEL with which all its records are found. */
      filter: string;
      /** The days it is narrowed to. */
      range?: DayRange;
      /** Ids of the filters chosen that do not narrow it. */
      untouched: string[];
    }
  | { problem: Problem };

/** The tiles of a dashboard, answered together. */
export interface DashboardAnswer {
  /** When it was read. */
  at: string;
  tiles: { [tile: string]: TileAnswer };
}
