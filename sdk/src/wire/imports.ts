import type { JsonValue } from '../json.ts';

/** How a file was read; each guess may be changed. */
export interface ImportFormat {
  encoding: 'utf-8' | 'gb18030' | 'big5';
  separator: ',' | ';' | '\t' | '|';
  header: boolean;
}

/** Where one column of the file goes. */
export interface ColumnMapping {
  /** Column heading in the file. */
  column: string;
  /** Field name, or null to leave the column out. */
  field: string | null;
  /** 0 to 1: how sure the guess is. */
  confidence: number;
  /** References: the field of the other object by which values are looked up; default its name field. */
  match_by?: string;
  /** Value in the file → value to take instead (null: empty), set once for all rows. */
  replace?: Record<string, string | null>;
}

export type ImportState = 'uploaded' | 'checking' | 'checked' | 'running' | 'done' | 'failed' | 'undoing' | 'undone';

/** A group of rows with the same problem. */
export interface ImportProblem {
  column: string;
  code: string;
  message: string;
  /** The value concerned, where they share it. */
  value?: string;
  /** What it may have meant. */
  suggestion?: string;
  rows: number;
  severity: 'error' | 'warning';
}

export interface ImportBatch {
  id: string;
  object: string;
  file_name: string;
  state: ImportState;
  format: ImportFormat;
  mapping: ColumnMapping[];
  /** Field by which rows find existing records; null: all are new. */
  key_field: string | null;
  rows: number;
  counts: { create: number; update: number; unchanged: number; error: number };
  problems: ImportProblem[];
  /** 0 to 1 of the step that runs. */
  progress: number;
  created_at: string;
  created_by: string;
  error?: string;
}

/** One row of the preview. */
export interface ImportRow {
  row: number;
  action: 'create' | 'update' | 'unchanged' | 'error';
  /** By column. */
  values: Record<string, string>;
  /** By field: what will be stored. */
  result: Record<string, JsonValue>;
  errors: { column: string; code: string; message: string; severity: 'error' | 'warning' }[];
}
