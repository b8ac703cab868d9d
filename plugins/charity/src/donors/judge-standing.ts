/** What a donor has given, as far as his standing goes. */
export interface Giving {
  /** Year of the first and of the last gift. */
  first: number;
  last: number;
  thisYear: number;
  lastYear: number;
}

export type Standing = 'new' | 'retained' | 'regained' | 'lybunt' | 'sybunt' | 'lapsed';

const LAPSED_AFTER = 5;

/** As fund-raisers count: gave last year but unfortunately not this, some year but unfortunately not this, and so on. */
export function judgeStanding({ first, last, thisYear, lastYear }: Giving, year: number): Standing {
  if (thisYear > 0) return first === year ? 'new' : lastYear > 0 ? 'retained' : 'regained';
  if (lastYear > 0) return 'lybunt';
  return year - last >= LAPSED_AFTER ? 'lapsed' : 'sybunt';
}
