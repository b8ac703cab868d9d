import {
  childListOf,
  traitsOf,
  type ColumnMapping,
  type CompiledField,
  type CompiledObject,
  type ImportProblem,
} from '@stratacrm/sdk';

/** What is wrong with a mapping before a single row is looked at. */
export type MappingFault =
  | { kind: 'twice'; field: string; columns: string[] }
  | { kind: 'missing'; field: string }
  | { kind: 'key_unmapped'; field: string }
  | { kind: 'nothing' };

function changed(
  mapping: readonly ColumnMapping[],
  column: string,
  change: (entry: ColumnMapping) => ColumnMapping,
): ColumnMapping[] {
  return mapping.map((entry) => (entry.column === column ? change(entry) : entry));
}

/** Maps a column to a field by hand: certain, and without what was set for the former field. */
export function mapColumn(mapping: readonly ColumnMapping[], column: string, field: string | null): ColumnMapping[] {
  return changed(mapping, column, (entry) =>
    entry.field === field ? entry : { column, field, confidence: field === null ? 0 : 1 },
  );
}

export function setMatchBy(mapping: readonly ColumnMapping[], column: string, matchBy: string): ColumnMapping[] {
  return changed(mapping, column, (entry) => ({ ...entry, match_by: matchBy }));
}

/** Takes one value for another in every row. `undefined` takes the replacement out again. */
export function replaceValue(
  mapping: readonly ColumnMapping[],
  column: string,
  from: string,
  to: string | null | undefined,
): ColumnMapping[] {
  return changed(mapping, column, ({ replace, ...entry }) => {
    const pairs = Object.entries(replace ?? {}).filter(([value]) => value !== from);
    if (to !== undefined) pairs.push([from, to]);
    return pairs.length === 0 ? entry : { ...entry, replace: Object.fromEntries(pairs) };
  });
}

/** Accepts what the server supposes of each of these problems. */
export function acceptSuggestions(
  mapping: readonly ColumnMapping[],
  problems: readonly ImportProblem[],
): ColumnMapping[] {
  return problems.reduce<ColumnMapping[]>(
    (result, { column, value, suggestion }) =>
      value === undefined || suggestion === undefined ? result : replaceValue(result, column, value, suggestion),
    [...mapping],
  );
}

/** Fields that a column may go to. */
export function importableFields(object: CompiledObject): CompiledField[] {
  return Object.values(object.fields).filter(
    (field) =>
      !field.archived &&
      childListOf(field) === undefined &&
      !traitsOf(field).computed &&
      (!field.system || field.name === 'owner'),
  );
}

export function mappingFaults(
  object: CompiledObject,
  mapping: readonly ColumnMapping[],
  keyField: string | null,
): MappingFault[] {
  const columnsOf = new Map<string, string[]>();
  for (const { column, field } of mapping) {
    if (field !== null) columnsOf.set(field, [...(columnsOf.get(field) ?? []), column]);
  }
  if (columnsOf.size === 0) return [{ kind: 'nothing' }];
  const twice = [...columnsOf]
    .filter(([, columns]) => columns.length > 1)
    .map(([field, columns]): MappingFault => ({ kind: 'twice', field, columns }));
  const missing = importableFields(object)
    .filter((field) => field.required && !field.system && field.default === undefined && !columnsOf.has(field.name))
    .map((field): MappingFault => ({ kind: 'missing', field: field.name }));
  const key: MappingFault[] =
    keyField !== null && !columnsOf.has(keyField) ? [{ kind: 'key_unmapped', field: keyField }] : [];
  return [...twice, ...key, ...missing];
}

/** Problems of one column, the most rows first; columns in the order of their worst problem. */
export function problemsByColumn(problems: readonly ImportProblem[]): { column: string; problems: ImportProblem[] }[] {
  const groups = new Map<string, ImportProblem[]>();
  const sorted = [...problems].sort((a, b) => rank(a) - rank(b) || b.rows - a.rows);
  for (const problem of sorted) groups.set(problem.column, [...(groups.get(problem.column) ?? []), problem]);
  return [...groups].map(([column, own]) => ({ column, problems: own }));
}

const rank = (problem: ImportProblem): number => (problem.severity === 'error' ? 0 : 1);
