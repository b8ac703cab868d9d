import type { Locale } from '../label.ts';

/** Who causes a call. */
export interface CallUser {
  /** null: the plugin acts by itself. */
  id: string | null;
  name: string;
  email: string;
  locale: Locale;
  time_zone: string;
  roles: string[];
}
