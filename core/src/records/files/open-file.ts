import type { Readable } from 'node:stream';
import { StrataError, traitsOf, type FileValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { ByteRange } from '../../kernel/files/file-store.ts';
import type { FileVault } from '../../kernel/files/file-vault.ts';
import { getRecord } from '../get-record.ts';

/** A file that its reader may have: of a record he may read, in a field he may read. */
export interface OpenedFile {
  file: FileValue;
  /** Its content, or a part of it. Throws `file_content_missing`, `file_store_unavailable`. */
  read(range: ByteRange | null): Promise<Readable>;
}

export interface FilePlace {
  object: string;
  id: string;
  field: string;
}

/** The file in a field of a record. What may not be read, is empty or holds no file is told as any other read would. */
export async function openFile(ctx: AccessContext, vault: FileVault, place: FilePlace): Promise<OpenedFile> {
  const { object, id, field } = place;
  const { data } = await getRecord(ctx, object, id, { fields: [field] });
  const document = ctx.catalog.object(object).fields[field];
  const file = data[field] as FileValue | null | undefined;
  if (document === undefined || !traitsOf(document).file || file === null || file === undefined)
    throw new StrataError('not_found', { what: field });
  return { file, read: (range) => read(vault, file, range) };
}

async function read(vault: FileVault, file: FileValue, range: ByteRange | null): Promise<Readable> {
  const content = await vault.store.read(file.id, range).catch((error: unknown) => {
    vault.log.error('The file store cannot be read', { error, file: file.id });
    throw new StrataError('file_store_unavailable');
  });
  if (content !== null) return content;
  vault.log.error('A file is not in the store', { file: file.id });
  throw new StrataError('file_content_missing', { name: file.name });
}
