import type { BulkError, CompiledObject, RecordData } from '@stratacrm/sdk';
import { bulkRecords, type RecordInput } from '../api/records.ts';
import { plainValue } from '../fields/references.ts';
import { sameValue } from '../form/form-values.ts';
import { t } from '../i18n/i18n.ts';
import type { CellChange, CellProblem } from './cell-text.ts';

/** Records in one request, the server's limit for one page as well. */
const PORTION = 200;

interface RowPatch {
  record: RecordData;
  changes: CellChange[];
}

export interface WrittenCells {
  /** Records that were changed. */
  ids: string[];
  problems: CellProblem[];
  /** Puts every changed cell back. */
  undo: () => Promise<void>;
}

/** Writes many cells by one request; a record in which one cell is refused keeps all its values. */
export async function writeCells(object: CompiledObject, cells: readonly CellChange[]): Promise<WrittenCells> {
  const rows = patchesOf(cells);
  const problems: CellProblem[] = [];
  const done: RowPatch[] = [];
  for (let at = 0; at < rows.length; at += PORTION) {
    const some = rows.slice(at, at + PORTION);
    const { errors } = await bulkRecords(object.name, { update: some.map(inputOfRow), mode: 'partial' });
    const refused = Map.groupBy(errors, (error) => error.index);
    some.forEach((row, index) => {
      const found = refused.get(index);
      if (found === undefined) done.push(row);
      else problems.push(...problemsOfRow(row, found));
    });
  }
  return { ids: done.map(({ record }) => record.id), problems, undo: () => putBack(object, done) };
}

/** Cells of one record together; those that already have the value are left out. */
function patchesOf(cells: readonly CellChange[]): RowPatch[] {
  const changed = cells.filter(({ record, column, value }) => !sameValue(column.field, value, record[column.path]));
  return [...Map.groupBy(changed, ({ record }) => record.id).values()].flatMap((changes) =>
    changes[0] === undefined ? [] : [{ record: changes[0].record, changes }],
  );
}

function inputOfRow({ record, changes }: RowPatch): RecordInput {
  const values = changes.map(({ column, value }) => [column.path, plainValue(column.field, value)] as const);
  return { id: record.id, ...Object.fromEntries(values) };
}

/** Beside each cell what was wrong with it, or that it waits for the one that was. */
function problemsOfRow({ record, changes }: RowPatch, errors: readonly BulkError[]): CellProblem[] {
  const own = new Map(errors.map((error) => [error.path.split('.')[0] ?? '', error.message]));
  const elsewhere = errors.find(({ path }) => !changes.some(({ column }) => column.path === path.split('.')[0]));
  return changes.map(({ column }) => ({
    id: record.id,
    path: column.path,
    message: own.get(column.path) ?? elsewhere?.message ?? t('list.rowNotSaved'),
  }));
}

async function putBack(object: CompiledObject, rows: readonly RowPatch[]): Promise<void> {
  const before = rows.map(({ record, changes }) => ({
    record,
    changes: changes.map((change) => ({ ...change, value: record[change.column.path] ?? null })),
  }));
  for (let at = 0; at < before.length; at += PORTION)
    await bulkRecords(object.name, { update: before.slice(at, at + PORTION).map(inputOfRow), mode: 'partial' });
}
