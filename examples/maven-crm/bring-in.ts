import type { ImportBatch } from '@stratacrm/sdk';
import { isDeepStrictEqual } from 'node:util';
import type { Api } from './api.ts';
import { configure } from './configuration.ts';
import { files } from './files.ts';
import { importFile } from './import-file.ts';
import { sumsOfFiles, sumsOfWorkspace, type Sums } from './sums.ts';

/** From an empty workspace to the right totals. Throws when a total of the workspace is not that of the files. */
export async function bringIn(
  api: Api,
  folder: string,
  tell: (line: string) => void = () => {},
): Promise<{ batches: ImportBatch[]; sums: Sums }> {
  await configure(api);
  tell('The workspace has room for the files.');
  const batches: ImportBatch[] = [];
  for (const file of files) {
    const batch = await importFile(api, folder, file);
    const { create, update, unchanged } = batch.counts;
    tell(`${file.file}: ${create} created, ${update} updated, ${unchanged} unchanged`);
    batches.push(batch);
  }
  const [sums, expected] = [await sumsOfWorkspace(api), await sumsOfFiles(folder)];
  if (!isDeepStrictEqual(sums, expected)) {
    throw new Error(`The workspace says ${JSON.stringify(sums)}, the files say ${JSON.stringify(expected)}`);
  }
  return { batches, sums };
}
