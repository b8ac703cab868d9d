import { addMonths } from '@stratacrm/sdk';

/** What one tier asks for. */
export interface TierTerms {
  tier: string;
  level: number;
  qualifyPoints: number;
  /** null: flights do not count. */
  qualifyFlights: number | null;
  validMonths: number;
}

/** Where a member stands. */
export interface Standing {
  tier: string | null;
  until: string | null;
  /** Of the last twelve months. */
  tierPoints: number;
  flights: number;
}

/**
 * The tier a member has today: up as soon as it is reached, kept until it ends, then renewed where it was earned again,
 * else down by one level at most. The terms stand in the order of their levels.
 */
export function judgeTier(
  terms: readonly TierTerms[],
  standing: Standing,
  today: string,
): Pick<Standing, 'tier' | 'until'> {
  const reached = terms.findLast(
    ({ level, qualifyPoints, qualifyFlights }) =>
      level === 0 ||
      standing.tierPoints >= qualifyPoints ||
      (qualifyFlights !== null && standing.flights >= qualifyFlights),
  );
  if (reached === undefined) return { tier: standing.tier, until: standing.until };
  const present = terms.findIndex(({ tier }) => tier === standing.tier);
  if (present < terms.indexOf(reached)) return granted(reached, today);
  const isOver = standing.until !== null && standing.until < today;
  if (!isOver) return { tier: standing.tier, until: standing.until };
  return granted(terms[Math.max(terms.indexOf(reached), present - 1)] ?? reached, today);
}

function granted({ tier, level, validMonths }: TierTerms, today: string): Pick<Standing, 'tier' | 'until'> {
  return { tier, until: level === 0 ? null : addMonths(today, validMonths) };
}
