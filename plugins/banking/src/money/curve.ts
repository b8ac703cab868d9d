import { divided, exact, written, type Exact } from './exact.ts';

/** One point of the transfer curve as it is kept. */
export interface CurvePoint {
  currency: string;
  /** `2026-11-01`; it holds until the next curve of that currency. */
  valid_on: string;
  tenor_months: number;
  rate: string;
}

/** What treasury pays or asks, and where on which curve that was read. */
export interface TransferRate {
  rate: string;
  tenor: number;
  day: string;
}

interface DayCurve {
  day: string;
  /** By tenor, the shortest first. */
  points: { tenor: number; rate: Exact }[];
}

/** All curves by currency, the latest first. */
export class Curves {
  readonly #byCurrency: ReadonlyMap<string, DayCurve[]>;

  constructor(points: readonly CurvePoint[]) {
    this.#byCurrency = new Map(
      [...Map.groupBy(points, ({ currency }) => currency)].map(([currency, own]) => [currency, curvesOf(own)]),
    );
  }

  /**
   * The rate of a tenor on the curve in force on a day, before the first on the first: between two points on the straight line
   * between them, beyond the ends as at the end. null where the currency has no curve at all.
   */
  at(currency: string, day: string, tenor: number): TransferRate | null {
    const known = this.#byCurrency.get(currency);
    const curve = known?.find((each) => each.day <= day) ?? known?.at(-1);
    return curve === undefined ? null : { rate: written(onCurve(curve, tenor)), tenor, day: curve.day };
  }
}

function curvesOf(points: readonly CurvePoint[]): DayCurve[] {
  return [...Map.groupBy(points, ({ valid_on: day }) => day)]
    .map(([day, own]) => ({
      day,
      points: own
        .map(({ tenor_months: tenor, rate }) => ({ tenor, rate: exact(rate) }))
        .toSorted((a, b) => a.tenor - b.tenor),
    }))
    .toSorted((a, b) => (a.day < b.day ? 1 : -1));
}

function onCurve({ points }: DayCurve, tenor: number): Exact {
  const above = points.find((point) => point.tenor >= tenor);
  const below = points.findLast((point) => point.tenor <= tenor);
  if (above === undefined || below === undefined || above === below) return (above ?? below)?.rate ?? 0n;
  const way = BigInt(tenor - below.tenor);
  const length = BigInt(above.tenor - below.tenor);
  return below.rate + divided((above.rate - below.rate) * way, length);
}
