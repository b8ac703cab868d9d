import type { CompiledObject, JsonValue, RecordData } from '@stratacrm/sdk';
import { ApiProblem } from '../api/problem.ts';
import { getRecord, updateRecord } from '../api/records.ts';
import { plainValue, selection } from '../fields/references.ts';
import { valueProblem } from '../fields/value-context.ts';
import { sameValue } from '../form/form-values.ts';
import { problemsOf } from '../form/record-rules.ts';
import { t } from '../i18n/i18n.ts';
import { cellText } from './cell-text.ts';
import type { GridColumn } from './grid-column.ts';

/**
 * Saves one field of a record in a list, which was `was` when one began to type: shown at once through `show`, taken back when the server refuses. A change somebody
 * else made to another field meanwhile is no conflict. Answers what is wrong, or null.
 */
export async function saveCell(
  object: CompiledObject,
  record: RecordData,
  column: GridColumn,
  value: JsonValue,
  was: JsonValue,
  show: (record: RecordData) => void,
): Promise<string | null> {
  const { path, field } = column;
  const plain = plainValue(field, value);
  const wrong =
    valueProblem(field, plain, { fields: object.fields, record }) ??
    problemsOf({ object, values: { ...record, [path]: value }, base: record }, [path])[path];
  if (wrong) return wrong;
  const theirs = record[path];
  // The live line told already what another wrote here.
  if (!sameValue(field, theirs, was) && !sameValue(field, theirs, value)) return conflict(column, record);
  show({ ...record, [path]: value });
  try {
    const saved = await write(object, record, column, plain);
    show({ ...record, ...readBack(object, saved, record), [path]: shownValue(column, saved[path], value) });
    return null;
  } catch (error) {
    show(error instanceof CellConflict ? error.record : record);
    if (error instanceof CellConflict) return conflict(column, error.record);
    if (error instanceof ApiProblem && error.offline) return t('actions.errorOffline');
    if (error instanceof ApiProblem)
      return (
        error.errors.find((each) => each.path === path)?.message ??
        error.errors[0]?.message ??
        (error.detail || error.title)
      );
    throw error;
  }
}

/** Somebody else changed the very same field. */
class CellConflict extends Error {
  readonly record: RecordData;

  constructor(record: RecordData) {
    super(record.id);
    this.record = record;
  }
}

function conflict(column: GridColumn, record: RecordData): string {
  return t('list.conflict', { field: column.label, value: cellText(column, record) });
}

async function write(
  object: CompiledObject,
  record: RecordData,
  column: GridColumn,
  value: JsonValue,
): Promise<RecordData> {
  const version = typeof record['version'] === 'number' ? record['version'] : undefined;
  try {
    return await updateRecord(object.name, record.id, { [column.path]: value }, version);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 412) throw error;
    const now = await getRecord(object.name, record.id, ['version', ...selection(object, [column.path])]);
    if (!sameValue(column.field, now[column.path], record[column.path])) {
      throw new CellConflict({ ...record, ...now });
    }
    return updateRecord(object.name, record.id, { [column.path]: value }, Number(now['version']));
  }
}

/** Computed fields may have changed along with it; references come back as bare ids and keep their names. */
function readBack(object: CompiledObject, saved: RecordData, record: RecordData): RecordData {
  const back: RecordData = { id: record.id };
  for (const name of Object.keys(record)) {
    const now = saved[name];
    const was = record[name];
    if (now === undefined) continue;
    const field = object.fields[name];
    back[name] = field !== undefined && typeof was === 'object' && sameValue(field, now, was) ? was : now;
  }
  return back;
}

function shownValue(column: GridColumn, saved: JsonValue | undefined, given: JsonValue): JsonValue {
  if (saved === undefined) return given;
  return sameValue(column.field, saved, given) && typeof given === 'object' ? given : saved;
}
