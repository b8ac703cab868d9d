import { expect, it } from 'vitest';
import { readConfig, settings, settingsTable } from './config.ts';
import { settingsInChinese } from './settings-in-chinese.ts';

it('starts without any variable set', () => {
  expect(readConfig({})).toMatchObject({
    port: 3400,
    host: '127.0.0.1',
    databaseUrl: null,
    demo: true,
    rateLimit: 6000,
  });
});

it('takes an empty variable for one that is not set', () => {
  expect(readConfig({ PORT: ' ', STRATA_DEMO: '' })).toEqual(readConfig({}));
});

it('names each variable that is wrong, what it was and what it may be', () => {
  const read = (): unknown => readConfig({ PORT: 'abc', STRATA_DEMO: 'perhaps', STRATA_LOG: 'loud' });
  expect(read).toThrow(
    'PORT is "abc"; it must be a port number from 0 to 65535 (0: any free one).\n' +
      'STRATA_DEMO is "perhaps"; it must be 1 or 0.\n' +
      'STRATA_LOG is "loud"; it must be debug, info, warn, error or silent.',
  );
});

it('does not repeat a secret in its complaint', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://me:secret@host/db' })).toThrow(
    /^DATABASE_URL is set to something else; it must/,
  );
});

it.each(['65536', '-1', '1.5', '1e3', '0x10', '٣'])('refuses the port %s', (port) => {
  expect(() => readConfig({ PORT: port })).toThrow('PORT');
});

it('has a row in the table for every setting', () => {
  expect(settingsTable().split('\n')).toHaveLength(Object.keys(settings).length + 2);
});

it.each([
  ['127.0.0.1:3310', { host: '127.0.0.1', port: 3310 }],
  ['clamd://scanner.internal:3310', { host: 'scanner.internal', port: 3310 }],
  ['[::1]:3310', { host: '::1', port: 3310 }],
  ['/run/clamav/clamd.ctl', { socket: '/run/clamav/clamd.ctl' }],
])('finds a virus scanner at %s', (text, address) => {
  expect(readConfig({ STRATA_VIRUS_SCAN: text }).virusScan).toEqual(address);
});

it.each(['scanner', 'scanner:0', 'scanner:99999', 'a b:3310'])('finds none at %s', (text) => {
  expect(() => readConfig({ STRATA_VIRUS_SCAN: text })).toThrow('STRATA_VIRUS_SCAN');
});

it('has every setting in Chinese', () => {
  expect(Object.keys(settings).filter((key) => settingsInChinese[key] === undefined)).toEqual([]);
  expect(settingsTable('zh')).toContain('| `PORT` | `3400` | 0 到 65535 的端口号');
});
