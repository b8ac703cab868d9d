import type { Issue, JsonObject, JsonValue, OutsideRow } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { upsertRecords } from '../../records/bulk-records.ts';
import { NO_PROGRESS, type KeptError, type Progress } from './connector-runs.ts';
import { isWritable, type FieldMapping, type MappedField } from './field-mapping.ts';
import { findLinked, type Linked } from './find-linked.ts';

/** Rows of one page become records: those whose key is known are changed, others are made. What is wrong with one keeps no other back. */
export async function takePage(
  ctx: AccessContext,
  object: string,
  mapping: FieldMapping,
  { rows, leave }: { rows: readonly OutsideRow[]; leave: ReadonlySet<string> },
): Promise<Progress> {
  const read = await readRows(ctx, mapping, rows);
  const sound = read.filter(({ issues }) => issues.length === 0);
  const upsert = { key: mapping.key.field.name, rows: sound.map(({ input }) => input) };
  const outcomes = sound.length === 0 ? [] : await upsertRecords(ctx, object, upsert, leave);
  const progress: Progress = { ...NO_PROGRESS, read: rows.length, errors: [] };
  const outcomeOf = new Map(sound.map((row, at) => [row, outcomes[at]!]));
  for (const row of read) {
    const { action, id, issues, changed } = outcomeOf.get(row) ?? {
      action: 'left',
      id: null,
      issues: row.issues,
      changed: false,
    };
    if (issues.length > 0) refuse(progress, row.key, id, issues);
    else if (action === 'left') progress.kept++;
    else if (!changed) progress.unchanged++;
    else if (action === 'create') progress.created++;
    else progress.updated++;
  }
  return progress;
}

function refuse(progress: Progress, key: JsonValue, record: string | null, issues: readonly Issue[]): void {
  progress.failed++;
  for (const { path, code, params = {} } of issues)
    progress.errors.push({ key, record, field: path === '' ? null : path, code, params } satisfies KeptError);
}

interface ReadRow {
  key: JsonValue;
  input: JsonObject;
  issues: Issue[];
}

/** What a row does not have is left as it is; what it has as null is emptied. */
async function readRows(
  ctx: AccessContext,
  { key, fields }: FieldMapping,
  rows: readonly OutsideRow[],
): Promise<ReadRow[]> {
  const read = rows.map((row): ReadRow => ({ key: keyText(row[key.outside]), input: {}, issues: [] }));
  for (const mapped of fields) {
    if (!isWritable(mapped)) continue;
    const having = rows.flatMap((row, at) => (row[mapped.outside] === undefined ? [] : [at]));
    const values = having.map((at) => rows[at]![mapped.outside] ?? null);
    const found = await linkedOf(ctx, mapped, values);
    having.forEach((at, place) => {
      const linked = found?.[place];
      if (linked === undefined) read[at]!.input[mapped.field.name] = values[place]!;
      else if ('issue' in linked) read[at]!.issues.push(linked.issue);
      else read[at]!.input[mapped.field.name] = linked.id;
    });
  }
  return read;
}

function linkedOf(ctx: AccessContext, mapped: MappedField, values: readonly JsonValue[]): Promise<Linked[]> | null {
  const { via } = mapped;
  return via === null ? null : findLinked(ctx, { ...mapped, via }, values);
}

/** What is kept of it with an error is short. */
export function keyText(key: JsonValue | undefined): JsonValue {
  if (key === undefined || key === null) return null;
  return typeof key === 'string' || typeof key === 'number'
    ? String(key).toWellFormed().replaceAll('\0', '').slice(0, 200)
    : null;
}
