import type { Label, Locale } from '../label.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The language to speak: the one asked for, else the terminal's. */
export function languageOf(asked: string | undefined, env: Environment): Locale {
  const wanted = asked ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'en');
  return wanted.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** A text with its parameters, ready for either language. */
export type Text = (say: Label) => string;

export function speaker(locale: Locale): Text {
  return (say) => say[locale];
}
