import { LOCALES, type JsonValue, type Locale } from '@stratacrm/sdk';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { setApiLanguage } from '../api/client.ts';
import { fetchPreferences, savePreference } from '../api/session.ts';
import { setLocale } from '../i18n/i18n.ts';

export type Theme = 'light' | 'dark' | 'system';
export type Density = 'compact' | 'comfortable';

/**
 * What a person set for himself. Kept in the browser, so that the first paint is right (public/first-paint.js reads the
 * same keys), and on the server, so that it follows him to another machine.
 */
export const usePreferences = defineStore('preferences', () => {
  const locale = ref<Locale>(stored('locale', LOCALES, browserLocale()));
  const theme = ref<Theme>(stored('theme', ['light', 'dark', 'system'], 'system'));
  const density = ref<Density>(stored('density', ['compact', 'comfortable'], 'compact'));
  const railPinned = ref(readStored('railPinned') === true);
  /** Values that screens keep for themselves, by key: column widths, order of the rail, last view of an object. */
  const kept = ref<Record<string, JsonValue>>({});
  let onServer = false;

  const system = matchMedia('(prefers-color-scheme: dark)');
  const systemDark = ref(system.matches);
  system.addEventListener('change', (event) => (systemDark.value = event.matches));
  const dark = computed(() => theme.value === 'dark' || (theme.value === 'system' && systemDark.value));

  watch(dark, showTheme, { immediate: true });
  watch(density, (value) => (document.documentElement.dataset['density'] = value), { immediate: true });
  watch(locale, showLocale, { immediate: true });
  watch(locale, (value) => remember('locale', value));
  watch(theme, (value) => remember('theme', value));
  watch(density, (value) => remember('density', value));
  watch(railPinned, (value) => remember('railPinned', value));

  function remember(key: string, value: JsonValue): void {
    writeStored(key, value);
    if (onServer) void savePreference(key, value).catch(() => undefined);
  }

  /** After sign-in: what was set on another machine wins over this browser. */
  async function load(): Promise<void> {
    const found = await fetchPreferences();
    onServer = false;
    locale.value = oneOf(found['locale'], LOCALES, locale.value);
    theme.value = oneOf(found['theme'], ['light', 'dark', 'system'], theme.value);
    density.value = oneOf(found['density'], ['compact', 'comfortable'], density.value);
    railPinned.value = typeof found['railPinned'] === 'boolean' ? found['railPinned'] : railPinned.value;
    kept.value = found;
    onServer = true;
  }

  function keep(key: string, value: JsonValue): void {
    kept.value = { ...kept.value, [key]: value };
    if (onServer) void savePreference(key, value).catch(() => undefined);
  }

  return { locale, theme, density, railPinned, dark, kept, load, keep };
});

function showTheme(dark: boolean): void {
  document.documentElement.classList.toggle('dark', dark);
}

function showLocale(locale: Locale): void {
  setLocale(locale);
  setApiLanguage(locale === 'zh' ? 'zh-CN' : 'en');
}

function browserLocale(): Locale {
  return /^zh/i.test(navigator.language) ? 'zh' : 'en';
}

function stored<Value extends string>(key: string, allowed: readonly Value[], fallback: Value): Value {
  return oneOf(readStored(key), allowed, fallback);
}

function oneOf<Value extends string>(value: unknown, allowed: readonly Value[], fallback: Value): Value {
  return allowed.find((each) => each === value) ?? fallback;
}

function readStored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(`strata.${key}`) ?? 'null') as unknown;
  } catch {
    return null;
  }
}

/** A browser that refuses storage still works; it only forgets. */
function writeStored(key: string, value: JsonValue): void {
  try {
    localStorage.setItem(`strata.${key}`, JSON.stringify(value));
  } catch {
    return;
  }
}
