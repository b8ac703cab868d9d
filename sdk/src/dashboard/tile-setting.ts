import type { FieldTraits } from '../field-types/field-type.ts';
import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';

/** What stands in the settings of a tile. */
export type TileSettings = { [name: string]: JsonValue };

/**
 * One setting of a tile. Its form, its check, the references a rename follows and its type for authors all come from
 * this description.
 */
export interface TileSetting {
  name: string;
  type: TileSettingType;
  label: Label;
  help?: Label;
  required?: true;
  /** select: what may be chosen. */
  options?: readonly { value: string; label: Label }[];
  /** integer, number. */
  min?: number;
  max?: number;
  /** What it is when absent. */
  default?: string | number | boolean;
  /** field: the trait it must have, given the other settings. */
  needs?(settings: TileSettings): keyof FieldTraits;
  /** It is asked for only while another setting has one of these values. */
  onlyIf?: { setting: string; is: readonly string[] };
}

export type TileSettingType =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'select'
  /** Name of an object; the fields, filters and views of the same tile are of it. */
  | 'object'
  /** A field of the object, or one reached through references. */
  | 'field'
  | 'fields'
  /** CEL with bare field names. */
  | 'filter'
  /** `-close_date` or `stage,-amount`. */
  | 'sort'
  /** Name of a view of the object. */
  | 'view'
  /** Name of a screen of a plugin that is made for tiles. */
  | 'screen'
  /** Formatted text (HTML) in both languages, of the tags a rich text may have. */
  | 'rich_text';

/** Whether the setting matters, given the others. */
export function isTileSettingAsked(
  { onlyIf }: Pick<TileSetting, 'onlyIf'>,
  settings: TileSettings,
  described: readonly TileSetting[],
): boolean {
  if (onlyIf === undefined) return true;
  const value = settings[onlyIf.setting] ?? described.find((each) => each.name === onlyIf.setting)?.default;
  return onlyIf.is.includes(String(value));
}

interface ValueTypes {
  text: string;
  integer: number;
  number: number;
  boolean: boolean;
  object: string;
  field: string;
  fields: string[];
  filter: string;
  sort: string;
  view: string;
  screen: string;
  rich_text: Label;
}

type ValueOf<Setting> = Setting extends { type: 'select'; options: readonly { value: infer Value }[] }
  ? Value
  : Setting extends { type: keyof ValueTypes }
    ? ValueTypes[Setting['type']]
    : never;

/** Whether it must always be there: what only another setting asks for need not. */
type IsNeeded<Setting> = Setting extends { onlyIf: object } ? false : Setting extends { required: true } ? true : false;

/** The settings of a tile as its author writes them. */
export type WrittenSettings<Settings extends readonly TileSetting[]> = {
  [Each in Settings[number] as IsNeeded<Each> extends true ? Each['name'] : never]: ValueOf<Each>;
} & {
  [Each in Settings[number] as IsNeeded<Each> extends true ? never : Each['name']]?: ValueOf<Each>;
};
