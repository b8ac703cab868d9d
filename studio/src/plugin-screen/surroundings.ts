import type { PluginScreenInfo } from '../api/plugin-screens.ts';
import type { Me, ScreenSurroundings } from '@stratacrm/sdk';

/** Design tokens that a screen is drawn with; what else the Studio measures by is its own. */
const TOKENS = [
  ...['font', 'font-code', 'text-s', 'text-m', 'text-l', 'line-s', 'line-m', 'line-l'],
  ...['weight-medium', 'weight-strong', 's1', 's2', 's3', 's4', 's5', 's6', 'radius', 'radius-s', 'row', 'control'],
  ...['paper', 'sunken', 'line', 'line-strong', 'ink', 'ink-quiet', 'ink-faint', 'hover', 'press', 'raised'],
  ...['accent', 'accent-hover', 'accent-ink', 'on-accent', 'accent-soft', 'accent-line', 'selected', 'mark'],
  ...['good', 'good-soft', 'warn', 'warn-soft', 'bad', 'bad-soft', 'info', 'info-soft'],
  ...['grey', 'blue', 'teal', 'green', 'amber', 'red', 'purple'].flatMap((hue) =>
    ['ink', 'soft', 'dot'].map((part) => `${hue}-${part}`),
  ),
];

/** How the Studio looks at this moment, and for whom. */
export function surroundingsOf(
  { plugin }: PluginScreenInfo,
  me: Me,
  {
    locale,
    dark,
    fill,
    timeZone,
    currency,
  }: { locale: 'en' | 'zh'; dark: boolean; fill: boolean; timeZone: string; currency: string },
): ScreenSurroundings {
  const style = getComputedStyle(document.documentElement);
  return {
    locale,
    time_zone: timeZone,
    currency,
    theme: dark ? 'dark' : 'light',
    tokens: Object.fromEntries(TOKENS.map((name) => [`--${name}`, style.getPropertyValue(`--${name}`).trim()])),
    fill,
    user: { id: me.id, name: me.name },
    plugin: { id: plugin.id, version: plugin.version },
  };
}
