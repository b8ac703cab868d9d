import type { Label } from '../label.ts';

/** A text in English and Chinese. */
export function label(en: string, zh: string): Label {
  return { en, zh };
}
