/** What one benchmark found. Times are in milliseconds. */
export interface Measurement {
  readonly name: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly count: number;
}

export interface MeasureOptions {
  readonly seconds?: number;
  /** Calls under way at the same time. */
  readonly concurrency?: number;
}

/** Calls `work` over and over, after a tenth of the time to warm up, and times every single call. */
export async function measure(
  name: string,
  work: () => Promise<unknown>,
  options: MeasureOptions = {},
): Promise<Measurement> {
  const { seconds = 5, concurrency = 8 } = options;
  await callFor((seconds * 1000) / 10, concurrency, work);
  const began = performance.now();
  const times = await callFor(seconds * 1000, concurrency, work);
  const lasted = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { name, perSecond: times.length / lasted, p50: at(0.5), p95: at(0.95), p99: at(0.99), count: times.length };
}

async function callFor(milliseconds: number, concurrency: number, work: () => Promise<unknown>): Promise<number[]> {
  const until = performance.now() + milliseconds;
  const times: number[] = [];
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now();
      await work();
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return times;
}
