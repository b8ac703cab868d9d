import type { CompiledObject, RecordData } from '@stratacrm/sdk';
import { deleteRecord, restoreRecord } from '../api/records.ts';
import { nameText } from '../fields/value-context.ts';
import { t } from '../i18n/i18n.ts';
import { useShell } from '../shell/shell-state.ts';
import { useToasts } from '../stores/toasts.ts';

/** The name a record is called by on the screen. */
export function nameOf(object: CompiledObject, record: RecordData | null): string {
  return nameText(object, record) || t('record.untitled');
}

/** Deletes a record, with Undo. Answers whether it is gone. */
export async function deleteWithUndo(object: CompiledObject, record: RecordData): Promise<boolean> {
  const toasts = useToasts();
  const shell = useShell();
  try {
    await deleteRecord(object.name, record.id);
  } catch (error) {
    toasts.failed(error);
    return false;
  }
  toasts.done(t('record.deleted', { name: nameOf(object, record) }), async () => {
    await restoreRecord(object.name, record.id);
    shell.created += 1;
  });
  return true;
}
