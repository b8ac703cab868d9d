import { StrataError, type ImportBatch, type ImportFormat } from '@stratacrm/sdk';
import { v7 as uuid } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { decodeFile, guessEncoding } from './file-encoding.ts';
import { guessHeader, guessSeparator, readTable, type FileTable } from './file-table.ts';
import { guessKey, guessMapping } from './guess-mapping.ts';
import { requireImportRight, systemUser } from './import-access.ts';
import { showBatch } from './import-batch.ts';
import { insertBatch, insertFile, insertRows, loadBatch } from './import-store.ts';

export interface UploadedFile {
  object: string;
  file_name: string;
  content: Buffer;
}

/** The largest file that is taken, in bytes. */
export const LARGEST_IMPORT = 64 * 1024 * 1024;

/** Takes a file in, guesses how it is written and where its columns go. No record is touched. */
export async function uploadImport(ctx: AccessContext, file: UploadedFile): Promise<ImportBatch> {
  requireImportRight(ctx);
  requireImportable(ctx, file.object);
  if (file.content.length > LARGEST_IMPORT) throw new StrataError('body_too_large', { limit: '64 MB' });
  const { format, table } = guessTable(file.content);
  const mapping = guessMapping(ctx, file.object, table);
  const id = uuid();
  return inTransaction(ctx.db, async (tx) => {
    await insertBatch(tx, {
      id,
      object: file.object,
      file_name: plainName(file.file_name),
      state: 'uploaded',
      format,
      columns: table.columns,
      mapping,
      key_field: guessKey(ctx, file.object, mapping),
      row_count: table.rows.length,
      problems: [],
      progress: 0,
      error: null,
      created_by: ctx.actor.userId ?? systemUser,
    });
    await insertFile(tx, id, file.content);
    await insertRows(tx, id, table.rows);
    return showBatch(tx, await loadBatch(tx, id, null));
  });
}

/** Users and teams come in by their own doors; an object nobody may write takes no file. */
export function requireImportable(ctx: AccessContext, name: string): void {
  const object = ctx.catalog.object(name);
  const allowed = (['create', 'update'] as const).some((verb) => ctx.access.permission(name, verb).kind !== 'no');
  if (object.managed || !allowed) {
    throw new StrataError('forbidden', { verb: { en: 'import', zh: '导入' }, object: object.label_plural });
  }
}

function guessTable(content: Buffer): { format: ImportFormat; table: FileTable } {
  const encoding = guessEncoding(content);
  const text = decodeFile(content, encoding);
  const separator = guessSeparator(text);
  const format: ImportFormat = { encoding, separator, header: guessHeader(text, separator) };
  return { format, table: readTable(text, format) };
}

function plainName(name: string): string {
  const plain = name
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\p{Cc}/gu, '')
    .trim();
  return plain.isWellFormed() && plain !== '' ? plain.slice(0, 200) : 'import.csv';
}
