import { openStream } from './client.ts';

export interface ExportQuestion {
  format: 'csv' | 'jsonl';
  fields?: string[];
  filter?: string;
  sort?: string;
  ids?: string[];
  deleted?: boolean;
  values?: 'formatted' | 'canonical';
  headings?: 'labels' | 'names';
}

/** How far an export is. */
export interface ExportProgress {
  /** Records there were as it began. */
  count: number;
  done: number;
  bytes: number;
}

export interface ExportedFile {
  name: string;
  content: Blob;
  count: number;
}

/** Takes records out as a file, telling after each piece how far it is. */
export async function exportRecords(
  object: string,
  question: ExportQuestion,
  tell: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const response = await openStream('POST', `/api/records/${object}/export`, { body: question, signal });
  const count = Number(response.headers.get('x-record-count') ?? 0);
  const pieces: BlobPart[] = [];
  let [lines, bytes] = [0, 0];
  const reader = response.body!.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    bytes += piece.value.length;
    lines += newLines(piece.value);
    // Within a text of a CSV file there may be lines too, so this is only how far it is.
    tell({ count, done: Math.min(lines, count), bytes });
  }
  const type = response.headers.get('content-type') ?? '';
  return { name: fileNameOf(response), content: new Blob(pieces, { type }), count };
}

function newLines(bytes: Uint8Array): number {
  let found = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) found++;
  return found;
}

function fileNameOf(response: Response): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return encoded === undefined ? 'export' : decodeURIComponent(encoded);
}
