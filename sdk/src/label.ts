/** The languages Strata speaks. */
export type Locale = 'en' | 'zh';

export const LOCALES: readonly Locale[] = ['en', 'zh'];

/** A text shown to people, in every language Strata speaks. */
export interface Label {
  en: string;
  zh: string;
}
