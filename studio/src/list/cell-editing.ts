import type { JsonValue, RecordData } from '@stratacrm/sdk';
import { nextTick, ref, shallowRef } from 'vue';
import { valueAt } from '../fields/references.ts';
import type { GridColumn } from './grid-column.ts';

/** The one cell that is being edited. */
export interface CellEdit {
  id: string;
  path: string;
  value: JsonValue;
  /** What stood there when it was opened: whoever changed it since is not written over. */
  was: JsonValue;
  /** The record then, should it have left the list meanwhile. */
  record: RecordData;
  error: string | null;
}

/** What the row tells of its open editor. */
export interface CellEditing {
  draft(value: JsonValue): void;
  commit(): Promise<boolean>;
  cancel(): void;
  leave(event: FocusEvent): Promise<void>;
}

/** Editing one cell at a time: shown as saved at once; when the server refuses, the editor is back with the reason. */
export function useCellEditing(options: {
  record: (id: string) => RecordData | null;
  column: (path: string) => GridColumn | undefined;
  save: (record: RecordData, column: GridColumn, value: JsonValue, was: JsonValue) => Promise<string | null>;
  /** Refused while another cell is open already. */
  missed: (edit: CellEdit, problem: string) => void;
  /** Takes the focus back to the list. */
  grab: () => void;
}) {
  const editing = shallowRef<CellEdit | null>(null);
  const saving = ref<string | null>(null);

  /** Opens a cell, after the one before it was saved. Answers whether it is open. */
  async function open(record: RecordData, column: GridColumn): Promise<boolean> {
    if (editing.value !== null && !(await commit())) return false;
    const value = valueAt(record, column.path) ?? null;
    editing.value = { id: record.id, path: column.path, value, was: value, record, error: null };
    return true;
  }

  function draft(value: JsonValue): void {
    if (editing.value !== null) editing.value = { ...editing.value, value, error: null };
  }

  /** Answers whether all is saved. */
  async function commit(): Promise<boolean> {
    const edit = editing.value;
    if (edit === null) return true;
    const column = options.column(edit.path);
    editing.value = null;
    options.grab();
    if (column === undefined || edit.value === edit.was) return true;
    saving.value = edit.id;
    const problem = await options.save(options.record(edit.id) ?? edit.record, column, edit.value, edit.was);
    saving.value = null;
    if (problem === null) return true;
    // Whoever types on in the next cell is not torn out of it. Who was told what another wrote may now write over that.
    const record = options.record(edit.id) ?? edit.record;
    const told = { ...edit, record, was: valueAt(record, column.path) ?? null, error: problem };
    if (editing.value === null) editing.value = told;
    else options.missed(edit, problem);
    return false;
  }

  function cancel(): void {
    editing.value = null;
    options.grab();
  }

  /** The focus went elsewhere, though not into a list or calendar of the editor: saved, as in a spreadsheet. */
  async function leave(event: FocusEvent): Promise<void> {
    const cell = event.currentTarget as Element | null;
    const to = event.relatedTarget as Element | null;
    if (to?.closest('[data-popover]') || (to !== null && cell?.contains(to))) return;
    await nextTick();
    if (cell?.querySelector('[aria-expanded="true"]')) return;
    if (editing.value?.error === null) void commit();
  }

  const handlers: CellEditing = { draft, commit, cancel, leave };
  return { editing, saving, open, commit, handlers };
}
