/** One look at how far a step has come. */
export interface ProgressSample {
  /** Milliseconds. */
  at: number;
  rows: number;
}

export interface Pace {
  rowsPerSecond: number;
  /** null while nobody can know. */
  secondsLeft: number | null;
}

/** Older looks say little of the present pace. */
const WINDOW = 8_000;

export function withSample(samples: readonly ProgressSample[], sample: ProgressSample): ProgressSample[] {
  return [...samples.filter((each) => each.at >= sample.at - WINDOW), sample];
}

/** Rows a second over the last few seconds, and the time left at that pace. */
export function paceOf(samples: readonly ProgressSample[], total: number): Pace {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at === first.at || last.rows <= first.rows)
    return { rowsPerSecond: 0, secondsLeft: null };
  const rowsPerSecond = ((last.rows - first.rows) * 1000) / (last.at - first.at);
  return { rowsPerSecond, secondsLeft: Math.max(0, (total - last.rows) / rowsPerSecond) };
}
