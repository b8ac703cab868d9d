import type { SelectOption } from '../documents/field.ts';
import type { Label } from '../label.ts';
import type { BodyOf } from './document-draft.ts';

type FieldBody = BodyOf<'field', 'object' | 'name'>;

/** What any field may have beside its label and the settings of its type. */
export type FieldOptions = Partial<Omit<FieldBody, 'label' | 'type'>>;

function fieldOf(type: string): (label: Label, options?: FieldOptions) => FieldBody {
  return (label, options = {}) => ({ type, label, ...options });
}

/** Builders of fields, one for each field type. */
export const field = {
  text: fieldOf('text'),
  longText: fieldOf('long_text'),
  richText: fieldOf('rich_text'),
  integer: fieldOf('integer'),
  decimal: fieldOf('decimal'),
  currency: fieldOf('currency'),
  percent: fieldOf('percent'),
  boolean: fieldOf('boolean'),
  date: fieldOf('date'),
  datetime: fieldOf('datetime'),
  time: fieldOf('time'),
  duration: fieldOf('duration'),
  rating: fieldOf('rating'),
  color: fieldOf('color'),
  tags: fieldOf('tags'),
  json: fieldOf('json'),
  personName: fieldOf('person_name'),
  email: fieldOf('email'),
  phone: fieldOf('phone'),
  url: fieldOf('url'),
  address: fieldOf('address'),
  geolocation: fieldOf('geolocation'),
  file: fieldOf('file'),
  image: fieldOf('image'),
  user: fieldOf('user'),
  team: fieldOf('team'),

  /** One of a list of options, or of an option set given by name. */
  select(label: Label, choices: SelectOption[] | string, options: FieldOptions = {}): FieldBody {
    return { type: 'select', label, ...choicesOf(choices), ...options };
  },

  /** Any number of a list of options. */
  multiSelect(label: Label, choices: SelectOption[] | string, options: FieldOptions = {}): FieldBody {
    return { type: 'multi_select', label, ...choicesOf(choices), ...options };
  },

  /** A link to a record of another object. */
  reference(label: Label, to: string, options: FieldOptions = {}): FieldBody {
    return { type: 'reference', label, to, on_delete: 'clear', ...options };
  },

  /** Links to any number of records of another object. */
  multiReference(label: Label, to: string, options: FieldOptions = {}): FieldBody {
    return { type: 'multi_reference', label, to, on_delete: 'clear', ...options };
  },

  /** A link to a record of any of several objects. */
  polymorphicReference(label: Label, to: string[], options: FieldOptions = {}): FieldBody {
    return { type: 'polymorphic_reference', label, to, on_delete: 'clear', ...options };
  },

  /** The records of an object that belong to this one, by their reference `via`: an order's lines. */
  children(label: Label, children: string, via: string, options: FieldOptions = {}): FieldBody {
    return { type: 'children', label, children, via, ...options };
  },

  /** Kept out of the records that refer to this one: `rollup(label, 'opportunity', 'account', 'sum', { field: 'amount' })`. */
  rollup(
    label: Label,
    children: string,
    via: string,
    of: NonNullable<FieldBody['function']>,
    options: FieldOptions = {},
  ): FieldBody {
    return { type: 'rollup', label, children, via, function: of, ...options };
  },

  /** A running number made by the server: `OPP-{00000}`. */
  autoNumber(label: Label, format: string, options: FieldOptions = {}): FieldBody {
    return { type: 'auto_number', label, format, ...options };
  },

  /** Time that the object's process keeps: since when, until when, how it stands. */
  deadline(label: Label, options: FieldOptions = {}): FieldBody {
    return { type: 'deadline', label, ...options };
  },

  /** A value computed from others by a CEL expression over `record`; `result` is the field type it shows as. */
  formula(label: Label, result: string, expression: string, options: FieldOptions = {}): FieldBody {
    return { type: 'formula', label, result, expression, ...options };
  },
};

function choicesOf(choices: SelectOption[] | string): Pick<FieldBody, 'options' | 'option_set'> {
  return typeof choices === 'string' ? { option_set: choices } : { options: choices };
}

/** An option of a select field. */
export function option(value: string, label: Label, color?: string): SelectOption {
  return { value, label, ...(color === undefined ? {} : { color }) };
}
