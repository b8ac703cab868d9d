import { windClocks } from '../process/clocks.ts';
import { soundEdits, type WriteStage } from './write-batch.ts';

/** Time limits follow what the record is to be: its stage, what stops or pauses them, how much time there is. */
export const keepClocks: WriteStage = {
  name: 'time limits',
  run: (batch) => windClocks(batch, soundEdits(batch)),
};
