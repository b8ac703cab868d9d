/** Three months of UTC, the piece of time that one partition keeps. */
export interface Quarter {
  /** `2026q4`. */
  name: string;
  from: Date;
  /** The first moment that is no longer in it. */
  to: Date;
}

export function quarterOf(at: Date): Quarter {
  const year = at.getUTCFullYear();
  const index = Math.floor(at.getUTCMonth() / 3);
  return {
    name: `${year}q${index + 1}`,
    from: new Date(Date.UTC(year, index * 3, 1)),
    to: new Date(Date.UTC(year, index * 3 + 3, 1)),
  };
}

/** The quarter that holds `at`, and so many after it. */
export function quartersFrom(at: Date, after: number): Quarter[] {
  const quarters = [quarterOf(at)];
  while (quarters.length <= after) quarters.push(quarterOf(quarters.at(-1)!.to));
  return quarters;
}
