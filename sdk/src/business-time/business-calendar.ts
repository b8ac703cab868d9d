import type { Label } from '../label.ts';

/** A stretch of a working day, by the clock on the wall: `09:00` to `18:00`; the day ends at `24:00`. */
export interface WorkingHours {
  from: string;
  to: string;
}

/** A day on which other hours hold than in its week; none: nobody works. */
export interface SpecialDay {
  /** `2026-10-01` */
  date: string;
  label?: Label;
  hours: WorkingHours[];
}

/** When people work: the hours of a week and the days that are otherwise. */
export interface BusinessCalendar {
  name: string;
  label: Label;
  /** IANA name. */
  time_zone: string;
  /** Seven days, Monday first; an empty one is free. */
  week: WorkingHours[][];
  days: SpecialDay[];
  /** Ids of the teams it holds for; the first calendar of the workspace holds for everybody else. */
  teams?: string[];
}
