import { writeRecords } from '../../records/write-records.ts';
import type { WriteOne } from '../steps/step-engine.ts';

/** Writes a record at once, by itself. */
export const writeAlone: WriteOne = async (ctx, object, request) => {
  const [outcome] = await writeRecords(ctx, object, [request], { mode: 'all' });
  return outcome!;
};
