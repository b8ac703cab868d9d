import { dayOf } from './rhythm.ts';

export interface PlannedInstalment {
  position: number;
  dueOn: string;
  /** In the pledge's currency, two digits. */
  amount: string;
}

/** Equal parts, to the cent; the last takes what does not divide. */
export function planInstalments(pledge: {
  amount: number;
  instalments: number;
  rhythm: string;
  startsOn: string;
}): PlannedInstalment[] {
  const cents = Math.round(pledge.amount * 100);
  const part = Math.floor(cents / pledge.instalments);
  return Array.from({ length: pledge.instalments }, (_, at) => {
    const isLast = at === pledge.instalments - 1;
    return {
      position: at + 1,
      dueOn: dayOf(pledge.startsOn, pledge.rhythm, at),
      amount: ((isLast ? cents - part * at : part) / 100).toFixed(2),
    };
  });
}
