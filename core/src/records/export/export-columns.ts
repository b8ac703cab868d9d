import {
  childListOf,
  expressionValue,
  shownText,
  partField,
  relationOf,
  StrataError,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type JsonValue,
  type RecordData,
  type ValueContext,
} from '@stratacrm/sdk';
import { unknownFieldIssue } from '../query/selection.ts';
import type { Sight } from '../sight/sight.ts';
import { harmless } from './formula-guard.ts';

/** How the cells of an export are written: as people read them, or as the API gives them. */
export type ExportValues = 'formatted' | 'canonical';

/** One column of a table that is exported. */
export interface ExportColumn {
  path: string;
  /** What is asked for so that the column can be written; a reference brings the name of its record. */
  selected: string;
  heading: string;
  cell(record: RecordData): string;
}

/** What the platform keeps for itself: exported only where it is asked for. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['version', 'deleted_at']);

/** Every field the reader sees, in the order of the object. */
export function exportedPaths(object: CompiledObject): string[] {
  return Object.values(object.fields)
    .filter((field) => field.archived !== true && !BOOKKEEPING.has(field.name) && childListOf(field) === undefined)
    .map((field) => field.name);
}

export interface ColumnStyle {
  values: ExportValues;
  headings: 'labels' | 'names';
  /** false: not for a spreadsheet, which would take a text such as `=1` for a formula. */
  guarded?: false;
  context: ValueContext;
}

/** The columns of these paths. Throws `unknown_field` for one that leads nowhere its reader sees. */
export function exportColumns(sight: Sight, object: string, paths: readonly string[], style: ColumnStyle) {
  return paths.map((path): ExportColumn => {
    const fields = fieldsOnPath(sight, object, path.split('.'));
    const root = sight.model.objects[object]!;
    if (fields === undefined) {
      const issue = unknownFieldIssue(root, path, 'fields');
      throw new StrataError('unknown_field', issue.params, [issue]);
    }
    const last = fields.at(-1)!;
    const named = style.values === 'formatted' ? nameOf(sight, last) : undefined;
    const selected = named === undefined ? path : `${path}.${named.name}`;
    const shown = named === undefined ? last : named.field;
    return {
      path,
      selected,
      heading: style.headings === 'names' ? path : fields.map((field) => field.label[style.context.locale]).join(' › '),
      cell(record) {
        const texts = valuesAt(record, selected.split('.')).map((value) => textOf(shown, value, style));
        return isNumber(shown) || style.guarded === false ? texts.join('; ') : harmless(texts.join('; '));
      },
    };
  });
}

function fieldsOnPath(sight: Sight, object: string, path: readonly string[]): CompiledField[] | undefined {
  const found: CompiledField[] = [];
  let at: CompiledObject | undefined = sight.model.objects[object];
  for (const [index, name] of path.entries()) {
    const field: CompiledField | undefined = at?.fields[name];
    if (field === undefined) return undefined;
    found.push(field);
    const next = path[index + 1];
    const part = next === undefined || index !== path.length - 2 ? undefined : partField(field, next);
    if (part !== undefined) return [...found, part];
    at = sight.model.objects[targetOf(field) ?? ''];
  }
  return found;
}

function targetOf(field: CompiledField): string | undefined {
  const relation = relationOf(field);
  if (relation !== undefined) return relation.kind === 'any' ? undefined : relation.to;
  return childListOf(field)?.object;
}

/** The field by which records that a reference points to are called, where the reader sees it. */
function nameOf(sight: Sight, field: CompiledField): { name: string; field: CompiledField | undefined } | undefined {
  if (field.name === 'id') return undefined;
  if (relationOf(field)?.kind === 'any') return { name: 'name', field: undefined };
  const target = sight.model.objects[targetOf(field) ?? ''];
  const name = target?.fields[target.name_field];
  return name === undefined ? undefined : { name: name.name, field: name };
}

/** The values at the end of a path; several where lists of records stand on it. */
function valuesAt(value: JsonValue | undefined, [name, ...rest]: readonly string[]): JsonValue[] {
  if (value === null || value === undefined) return [];
  if (name === undefined) return [value];
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, [name, ...rest]));
  return typeof value === 'object' ? valuesAt(value[name], rest) : [];
}

function isNumber(field: CompiledField | undefined): boolean {
  return field !== undefined && traitsOf(field).summable;
}

function textOf(field: CompiledField | undefined, value: JsonValue, { values, context }: ColumnStyle): string {
  const isPlain = field === undefined || relationOf(field) !== undefined || childListOf(field) !== undefined;
  if (isPlain) return canonicalText(value);
  return values === 'formatted' ? shownText(value, field, context) : canonicalText(expressionValue(field, value));
}

/** What the API says, on one line. */
function canonicalText(value: JsonValue): string {
  if (Array.isArray(value)) return value.map(canonicalText).join('; ');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return 'amount' in value && 'currency' in value
    ? `${String(value['amount'])} ${String(value['currency'])}`
    : JSON.stringify(value);
}
