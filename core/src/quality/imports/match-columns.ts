import {
  childListOf,
  fieldType,
  traitsOf,
  type ColumnMapping,
  type CompiledField,
  type CompiledObject,
  type ValueContext,
} from '@stratacrm/sdk';
import { areSynonyms } from './heading-synonyms.ts';
import { normalise, similarity } from './text-similarity.ts';

/** A column to be matched: its heading and some of its values, empty ones left out. */
export interface SampledColumn {
  column: string;
  values: readonly string[];
}

export interface MatchTarget {
  object: CompiledObject;
  /** Fields the importing person may write. */
  fields: readonly CompiledField[];
  context: ValueContext;
}

/** Below this a guess is no help: the column is left out and a person decides. */
const least = 0.5;

interface Guess {
  column: number;
  field: CompiledField;
  confidence: number;
}

/** Finds for every column the field it is meant for: by heading in both languages, by synonyms, and by what its values are. */
export function matchColumns(columns: readonly SampledColumn[], target: MatchTarget): ColumnMapping[] {
  const guesses = columns.flatMap((each, column) =>
    target.fields.map((field): Guess => ({ column, field, confidence: confidence(each, field, target) })),
  );
  const chosen = choose(guesses.filter((guess) => guess.confidence >= least));
  return columns.map(({ column }, index) => {
    const guess = chosen.get(index);
    return {
      column,
      field: guess?.field.name ?? null,
      confidence: guess ? Math.round(guess.confidence * 100) / 100 : 0,
    };
  });
}

/** Fields that a file can fill: not computed, not set by the system, no files themselves; a record's owner may be named. */
export function importableFields(object: CompiledObject): CompiledField[] {
  return Object.values(object.fields).filter(
    (field) => field.archived !== true && isWrittenAsText(field) && (!field.system || field.name === 'owner'),
  );
}

/** A table names files; it brings none. */
function isWrittenAsText(field: CompiledField): boolean {
  const { computed, file } = traitsOf(field);
  return !computed && !file && childListOf(field) === undefined;
}

/** The surest first; each column and each field once. */
function choose(guesses: readonly Guess[]): Map<number, Guess> {
  const chosen = new Map<number, Guess>();
  const taken = new Set<string>();
  for (const guess of guesses.toSorted((a, b) => b.confidence - a.confidence || a.column - b.column)) {
    if (chosen.has(guess.column) || taken.has(guess.field.name)) continue;
    chosen.set(guess.column, guess);
    taken.add(guess.field.name);
  }
  return chosen;
}

function confidence(column: SampledColumn, field: CompiledField, target: MatchTarget): number {
  const named = headingConfidence(column.column, field, target.object);
  const fit = valueFit(column.values, field, target.context);
  if (named >= least) return fit === null ? named : named * (0.6 + 0.4 * fit);
  return fit !== null && fit > 0.9 && column.values.length > 1 && tellsItself(field, target.context)
    ? 0.4 + fit * 0.15
    : 0;
}

function headingConfidence(heading: string, field: CompiledField, object: CompiledObject): number {
  const forms = headingForms(heading, object);
  const names = [field.name, field.label.en, field.label.zh];
  if (forms.some((form) => names.some((name) => normalise(form) === normalise(name)))) return 1;
  if (field.name === object.name_field && isNamedLike(heading, object)) return 0.96;
  if (forms.some((form) => names.some((name) => areSynonyms(form, name)))) return 0.86;
  const near = Math.max(...names.map((name) => similarity(heading, name)));
  return near >= 0.75 ? near * 0.9 : 0;
}

/** "Account name", "opportunity_id", 客户名称: also without the object's own name in front. */
function headingForms(heading: string, object: CompiledObject): string[] {
  const plain = normalise(heading);
  const prefixes = [object.name, object.label.en, object.label.zh].map(normalise).filter((prefix) => prefix !== '');
  const shorter = prefixes.filter((prefix) => plain.startsWith(prefix) && plain.length > prefix.length);
  return [heading, ...shorter.map((prefix) => plain.slice(prefix.length))];
}

/** A column headed "account" in a list of accounts holds their names; one headed "opportunity id" names them too. */
function isNamedLike(heading: string, object: CompiledObject): boolean {
  const plain = normalise(heading);
  return [object.name, object.label.en, object.label.zh, object.label_plural.en, object.label_plural.zh].some(
    (name) => normalise(name) === plain || areSynonyms(heading, name),
  );
}

/** The share of values that can be such a value; null where any text can, or only a look-up will tell. */
function valueFit(values: readonly string[], field: CompiledField, context: ValueContext): number | null {
  if (values.length === 0 || traitsOf(field).link || acceptsAnything(field, context)) return null;
  const type = fieldType(field.type);
  return values.filter((value) => type.fromText(value, field, context).ok).length / values.length;
}

/** E-mail addresses, dates and options speak for themselves; numbers do not say what they count. */
function tellsItself(field: CompiledField, context: ValueContext): boolean {
  const traits = traitsOf(field);
  return (
    !traits.summable && !acceptsAnything(field, context) && !fieldType(field.type).fromText('1', field, context).ok
  );
}

function acceptsAnything(field: CompiledField, context: ValueContext): boolean {
  return fieldType(field.type).fromText('¿lorem ipsum?', field, context).ok;
}
