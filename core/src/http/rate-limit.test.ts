import { expect, it } from 'vitest';
import { RateLimit, limitKey, networkOf } from './rate-limit.ts';

it('counts within a minute and begins anew after it', () => {
  let now = 1_000_000;
  const limit = new RateLimit(2, () => now);
  expect(limit.take('user a')).toMatchObject({ allowed: true, headers: { RateLimit: '"2-in-1min"; r=1; t=60' } });
  now += 20_000;
  expect(limit.take('user a')).toMatchObject({ allowed: true, headers: { RateLimit: '"2-in-1min"; r=0; t=40' } });
  expect(limit.take('user a')).toMatchObject({ allowed: false, seconds: 40 });
  expect(limit.take('user b').allowed).toBe(true);
  now += 40_000;
  expect(limit.take('user a')).toMatchObject({ allowed: true, seconds: 60 });
});

it('says the policy, and whose it is without saying who', () => {
  const policy = (key: string) => new RateLimit(6000).take(key).headers['RateLimit-Policy'];
  expect(policy('user a')).toMatch(/^"6000-in-1min"; q=6000; w=60; pk=:[A-Za-z0-9+/=]{16}:$/);
  expect(policy('user a')).not.toBe(policy('user b'));
});

it('knows people by themselves or their key, and others by their network', () => {
  const actor = {
    kind: 'user',
    userId: 'u',
    email: '',
    name: '',
    roles: [],
    teams: [],
    managedTeams: [],
    timeZone: '',
  } as const;
  const address = () => '10.0.0.1';
  expect(limitKey(actor, address)).toBe('user u');
  expect(limitKey({ ...actor, apiKeyId: 'k' }, address)).toBe('key k');
  expect(limitKey(undefined, address)).toBe('address 10.0.0.1');
});

it.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['2001:db8:1:2ff:3::4', '2001:db8:1:200'],
  ['2001:db8:1:2ab::', '2001:db8:1:200'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
