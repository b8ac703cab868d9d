import type { JsonValue } from '../json.ts';
import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

export interface SelectOption {
  value: string;
  label: Label;
  /** One of the studio's option hues: `grey blue teal green amber red purple`. */
  color?: string;
  /** No longer offered; records that have it keep it. */
  archived?: boolean;
  /** Values of the field's `controlled_by` beside which it is offered; absent: beside any. */
  when?: string[];
}

export const SENSITIVITIES = ['public', 'internal', 'personal', 'secret'] as const;

/** What becomes of a value that gets out: nothing, embarrassment, a breach of privacy, damage. */
export type Sensitivity = (typeof SENSITIVITIES)[number];

/**
 * One column of an object. The properties after `type` that belong to a field type (its settings) are declared
 * by that type in `field-types/<type>/` and checked there.
 */
export interface FieldDocument extends DocumentBase<'field'> {
  object: string;
  /** Name of a field type. */
  type: string;
  help?: Label;
  required?: boolean;
  unique?: boolean;
  /** Written when the record is made, and never again. */
  read_only_after_create?: boolean;
  /** How carefully its values are to be treated; default `internal`. */
  sensitivity?: Sensitivity;
  /** The value a new record gets when none is given. */
  default?: JsonValue;
  /** Name of the type that a plugin brought (`bank__iban_type`): its code reads and judges the values, kept as `type` says. */
  as?: string;
  /** How that type is set up here. */
  as_settings?: { [name: string]: JsonValue };
  /** Name of a screen of a plugin in which its values are edited, instead of the editor of its type. */
  editor?: string;

  // Settings of single types.
  /** select, multi_select: their own options, or the name of an option set. */
  options?: SelectOption[];
  option_set?: string;
  /** select, multi_select: name of the choice whose value decides which options are offered. */
  controlled_by?: string;
  /**
   * reference, multi_reference: the object it points to; polymorphic_reference: the objects. And what happens when that
   * record is deleted.
   */
  to?: string | string[];
  on_delete?: 'restrict' | 'clear' | 'cascade';
  /** reference to its own object: it makes the records a tree, in which none lies beneath itself. */
  hierarchy?: boolean;
  /** children, rollup: the object whose records belong to this one, and their reference to it. */
  children?: string;
  via?: string;
  /** children: the field of theirs by which they are ordered; default: as they were made. */
  order_by?: string;
  /** rollup: what is made of them, of which of their fields, and CEL over `record` for those that count. */
  function?: 'count' | 'sum' | 'min' | 'max' | 'avg';
  field?: string;
  where?: string;
  /** formula: CEL over `record`, and the field type of its result; rollup: found out by the compiler. */
  expression?: string;
  result?: string;
  /** text, long_text … */
  max_length?: number;
  /** text: an RE2 pattern that the whole text must match, and what to say when it does not. */
  pattern?: string;
  pattern_message?: Label;
  /** integer, decimal, currency, percent. */
  min?: number;
  max?: number;
  /** phone: ISO 3166 code of the country that numbers without a country code are from. */
  country?: string;
  /** phone: name of the field of the same record that names that country; where it is empty the above holds. */
  country_field?: string;
  /** currency: the date by whose exchange rate it is converted; absent: the day the record is made. */
  rate_date?: string;
  /** date, datetime, time: `2026-01-31`, `today+30d`, `09:00`; both ends are allowed. */
  earliest?: string;
  latest?: string;
  /** duration: `15m`, `1h30m`. */
  shortest?: string;
  longest?: string;
  /** decimal, currency, percent: digits after the point. */
  scale?: number;
  /** rating: how many there are at most. */
  stars?: number;
  /** file, image: the largest in MB. */
  max_size?: number;
  /** file: the endings it takes, `pdf, docx`. */
  extensions?: string;
  /** image: the longest side in pixels. */
  max_side?: number;
  /** auto_number: `OPP-{00000}`, and whether no number may be missing. */
  format?: string;
  gap_free?: boolean;
  /** integer: written without separators, as years and numbers of houses are. */
  ungrouped?: boolean;
}

/** Options that several select fields share. */
export interface OptionSetDocument extends DocumentBase<'option_set'> {
  options: SelectOption[];
}
