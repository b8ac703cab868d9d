import { openRequests } from '../process/held-moves.ts';
import type { WriteStage } from './write-batch.ts';

/** Moves that somebody has to approve are asked for once the rest of the write is stored. */
export const requestMoves: WriteStage = {
  name: 'moves to approve',
  effect: true,
  run: openRequests,
};
