/** What a member has that ends. */
export interface EndingPoints {
  /** Points that were ever earned and whose day is over, expired ones included. */
  over: number;
  /** Points used, expired ones included, as a number above zero. */
  used: number;
  /** Points by the day on which they end, the nearest first. */
  coming: readonly { on: string; points: number }[];
}

/**
 * Those that end first are used first, so what was used counts against the oldest: what is left of those whose day is over
 * expires; of those to come, the first day on which something would be left is told, with how much in all.
 */
export function duePoints({ over, used, coming }: EndingPoints): { expire: number; soon: number; on: string | null } {
  const expire = Math.max(0, over - used);
  let left = used + expire - over;
  let soon = 0;
  let first: string | null = null;
  for (const { on, points } of coming) {
    const covered = Math.min(left, points);
    left -= covered;
    soon += points - covered;
    if (points > covered) first ??= on;
  }
  return { expire, soon, on: first };
}
