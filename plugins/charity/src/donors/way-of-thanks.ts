/** What is known of a donor when he is to be thanked for a gift. */
export interface ThanksFacts {
  /** What he has said himself; null: nothing. */
  wish: string | null;
  /** He is not to be written to or called at all. */
  leaveAlone: boolean;
  hasMail: boolean;
  hasPhone: boolean;
  isFirst: boolean;
  isLarge: boolean;
}

export type WayOfThanks = 'by_mail' | 'by_letter' | 'by_call' | 'in_person' | 'quietly';

/** His own wish first; then a large gift, then a first one; else as he can be reached. */
export function wayOfThanks(facts: ThanksFacts, { callFirst }: { callFirst: boolean }): WayOfThanks {
  const { wish, leaveAlone, hasMail, hasPhone, isFirst, isLarge } = facts;
  if (leaveAlone || wish === 'quietly') return 'quietly';
  if (wish === 'letter') return 'by_letter';
  if (wish === 'call') return hasPhone ? 'by_call' : 'by_letter';
  if (isLarge) return 'in_person';
  if (wish === null && isFirst && callFirst && hasPhone) return 'by_call';
  return hasMail ? 'by_mail' : 'by_letter';
}
