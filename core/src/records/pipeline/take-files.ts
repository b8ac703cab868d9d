import {
  fileEnding,
  PICTURE_TYPES,
  takenEndings,
  traitsOf,
  type CompiledField,
  type FileValue,
  type Issue,
} from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import { fileValue, loadFiles, type FileRow } from '../files/file-row.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { livingFields, soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

interface Wish {
  write: Write;
  field: CompiledField;
  file: FileValue;
}

/**
 * A record takes only files that its writer uploaded and no other record has, or one that it had itself in that field not
 * long ago. What a file is called and is, its upload says and not the writer.
 */
export const takeFiles: WriteStage = {
  name: 'files',
  async run(batch) {
    const fields = fileFields(batch.object);
    if (fields.length === 0) return;
    const wishes = soundEdits(batch).flatMap((write) => fields.flatMap((field) => wishOf(write, field)));
    if (wishes.length === 0) return;
    const files = await loadFiles(batch.ctx.db, [...new Set(wishes.map((wish) => wish.file.id))]);
    const taken = new Set<string>();
    for (const wish of wishes) take(batch, wish, files.get(wish.file.id), taken);
  },
};

export const fileFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  livingFields(object).filter((field) => traitsOf(field).file),
);

/** Nothing to do where the file is the one that is there. */
function wishOf(write: Write, field: CompiledField): Wish[] {
  const file = (write.after[field.name] ?? null) as FileValue | null;
  const before = (write.before?.[field.name] ?? null) as FileValue | null;
  if (file === null) return [];
  if (file.id !== before?.id) return [{ write, field, file }];
  settle(write, field, before);
  return [];
}

function take(batch: WriteBatch, { write, field, file }: Wish, found: FileRow | undefined, taken: Set<string>): void {
  const fit = found !== undefined && !taken.has(file.id) && mayTake(batch, write, field, found);
  const issue = fit
    ? unfit(field, found)
    : ({ path: field.name, code: 'file_not_found', params: { label: field.label } } as const);
  if (issue !== undefined) return void write.issues.push(issue);
  taken.add(file.id);
  settle(write, field, fileValue(found!));
}

function mayTake({ ctx }: WriteBatch, write: Write, field: CompiledField, file: FileRow): boolean {
  // A trial repeats what has been done, and nothing of it stays.
  if (file.record_id === null || ctx.trial === true) return file.uploaded_by === ctx.actor.userId;
  return file.record_id === write.id && file.field_id === field.id;
}

function settle(write: Write, field: CompiledField, file: FileValue): void {
  const { id, name, size, type } = file;
  const value = { id, name, size, type };
  write.after[field.name] = value;
  if (field.name in write.given) write.given[field.name] = value;
}

/** What the field does not take. */
function unfit(field: CompiledField, file: FileRow): Issue | undefined {
  const path = field.name;
  const max = field.max_size;
  if (max !== undefined && file.size > max * 1_048_576) return { path, code: 'file_too_large', params: { max } };
  if (traitsOf(field).picture) return unfitPicture(field, file);
  const endings = takenEndings(field);
  if (endings === null || endings.includes(fileEnding(file.name))) return undefined;
  return { path, code: 'file_kind_not_allowed', params: { label: field.label, kinds: endings.join(', ') } };
}

function unfitPicture(field: CompiledField, file: FileRow): Issue | undefined {
  const path = field.name;
  if (!PICTURE_TYPES.includes(file.type)) {
    const kinds = PICTURE_TYPES.map((type) => type.slice(6)).join(', ');
    return { path, code: 'file_kind_not_allowed', params: { label: field.label, kinds } };
  }
  const { max_side: max } = field;
  const { width, height } = file;
  if (max === undefined || (width !== null && height !== null && Math.max(width, height) <= max)) return undefined;
  return { path, code: 'picture_too_large', params: { max, width: width ?? '?', height: height ?? '?' } };
}
