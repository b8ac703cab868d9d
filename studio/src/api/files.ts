import type { FileValue } from '@stratacrm/sdk';
import { sendFile } from './client.ts';

export interface UploadOptions {
  /** Told how far it is, 0 to 1. */
  onProgress: (done: number) => void;
  signal: AbortSignal;
}

/** Uploads one file; a field of a record has to take it within a day. */
export async function uploadFile(file: File, options: UploadOptions): Promise<FileValue> {
  const path = `/api/files?${new URLSearchParams({ name: file.name }).toString()}`;
  return (await sendFile<{ data: FileValue }>(path, file, options)).data;
}

/** Where the file in a field of a record is fetched. `inline`: to be shown, which only pictures are. */
export function fileAddress(object: string, record: string, field: string, inline = false): string {
  const at = `/api/records/${object}/${record}/files/${field}`;
  return inline ? `${at}?inline=true` : at;
}
