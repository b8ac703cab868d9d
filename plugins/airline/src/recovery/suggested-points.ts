/** By what went wrong. */
const BASES: Readonly<Record<string, number>> = {
  delay: 1000,
  cancellation: 2000,
  baggage: 1500,
  seat: 800,
  service: 1000,
  meal: 500,
  other: 500,
};

/** Who flies often is worth more. */
const TIERS: Readonly<Record<string, number>> = { blue: 1, silver: 1.25, gold: 1.5, platinum: 2 };

/** What is offered as a rule, in hundreds. */
export function suggestedPoints({
  cause,
  tier,
  delayMinutes,
}: {
  cause: string;
  tier: string;
  delayMinutes: number;
}): number {
  const hours = cause === 'delay' ? Math.min(6, Math.floor(delayMinutes / 60)) : 0;
  return Math.round((((BASES[cause] ?? 500) + hours * 500) * (TIERS[tier] ?? 1)) / 100) * 100;
}

/** Who decides about that many points. */
export function decidedBy(points: number, limits: { agent: number; manager: number }): 'agent' | 'manager' | 'above' {
  if (points <= limits.agent) return 'agent';
  return points <= limits.manager ? 'manager' : 'above';
}
