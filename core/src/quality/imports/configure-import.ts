import { StrataError, type ColumnMapping, type ImportBatch, type ImportFormat, type Issue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import type { Queryable } from '../../kernel/database.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { decodeFile } from './file-encoding.ts';
import { readTable, type FileTable } from './file-table.ts';
import { guessKey, guessMapping, writableFields } from './guess-mapping.ts';
import { visibleImportsOf } from './import-access.ts';
import { showBatch } from './import-batch.ts';
import {
  deleteRows,
  insertRows,
  loadBatch,
  moveBatch,
  noCounts,
  readFile,
  updateBatch,
  type BatchChange,
  type StoredBatch,
} from './import-store.ts';
import { parseImportSettings, type ImportSettings } from './import-settings.ts';
import { lookupFields, namedObject } from './lookup-fields.ts';
import { requireImportable } from './upload-import.ts';

/**
 * Changes how a file is read or where its columns go. Another format or object guesses the mapping anew, unless one is
 * given too. What was checked before has to be checked again.
 */
export async function configureImport(ctx: AccessContext, id: string, input: unknown): Promise<ImportBatch> {
  const settings = parseImportSettings(input);
  const reader = visibleImportsOf(ctx);
  if (settings.object !== undefined) requireImportable(ctx, settings.object);
  return inTransaction(ctx.db, async (tx) => {
    const batch = await loadBatch(tx, id, reader);
    await moveBatch(tx, batch, ['uploaded', 'checked', 'failed'], 'uploaded');
    await updateBatch(tx, batch.id, await changeOf(ctx, tx, batch, settings));
    return showBatch(await loadBatch(tx, id, null));
  });
}

async function changeOf(
  ctx: AccessContext,
  tx: Queryable,
  batch: StoredBatch,
  settings: ImportSettings,
): Promise<BatchChange> {
  const object = settings.object ?? batch.object;
  const change: BatchChange = { object, problems: [], counts: noCounts };
  let { mapping, key_field } = batch;
  let columns = batch.columns;
  if (settings.format !== undefined || settings.object !== undefined) {
    const format = { ...batch.format, ...settings.format };
    const table = await readAgain(tx, batch, format);
    columns = table.columns;
    mapping = guessMapping(ctx, object, table);
    key_field = guessKey(ctx, object, mapping);
    Object.assign(change, { format, columns, row_count: table.rowCount });
  }
  mapping = settings.mapping === undefined ? mapping : completeMapping(columns, settings.mapping);
  key_field = settings.key_field === undefined ? keptKey(key_field, mapping) : settings.key_field;
  const order = (settings.mapping ?? mapping).map(({ column }) => column);
  checkMapping(ctx, ctx.catalog.object(object), mapping, key_field, order);
  return { ...change, mapping, key_field };
}

async function readAgain(tx: Queryable, batch: StoredBatch, format: ImportFormat): Promise<FileTable> {
  const text = await decodeFile(await readFile(tx, batch.id), format.encoding);
  await deleteRows(tx, batch.id);
  return readTable(text, format, (rows, after) => insertRows(tx, batch.id, rows, after));
}

/** In the order of the file; a column not named is left out. */
function completeMapping(columns: readonly string[], given: readonly ColumnMapping[]): ColumnMapping[] {
  const issues = given.flatMap(({ column }, index): Issue[] =>
    columns.includes(column)
      ? []
      : [{ path: `mapping.${index}.column`, code: 'import_column', params: { reason: noColumn(column) } }],
  );
  if (issues.length > 0) throw StrataError.invalid(issues);
  return columns.map(
    (column) => given.find((each) => each.column === column) ?? { column, field: null, confidence: 0 },
  );
}

function keptKey(key: string | null, mapping: readonly ColumnMapping[]): string | null {
  return mapping.some(({ field }) => field === key) ? key : null;
}

function checkMapping(
  ctx: AccessContext,
  object: CatalogObject,
  mapping: readonly ColumnMapping[],
  key: string | null,
  /** Columns as the caller listed them, for the places of errors. */
  order: readonly string[],
): void {
  const issues: Issue[] = [];
  const writable = new Set(writableFields(ctx, object.name).map((field) => field.name));
  const taken = new Set<string>();
  for (const { column, field, match_by } of mapping) {
    if (field === null) continue;
    const index = order.indexOf(column);
    const path = `mapping.${index}.field`;
    const found = object.fields[field];
    if (found === undefined || !writable.has(field)) {
      issues.push({ path, code: 'unknown_field', params: { object: object.label, field, suggestion: '' } });
      continue;
    }
    if (taken.has(field)) issues.push({ path, code: 'import_column', params: { reason: mappedTwice(found.label) } });
    taken.add(field);
    if (match_by !== undefined && !lookupFields(ctx, found).includes(match_by)) {
      const target = namedObject(found) ?? object.name;
      const params = { object: ctx.catalog.object(target).label, field: match_by, suggestion: '' };
      issues.push({ path: `mapping.${index}.match_by`, code: 'unknown_field', params });
    }
  }
  if (key !== null && !taken.has(key)) {
    issues.push({ path: 'key_field', code: 'import_column', params: { reason: keyNotMapped(key) } });
  }
  if (issues.length > 0) throw StrataError.invalid(issues);
}

const noColumn = (column: string) => ({ en: `The file has no column "${column}".`, zh: `文件中没有列“${column}”。` });
const mappedTwice = (label: { en: string; zh: string }) => ({
  en: `Two columns go to ${label.en}. Leave one of them out.`,
  zh: `有两列都映射到${label.zh}，请去掉其中一列。`,
});
const keyNotMapped = (key: string) => ({
  en: `Records are to be found by "${key}", but no column goes there.`,
  zh: `匹配字段“${key}”没有对应的列。`,
});
