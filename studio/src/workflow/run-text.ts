import { currentLocale } from '../i18n/i18n.ts';

/** A length of time as people say it; '' when there is none. */
export function secondsText(seconds: number | null): string {
  if (seconds === null) return '';
  const units: [number, string][] = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ];
  const [size, unit] = units.find(([each]) => seconds >= each) ?? [1, 'second'];
  return new Intl.NumberFormat(currentLocale() === 'zh' ? 'zh-CN' : 'en-GB', {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: seconds < 10 ? 2 : 1,
  }).format(seconds / size);
}

/** How long it took from the one moment to the other. */
export function tookText(from: string, to: string | null): string {
  return to === null ? '' : secondsText((Date.parse(to) - Date.parse(from)) / 1000);
}
