import type { Figure, Goal } from './figure.ts';
import { LoadSource, type Load } from './load.ts';
import type { Settings } from './settings.ts';
import { median, type Times } from './times.ts';

/** One of ours beside what it is measured by. */
export interface Side {
  readonly name: string;
  readonly load: Load;
  readonly goal?: Goal;
}

export interface Comparison {
  /** By what the sides are measured. */
  readonly yardstick: Load;
  readonly sides: readonly Side[];
  /** Parts of an answer in which both are to agree, so that nobody is fast by saying less. */
  readonly agree?: (answer: unknown) => unknown;
}

/**
 * Puts yardstick and sides under load in turn, round after round, so that what else the machine does falls on all of
 * them; the figure is the median of the rounds' ratios.
 */
export async function compare(comparison: Comparison, settings: Settings): Promise<Figure[]> {
  const { rounds, seconds } = settings;
  const yardstick = await LoadSource.open(comparison.yardstick);
  const sides = await Promise.all(comparison.sides.map((side) => LoadSource.open(side.load)));
  try {
    await requireAgreement(comparison, yardstick, sides);
    for (const source of [yardstick, ...sides]) {
      await source.warmUp(settings);
      await source.rest();
    }
    const measured: { bare: Rested; ours: Rested[] }[] = [];
    for (let round = 0; round < rounds; round++) {
      const bare = await runAndRest(yardstick, seconds);
      const ours: Rested[] = [];
      for (const source of sides) ours.push(await runAndRest(source, seconds));
      measured.push({ bare, ours });
    }
    return comparison.sides.map((side, index) =>
      figureOf(
        side,
        measured.map(({ bare }) => bare),
        measured.map(({ ours }) => ours[index]!),
      ),
    );
  } finally {
    for (const source of [yardstick, ...sides]) source.close();
  }
}

/** `rested`: how many a second it were if the time counted that is left to be done after the answers. */
type Rested = Times & { readonly rested: number };

async function runAndRest(source: LoadSource, seconds: number): Promise<Rested> {
  const times = await source.run(seconds);
  return { ...times, rested: times.count / (times.count / times.perSecond + (await source.rest())) };
}

function figureOf({ name, load, goal }: Side, bare: readonly Rested[], ours: readonly Rested[]): Figure {
  const of = <Each extends Times>(times: readonly Each[], key: keyof Each): number =>
    median(times.map((each) => each[key] as number));
  return {
    name,
    unit: '%',
    value: 100 * median(ours.map((each, round) => each.perSecond / bare[round]!.perSecond)),
    ...(goal && { goal }),
    beside: {
      bare_per_second: of(bare, 'perSecond'),
      per_second: of(ours, 'perSecond'),
      bare_p50_ms: of(bare, 'p50'),
      p50_ms: of(ours, 'p50'),
      p95_ms: of(ours, 'p95'),
      p99_ms: of(ours, 'p99'),
      ...(load.rest && {
        per_second_with_what_follows: of(ours, 'rested'),
        percent_with_what_follows: 100 * median(ours.map((each, round) => each.rested / bare[round]!.rested)),
      }),
    },
  };
}

async function requireAgreement(
  { agree, sides }: Comparison,
  yardstick: LoadSource,
  sources: readonly LoadSource[],
): Promise<void> {
  if (agree === undefined) return;
  const expected = JSON.stringify(agree(await yardstick.once()));
  for (const [index, source] of sources.entries()) {
    const got = JSON.stringify(agree(await source.once()));
    if (got !== expected) throw new Error(`${sides[index]!.name}: ${got} where the bare server says ${expected}`);
  }
}
