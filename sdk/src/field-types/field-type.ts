import type { FieldDocument, SelectOption } from '../documents/field.ts';
import type { Issue } from '../errors/strata-error.ts';
import type { ExpressionType } from '../expressions/expression-type.ts';
import type { JsonSchema, JsonValue } from '../json.ts';
import type { Label, Locale } from '../label.ts';

/** How the database keeps a value. Few and closed; only the record store and the DDL planner look at it. */
export type StorageKind =
  | 'text'
  | 'bigint'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamptz'
  | 'uuid'
  | 'text_array'
  /** The ids of several records. */
  | 'uuid_array'
  /** Two columns: `x` uuid (the record) and `x__object` text (the object it is of). */
  | 'pointer'
  /** Three columns: `x` numeric (the amount), `x__currency` text, `x__base` numeric (in the workspace currency). */
  | 'money'
  | 'jsonb'
  /** Two columns: `x` its text, by which it is found, compared and ordered, and `x__value` jsonb, the value itself. */
  | 'text_and_value'
  /** No column: computed when read. */
  | 'virtual';

/** What can be done with a field. Code asks these and never compares type names. */
export interface FieldTraits {
  sortable: boolean;
  groupable: boolean;
  /** Its text is found by the global search. */
  searchable: boolean;
  /** May be declared unique. */
  unique: boolean;
  /** sum and avg make sense. */
  summable: boolean;
  /** Grouping may be by day, week, month … */
  bucketable: boolean;
  /** Takes any words; those in use are suggested. */
  suggested: boolean;
  /** Has options to choose from. */
  options: boolean;
  /** Its values can name a country. */
  country: boolean;
  /** Points to one record of one object. For every kind of link ask `relationOf`. */
  reference: boolean;
  /** Points to records: one or several, of one object or any of several. */
  link: boolean;
  /** Never written by people. */
  computed: boolean;
  /** Holds an uploaded file. */
  file: boolean;
  /** The file is a picture. */
  picture: boolean;
  /** By itself tells who somebody is or how to reach him. */
  personal: boolean;
  /** Each new record gets the next number of a series. */
  numbered: boolean;
  /** Time that the object's process keeps: since when, until when, how it stands. */
  timed: boolean;
  /** Kept by the system out of records that point here. */
  rolled_up: boolean;
}

/** The small set of editors the studio owns. */
export type EditorName =
  | 'line'
  | 'lines'
  | 'number'
  | 'money'
  | 'percent'
  | 'switch'
  | 'date'
  | 'datetime'
  /** A line that shows and takes the value as people write it. */
  | 'written'
  | 'rating'
  | 'color'
  | 'tags'
  /** A line for each part of the value. */
  | 'parts'
  | 'rich'
  | 'json'
  | 'choice'
  | 'choices'
  | 'reference'
  /** Records of one object, side by side. */
  | 'references'
  /** An object, then a record of it. */
  | 'pointer'
  /** The records that belong to this one, as a grid. */
  | 'children'
  | 'user'
  | 'file'
  | 'image'
  | 'readonly';

/** One setting of a field type, itself described as a field, so that its form, check and docs come free. */
export interface SettingField {
  name: string;
  type:
    | 'text'
    | 'integer'
    | 'boolean'
    | 'select'
    | 'options'
    | 'option_set'
    | 'object'
    /** Names of several objects. */
    | 'objects'
    | 'field'
    | 'expression'
    | 'field_type'
    | 'pattern'
    /** A day, time or length up to which values go. */
    | 'limit'
    | 'label';
  label: Label;
  help?: Label;
  required?: boolean;
  options?: { value: string; label: Label }[];
  min?: number;
  max?: number;
  /** limit: what it is of. */
  limit?: 'date' | 'datetime' | 'time' | 'duration';
  /** field: the trait it must have. */
  needs?: keyof FieldTraits;
  /** field, expression: the setting that names the object it belongs to; absent: the field's own object. */
  of?: string;
  /** field: whether one of these suits the field whose setting it is; for the list to choose from. */
  fits?(candidate: FieldDocument, own: FieldDocument, resolve: (type: string) => FieldType): boolean;
  /** expression: what it must give; absent: what the field's `result` says. */
  expects?: ExpressionType;
}

/** Facts of the workspace and of the reader that parsing and showing a value depend on. */
export interface ValueContext {
  locale: Locale;
  time_zone: string;
  /** ISO 4217 code taken when an amount comes without one. */
  currency: string;
  /** ISO 3166 code of the country a phone number without a country code is from; absent: that of the language. */
  phone_country?: string;
  /** ISO 3166 code of the country that the record itself names, for a field that asks another field for it. */
  record_country?: string;
  /** Milliseconds since 1970, for limits that count from today; absent: now. */
  now?: number;
}

/** A part of a value that can be asked for by a dotted path: the city of an address. */
export interface FieldPart {
  name: string;
  label: Label;
  /** text, decimal of six digits after the point, timestamp, or a reference. */
  type: ExpressionType;
  /** text: what it may be. */
  options?: readonly SelectOption[];
}

/** Which records the values of a field point to. */
export type Relation =
  | { kind: 'one'; to: string }
  | { kind: 'many'; to: string }
  /** One record, of any of these objects. */
  | { kind: 'any'; to: readonly string[] };

/** Records of an object that point to another by one of its references. */
export interface ChildList {
  object: string;
  /** Name of the reference, a field of that object. */
  via: string;
}

export type Parsed =
  { ok: true; value: JsonValue } | { ok: false; code: Issue['code']; params: NonNullable<Issue['params']> };

/**
 * A type of field: pure functions from and to its API value. `null` is handled by the caller: no function here
 * is ever given it.
 */
export interface FieldType {
  name: string;
  label: Label;
  description: Label;
  /** Name of a Lucide icon. */
  icon: string;
  editor: EditorName;
  settings: SettingField[];
  /** `result`: as a field of the type that its `result` names. */
  storage: StorageKind | 'result';
  traits: FieldTraits | ((field: FieldDocument, resolve: (type: string) => FieldType) => FieldTraits);
  /** Its type in expressions. */
  expressionType(field: FieldDocument, resolve: (type: string) => FieldType): ExpressionType;
  /** API input → canonical API value. Empty text is null and does not come here. */
  parse(input: unknown, field: FieldDocument, context: ValueContext): Parsed;
  /** Text as people write it in files and search boxes → canonical value. References are resolved by the caller. */
  fromText(text: string, field: FieldDocument, context: ValueContext): Parsed;
  /** Canonical value → text for people. */
  format(value: JsonValue, field: FieldDocument, context: ValueContext): string;
  /**
   * Canonical value → the text by which a field of another type reads it, given what that type is in expressions.
   * Absent: the value's one text, or the labels of its options.
   */
  written?(value: JsonValue, context: ValueContext, into: ExpressionType['type']): string;
  /** Canonical value → the one text it is in expressions, search and order, for every reader the same; default: its value is that. */
  text?(value: JsonValue): string;
  /**
   * The child records a field stands for: those of an object whose reference `via` points to this record. Only for types
   * that keep nothing themselves; their expression type is a list of references to that object.
   */
  childList?(field: FieldDocument): ChildList | undefined;
  /** ISO 3166 code of the country that a canonical value names; absent: values name none. */
  country?(value: JsonValue, field: FieldDocument): string | undefined;
  /** Which records its values point to; absent: to none. */
  relation?(field: FieldDocument): Relation;
  /** Parts of the value that expressions can name. */
  parts?: readonly FieldPart[];
  jsonSchema(field: FieldDocument): JsonSchema;
}
