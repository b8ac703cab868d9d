import type { ColumnMapping, ImportBatch, ImportFormat, ImportRow } from '@stratacrm/sdk';
import { api } from '../api/client.ts';

export interface ImportChange {
  object?: string;
  format?: ImportFormat;
  mapping?: ColumnMapping[];
  key_field?: string | null;
}

/** The largest file the server takes. */
export const LARGEST_FILE = 64 * 1024 * 1024;

interface One {
  data: ImportBatch;
}

export async function uploadFile(file: Blob, name: string, object: string): Promise<ImportBatch> {
  // The bytes go as they are: it is the server that guesses how they are written.
  const body = new Blob([file], { type: 'application/octet-stream' });
  return (await api.post<One>('/api/imports', body, { query: { object, file_name: name } })).data;
}

export async function fetchImports(): Promise<ImportBatch[]> {
  return (await api.get<{ data: ImportBatch[] }>('/api/imports')).data;
}

export async function fetchImport(id: string): Promise<ImportBatch> {
  return (await api.get<One>(`/api/imports/${id}`)).data;
}

export async function changeImport(id: string, change: ImportChange): Promise<ImportBatch> {
  return (await api.patch<One>(`/api/imports/${id}`, change)).data;
}

/** Starts a step that goes on by itself; its progress is asked for. */
export async function startStep(id: string, step: 'check' | 'run' | 'undo'): Promise<ImportBatch> {
  return (await api.post<One>(`/api/imports/${id}/${step}`)).data;
}

export interface RowPage {
  data: ImportRow[];
  total: number;
}

export function fetchRows(
  id: string,
  action: ImportRow['action'] | null,
  offset: number,
  limit: number,
): Promise<RowPage> {
  return api.get<RowPage>(`/api/imports/${id}/rows`, { query: { action, offset, limit } });
}

export function errorsFile(id: string): string {
  return `/api/imports/${id}/errors.csv`;
}
