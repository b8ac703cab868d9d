import type { ColumnMapping, ImportBatch } from '@stratacrm/sdk';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Api } from './api.ts';

export interface FileToImport {
  file: string;
  object: string;
  /** Column → field; every other column is left out. */
  columns: Readonly<Record<string, string>>;
  /** Records are found again by this field. */
  key: string;
  /** Misspellings that the preview has to find and know the remedy for: column → value → what it suggests. */
  expected?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Brings one file in the way a person would: upload, look at the columns, look at the preview, take what it suggests, look
 * again, import. Throws when the preview did not find what is known to be wrong, or when a row would not go in.
 */
export async function importFile(api: Api, folder: string, wanted: FileToImport): Promise<ImportBatch> {
  const content = await readFile(path.join(folder, wanted.file));
  const query = new URLSearchParams({ object: wanted.object, file_name: wanted.file });
  const { data: uploaded } = await api.upload<{ data: ImportBatch }>(`/api/imports?${query}`, content);
  const mapping = mapColumns(uploaded.mapping, wanted.columns);
  let batch = await preview(api, uploaded.id, { mapping, key_field: wanted.key });
  requireFindings(batch, wanted.expected ?? {});
  if (wanted.expected !== undefined) {
    batch = await preview(api, batch.id, { mapping: withSuggestions(batch), key_field: wanted.key });
  }
  if (batch.counts.error > 0) throw new Error(`${wanted.file}: ${JSON.stringify(batch.problems.slice(0, 5), null, 2)}`);
  return step(api, batch.id, 'run');
}

function mapColumns(guess: readonly ColumnMapping[], columns: FileToImport['columns']): ColumnMapping[] {
  return guess.map(({ column }) => ({ column, field: columns[column] ?? null, confidence: 1 }));
}

/** Every value with a suggestion is replaced, in all rows at once. */
function withSuggestions({ mapping, problems }: ImportBatch): ColumnMapping[] {
  return mapping.map((each) => {
    const corrections = problems.flatMap(({ column, value, suggestion }) =>
      column === each.column && value !== undefined && suggestion !== undefined ? [[value, suggestion] as const] : [],
    );
    return { ...each, replace: { ...each.replace, ...Object.fromEntries(corrections) } };
  });
}

function requireFindings({ file_name, problems }: ImportBatch, expected: NonNullable<FileToImport['expected']>): void {
  for (const [column, values] of Object.entries(expected)) {
    for (const [value, meant] of Object.entries(values)) {
      const found = problems.find((problem) => problem.column === column && problem.value === value);
      if (found?.suggestion === meant) continue;
      throw new Error(`${file_name}: the preview should take "${value}" for "${meant}": ${JSON.stringify(found)}`);
    }
  }
}

async function preview(api: Api, id: string, settings: object): Promise<ImportBatch> {
  await api.patch(`/api/imports/${id}`, settings);
  return step(api, id, 'check');
}

const working = ['checking', 'running', 'undoing'];

/** Starts a step of an import and waits for its end. */
export async function step(api: Api, id: string, name: 'check' | 'run' | 'undo'): Promise<ImportBatch> {
  let { data } = await api.post<{ data: ImportBatch }>(`/api/imports/${id}/${name}`);
  while (working.includes(data.state)) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    ({ data } = await api.get<{ data: ImportBatch }>(`/api/imports/${id}`));
  }
  if (data.state === 'failed') throw new Error(`${data.file_name}: ${data.error}`);
  return data;
}
