import type { JobHandlers } from '../../kernel/jobs.ts';
import { judgeRows } from './check-import.ts';
import { importHandlers, type ImportJobOptions } from './import-job.ts';
import { storeRows } from './run-import.ts';
import { takeRowsBack } from './undo-import.ts';

/** What imports do in the background, for the job worker. */
export function importSteps(options: ImportJobOptions): JobHandlers {
  return importHandlers(options, { import_check: judgeRows, import_run: storeRows, import_undo: takeRowsBack });
}
