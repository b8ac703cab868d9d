import { StrataError, type ImportBatch, type ImportFormat } from '@stratacrm/sdk';
import { v7 as uuid } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { decodeFile, guessEncoding } from './file-encoding.ts';
import { guessHeader, guessSeparator, readTable } from './file-table.ts';
import { guessKey, guessMapping } from './guess-mapping.ts';
import { requireImportRight, systemUser } from './import-access.ts';
import { showBatch } from './import-batch.ts';
import { insertBatch, insertFile, insertRows, loadBatch, updateBatch } from './import-store.ts';

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
  const text = await guessText(file.content);
  const id = uuid();
  return inTransaction(ctx.db, async (tx) => {
    await insertBatch(tx, {
      id,
      object: file.object,
      file_name: plainName(file.file_name),
      state: 'uploaded',
      format: text.format,
      columns: [],
      mapping: [],
      key_field: null,
      row_count: 0,
      problems: [],
      progress: 0,
      error: null,
      created_by: ctx.actor.userId ?? systemUser,
    });
    await insertFile(tx, id, file.content);
    const table = await readTable(text.content, text.format, (rows, after) => insertRows(tx, id, rows, after));
    const mapping = guessMapping(ctx, file.object, table);
    const key_field = guessKey(ctx, file.object, mapping);
    await updateBatch(tx, id, { columns: table.columns, mapping, key_field, row_count: table.rowCount });
    return showBatch(await loadBatch(tx, id, null));
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

async function guessText(file: Buffer): Promise<{ content: string; format: ImportFormat }> {
  const encoding = await guessEncoding(file);
  const content = await decodeFile(file, encoding);
  const separator = guessSeparator(content);
  return { content, format: { encoding, separator, header: guessHeader(content, separator) } };
}

function plainName(name: string): string {
  const plain = name
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\p{Cc}/gu, '')
    .trim();
  return plain.isWellFormed() && plain !== '' ? plain.slice(0, 200) : 'import.csv';
}
