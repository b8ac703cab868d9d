/** What a figure is to reach. */
export interface Goal {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One result of a benchmark, as the table shows it and the history keeps it. */
export interface Figure {
  readonly name: string;
  /** `%` of the bare server unless the name says of what. */
  readonly unit: '%' | 'ms' | 'MB' | 's' | '/s';
  readonly value: number;
  readonly goal?: Goal;
  /** Further numbers it came from, by name. */
  readonly beside: Readonly<Record<string, number>>;
}

/** null: nothing was to be reached. */
export function reached({ value, goal }: Figure): boolean | null {
  if (goal === undefined) return null;
  return value >= (goal.atLeast ?? -Infinity) && value <= (goal.atMost ?? Infinity);
}

export function goalText({ goal, unit }: Figure): string {
  if (goal?.atLeast !== undefined) return `≥ ${goal.atLeast} ${unit}`;
  return goal?.atMost === undefined ? '' : `≤ ${goal.atMost} ${unit}`;
}

/** As many digits as mean something. */
export function valueText(value: number): string {
  return Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1);
}
