import {
  contextBeside,
  describeError,
  fieldType,
  relationOf,
  writtenItems,
  type CompiledField,
  type ErrorCode,
  type ErrorParameters,
  type JsonValue,
  type Locale,
  type ValueContext,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { unguarded } from '../../records/export/formula-guard.ts';
import { namedObject } from './lookup-fields.ts';
import type { RowProblem } from './import-store.ts';
import { nearestValue } from './nearest-value.ts';
import type { ReferenceLookup } from './reference-lookup.ts';
import { valueContext } from './value-context.ts';

/** Something wrong with a cell, with what groups it with its like. */
export interface CellProblem extends RowProblem {
  value?: string;
  suggestion?: string;
}

/** What a cell says. */
export type CellValue =
  | { kind: 'empty' }
  | { kind: 'value'; value: JsonValue; warning?: CellProblem }
  /** The record that a row of the same file is going to be. */
  | { kind: 'row'; row: number }
  | { kind: 'wrong'; problem: CellProblem };

/** Reads the cells of one column into the values of one field. */
export interface ColumnReader {
  index: number;
  column: string;
  field: CompiledField;
  /** The text that counts: trimmed, and replaced where the person said so. */
  text(cells: readonly string[]): string;
  read(cells: readonly string[], row?: RowValues): CellValue;
}

/** What has been read of the row so far. */
export interface RowValues {
  readonly [field: string]: JsonValue;
}

export interface ColumnSource {
  index: number;
  column: string;
  field: CompiledField;
  replace: ReadonlyMap<string, string | null>;
  /** Records are found by it. */
  isKey?: boolean;
  /** Set for references. */
  lookup?: ReferenceLookup;
  /** Value → what it probably means. */
  suspicious: ReadonlyMap<string, string>;
}

/** Values repeat: the same text is read once. Beyond so many different ones memory would grow for little. */
const mostRemembered = 20_000;

const empty: CellValue = { kind: 'empty' };

export function columnReader(ctx: AccessContext, source: ColumnSource): ColumnReader {
  const remembered = new Map<string, CellValue>();
  const readText = textReader(ctx, source);
  const values = valueContext(ctx);
  const { fields } = ctx.catalog.object(source.field.object);
  const text = (cells: readonly string[]): string => replaced(cells[source.index] ?? '', source.replace);
  return {
    ...source,
    text,
    read(cells, row = {}) {
      const written = text(cells);
      if (written === '') return empty;
      const context = contextBeside(values, source.field, fields, row);
      const { record_country: country } = context;
      // The record may have what the row does not say: whoever writes it finds out.
      if (isLeftToWriter(source, country)) return { kind: 'value', value: written };
      const key = country === undefined ? written : `${country} ${written}`;
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const value = readText(written, context);
      if (remembered.size < mostRemembered) remembered.set(key, value);
      return value;
    },
  };
}

/** A key is looked up by what it is, so it is read at once. */
function isLeftToWriter({ field, isKey }: ColumnSource, country: string | undefined): boolean {
  return field.country_field !== undefined && country === undefined && isKey !== true;
}

type ReadText = (text: string, context: ValueContext) => CellValue;

function textReader(ctx: AccessContext, source: ColumnSource): ReadText {
  const { field, lookup } = source;
  if (lookup === undefined) return plainReader(ctx, source);
  const readOne = referenceReader(ctx, source, lookup);
  return relationOf(field)?.kind === 'many' ? severalReader(ctx, source, readOne) : readOne;
}

/** The names of records in a cell: one, or several with a semicolon or 、 between them. */
export function writtenNames(field: CompiledField, text: string): string[] {
  return relationOf(field)?.kind === 'many' ? writtenItems(text) : [text];
}

/** A cell is wrong as a whole, with what it should say as a whole. */
function severalReader(
  ctx: AccessContext,
  { column, field }: ColumnSource,
  readOne: (text: string) => CellValue,
): (text: string) => CellValue {
  return (text) => {
    const ids: JsonValue[] = [];
    for (const name of writtenItems(text)) {
      const found = readOne(name);
      if (found.kind === 'value') ids.push(found.value);
      else if (found.kind === 'wrong') {
        const { suggestion } = found.problem;
        const meant = suggestion === undefined ? {} : { suggestion: text.replace(name, suggestion) };
        return { kind: 'wrong', problem: { ...found.problem, value: text, ...meant } };
      } else if (found.kind === 'row') return { kind: 'wrong', problem: laterRow(ctx, column, field, name, text) };
    }
    const parsed = fieldType(field.type).parse(ids, field, valueContext(ctx));
    if (parsed.ok) return { kind: 'value', value: parsed.value };
    return { kind: 'wrong', problem: problem(ctx.locale, column, text, undefined, parsed.code, parsed.params) };
  };
}

/** Only a single reference can wait for a record that the same file is still to make. */
function laterRow(ctx: AccessContext, column: string, field: CompiledField, name: string, text: string): CellProblem {
  const { label: object } = ctx.catalog.object(namedObject(field)!);
  const params = { object, value: name, suggestion: '' };
  return problem(ctx.locale, column, text, undefined, 'reference_unresolved', params);
}

function replaced(cell: string, replace: ReadonlyMap<string, string | null>): string {
  const written = cell.trim();
  const to = replace.get(written);
  return to === undefined ? unguarded(written) : (to?.trim() ?? '');
}

function plainReader(ctx: AccessContext, { column, field, suspicious }: ColumnSource): ReadText {
  const type = fieldType(field.type);
  const options = nearestValue((field.options ?? []).flatMap(({ value, label }) => [value, label.en, label.zh]));
  return (text, context) => {
    const parsed = type.fromText(text, field, context);
    if (parsed.ok) {
      const meant = suspicious.get(text);
      return meant === undefined
        ? { kind: 'value', value: parsed.value }
        : { kind: 'value', value: parsed.value, warning: suspicion(ctx.locale, column, text, meant) };
    }
    const suggestion = options.find(text);
    return { kind: 'wrong', problem: problem(ctx.locale, column, text, suggestion, parsed.code, parsed.params) };
  };
}

function referenceReader(
  ctx: AccessContext,
  { column, field }: ColumnSource,
  lookup: ReferenceLookup,
): (text: string) => CellValue {
  const object = ctx.catalog.object(namedObject(field)!).label;
  return (text) => {
    const found = lookup.resolve(text);
    if (found.kind === 'record') return { kind: 'value', value: found.id };
    if (found.kind === 'row') return found;
    if (found.kind === 'many') {
      const params = { object, value: text, count: found.count };
      return { kind: 'wrong', problem: problem(ctx.locale, column, text, undefined, 'reference_ambiguous', params) };
    }
    const params = { object, value: text, suggestion: didYouMean(found.suggestion) };
    return {
      kind: 'wrong',
      problem: problem(ctx.locale, column, text, found.suggestion, 'reference_unresolved', params),
    };
  };
}

/** Groups share a value; a long text is no name for a group. */
const longestValue = 200;

function problem(
  locale: Locale,
  column: string,
  text: string,
  suggestion: string | undefined,
  code: ErrorCode,
  params: ErrorParameters,
): CellProblem {
  return {
    column,
    code,
    message: describeError(locale, code, params),
    severity: 'error',
    ...(text.length <= longestValue && { value: text }),
    ...(suggestion !== undefined && { suggestion }),
  };
}

function suspicion(locale: Locale, column: string, value: string, known: string): CellProblem {
  const message = describeError(locale, 'suspicious_value', { value, known });
  return { column, code: 'suspicious_value', message, severity: 'warning', value, suggestion: known };
}

function didYouMean(suggestion: string | undefined): string | { en: string; zh: string } {
  return suggestion === undefined ? '' : { en: ` Did you mean "${suggestion}"?`, zh: `您是不是指“${suggestion}”？` };
}
