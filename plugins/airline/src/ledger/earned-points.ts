/** How much of the distance counts. */
const CABINS: Readonly<Record<string, number>> = { first: 3, business: 2, premium: 1.25, economy: 1 };
const FARES: Readonly<Record<string, number>> = { full: 1.25, flex: 1, saver: 0.5 };

/** A flown segment, as far as points go. */
export interface FlownSegment {
  distance: number;
  cabin: string;
  fare: string;
  /** Per cent that the member's tier, and a promotion, add. */
  bonus: number;
}

/** Tier points are the distance, weighed by cabin and fare; the points add the bonuses. */
export function earnedPoints({ distance, cabin, fare, bonus }: FlownSegment): { tierPoints: number; points: number } {
  const tierPoints = Math.round(distance * (CABINS[cabin] ?? 1) * (FARES[fare] ?? 1));
  return { tierPoints, points: Math.round(tierPoints * (1 + bonus / 100)) };
}
