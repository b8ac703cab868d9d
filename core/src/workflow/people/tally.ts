import type { SeatRow, TaskMode } from './task.ts';

/** What the answers given so far come to; null: not decided yet. */
export function tally(mode: TaskMode, seats: readonly Pick<SeatRow, 'decision'>[]): 'approved' | 'rejected' | null {
  const approved = seats.filter((seat) => seat.decision === 'approved').length;
  const rejected = seats.filter((seat) => seat.decision === 'rejected').length;
  switch (mode) {
    case 'one':
    case 'chain':
      return rejected > 0 ? 'rejected' : approved > 0 ? 'approved' : null;
    case 'all':
      return rejected > 0 ? 'rejected' : approved === seats.length ? 'approved' : null;
    case 'majority':
      if (approved * 2 > seats.length) return 'approved';
      // What is left could not make it more than half any more.
      return (seats.length - rejected) * 2 <= seats.length ? 'rejected' : null;
  }
}
