import { expect, it } from 'vitest';
import type { FieldDocument } from '../documents/field.ts';
import { fieldType } from './index.ts';
import { isLimit } from './limit.ts';

const context = {
  locale: 'en',
  time_zone: 'Asia/Shanghai',
  currency: 'CNY',
  now: Date.parse('2026-11-21T17:00:00Z'),
} as const;

function outcome(type: string, settings: Partial<FieldDocument>, value: unknown): string {
  const field = { kind: 'field', id: '', object: 'x', name: 'f', label: { en: 'F', zh: 'F' }, type, ...settings };
  const parsed = fieldType(type).parse(value, field as FieldDocument, context);
  return parsed.ok ? 'ok' : `${parsed.code} ${String(parsed.params['min'] ?? parsed.params['max'] ?? '')}`.trim();
}

// In Shanghai it is the 22nd already.
it.each<[string, Partial<FieldDocument>, unknown, string]>([
  ['date', { earliest: '2026-01-01' }, '2026-01-01', 'ok'],
  ['date', { earliest: '2026-01-01' }, '2025-12-31', 'too_early 2026-01-01'],
  ['date', { latest: 'today' }, '2026-11-22', 'ok'],
  ['date', { latest: 'today' }, '2026-11-23', 'too_late 2026-11-22'],
  ['date', { earliest: 'today+30d' }, '2026-12-21', 'too_early 2026-12-22'],
  ['date', { latest: 'today-18y' }, '2008-11-22', 'ok'],
  ['date', { latest: 'today-18y' }, '2008-11-23', 'too_late 2008-11-22'],
  ['date', { latest: 'today + 1m' }, '2026-12-22', 'ok'],
  ['date', { latest: 'today+2w' }, '2026-12-07', 'too_late 2026-12-06'],
  ['datetime', { latest: 'today' }, '2026-11-22T15:59:00Z', 'ok'],
  ['datetime', { latest: 'today' }, '2026-11-22T16:00:00Z', 'too_late 2026-11-22'],
  ['time', { earliest: '09:00', latest: '18:00' }, '18:00', 'ok'],
  ['time', { earliest: '09:00', latest: '18:00' }, '18:00:01', 'too_late 18:00'],
  ['time', { earliest: '09:00' }, '08:59', 'too_early 09:00'],
  ['duration', { shortest: '15m', longest: '8h' }, 900_000, 'ok'],
  ['duration', { shortest: '15m', longest: '8h' }, 899_999, 'too_short 15m'],
  ['duration', { longest: '8h' }, '9h', 'too_lengthy 8h'],
  ['integer', { min: 1, max: 5 }, 6, 'out_of_range 1'],
  ['percent', { max: 100 }, '100.5', 'out_of_range -1000000000000000000'],
])('%s with %j takes %j: %s', (type, settings, value, expected) => {
  expect(outcome(type, settings, value)).toBe(expected);
});

it.each([
  ['2026-02-30', 'date', false],
  ['today+', 'date', false],
  ['tomorrow', 'date', false],
  ['today-5w', 'datetime', true],
  ['25:00', 'time', false],
  ['long', 'duration', false],
] as const)('%s as a limit of a %s: %s', (text, kind, expected) => {
  expect(isLimit(text, kind)).toBe(expected);
});
