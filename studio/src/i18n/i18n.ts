import type { Label, Locale } from '@stratacrm/sdk';
import { createI18n } from 'vue-i18n';
import { areas } from './areas.ts';

type Areas = typeof areas;
type Texts = { [Area in keyof Areas]: Areas[Area]['en'] };

type Leaves<Tree, Prefix extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? `${Prefix}${Key}` : Leaves<Tree[Key], `${Prefix}${Key}.`>;
}[keyof Tree & string];

/** Every text there is: a mistyped one does not compile. */
export type TextKey = Leaves<Texts>;

function inLanguage(locale: Locale): Texts {
  return Object.fromEntries(Object.entries(areas).map(([area, texts]) => [area, texts[locale]])) as Texts;
}

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: inLanguage('en'), zh: inLanguage('zh') },
  missingWarn: false,
  fallbackWarn: false,
});

/** The language now shown; follow it in a computed and it changes with the switch. */
export function currentLocale(): Locale {
  return i18n.global.locale.value as Locale;
}

/** A text in the language now shown. With a count, the form that fits: `'{n} record | {n} records'`. */
export function t(key: TextKey, params: Record<string, string | number> = {}, count?: number): string {
  const all = count === undefined ? params : { n: count, count, ...params };
  return count === undefined ? i18n.global.t(key, all) : i18n.global.t(key, all, { plural: count });
}

/** Several things one after the other, as the language now shown sets them apart. */
export function listed(texts: readonly string[]): string {
  return texts.join(t('actions.listSeparator'));
}

/** A pair of texts in the language now shown; the other one where this one is empty. */
export function label(pair: Label | undefined): string {
  if (pair === undefined) return '';
  const locale = currentLocale();
  return pair[locale] || pair[locale === 'en' ? 'zh' : 'en'];
}

export function setLocale(locale: Locale): void {
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
}
