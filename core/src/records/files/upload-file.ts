import { fileEnding, LONGEST_FILE_NAME, StrataError, type FileValue } from '@stratacrm/sdk';
import { v7 as uuid } from 'uuid';
import { personOf } from '../../access/people-context.ts';
import type { AccessContext } from '../../access/access-profile.ts';
import { FalseKind, fileKind, type FileKind } from '../../kernel/files/file-kind.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { LocalFile } from '../../kernel/files/file-store.ts';
import { discard, type FileVault } from '../../kernel/files/file-vault.ts';
import { BrokenOff, receiveFile, TooLarge } from '../../kernel/files/incoming-file.ts';
import { countPending, deleteFile, fileValue, insertFile, markStored } from './file-row.ts';

export interface Upload {
  /** As its sender calls it; a path is cut down to its end. */
  name: string;
  /** The media type its sender declares. */
  declared?: string | undefined;
  content: AsyncIterable<Uint8Array>;
}

/** Files that wait for a record, of one person. */
const MOST_PENDING = 200;

/**
 * Takes a file in: received piece by piece, judged by its content, scanned, stored. It is its uploader's until a record
 * takes it; when none does it is removed after a day.
 */
export async function uploadFile(ctx: AccessContext, vault: FileVault, upload: Upload): Promise<FileValue> {
  const owner = ctx.actor.kind === 'plugin' ? ctx.actor.userId : personOf(ctx);
  if ((await countPending(ctx.db, owner)) >= MOST_PENDING)
    throw new StrataError('too_many_uploads', { max: MOST_PENDING });
  return takeInFile(ctx.db, vault, upload, owner);
}

/** The same for a file that nobody has to be kept from uploading; with no owner, runs that act for nobody may take it. */
export async function takeInFile(
  db: Queryable,
  vault: FileVault,
  upload: Upload,
  owner: string | null,
): Promise<FileValue> {
  const name = plainName(upload.name);
  const id = uuid();
  const received = await receive(vault, id, upload.content);
  try {
    if (received.size === 0) throw new StrataError('file_empty', { name });
    const kind = await kindOf(received, name, upload.declared);
    await scan(vault, received, name);
    const { size, hash } = received;
    const file = { id, name, size, hash, ...kind, uploaded_by: owner };
    await insertFile(db, file);
    await keep(db, vault, id, received);
    return fileValue(file);
  } finally {
    await discard(received.path);
  }
}

/** The end of a path, without what cannot be seen or turns the direction of writing; never empty. */
export function plainName(name: string): string {
  const plain = name
    .toWellFormed()
    .split(/[\\/]/)
    .at(-1)!
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .replace(/^\.+$/, '');
  return shortened(plain === '' ? 'file' : plain);
}

/** Its ending stays. */
function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= LONGEST_FILE_NAME) return name;
  const ending = fileEnding(name);
  const end = ending === '' || ending.length > 16 ? '' : name.slice(-ending.length - 1);
  return letters.slice(0, LONGEST_FILE_NAME - [...end].length).join('') + end;
}

async function receive(vault: FileVault, id: string, content: Upload['content']): Promise<LocalFile> {
  try {
    return await receiveFile(content, { folder: vault.incoming, name: id, limit: vault.limit });
  } catch (error) {
    if (error instanceof TooLarge) throw new StrataError('file_too_large', { max: vault.limit / 1_048_576 });
    if (error instanceof BrokenOff) throw new StrataError('upload_incomplete');
    throw unusable(vault, error);
  }
}

async function kindOf(file: LocalFile, name: string, declared: string | undefined): Promise<FileKind> {
  try {
    return await fileKind(file.path, fileEnding(name), declared);
  } catch (error) {
    if (!(error instanceof FalseKind)) throw error;
    throw new StrataError('file_type_mismatch', { name, claimed: error.claimed, found: error.found });
  }
}

async function scan(vault: FileVault, file: LocalFile, name: string): Promise<void> {
  for (const find of vault.scans) {
    const finding = await find(file.path).catch((error: unknown) => {
      vault.log.error('The virus scanner gives no verdict', { error });
      throw new StrataError('virus_scan_unavailable');
    });
    if (finding === null) continue;
    vault.log.warn('An infected file was refused', { name, finding });
    throw new StrataError('file_infected', { name, finding });
  }
}

async function keep(db: Queryable, vault: FileVault, id: string, file: LocalFile): Promise<void> {
  try {
    await vault.store.put(id, file);
  } catch (error) {
    await deleteFile(db, id);
    throw unusable(vault, error);
  }
  await markStored(db, id);
}

function unusable(vault: FileVault, error: unknown): StrataError {
  vault.log.error('The file store cannot be used', { error });
  return new StrataError('file_store_unavailable');
}
