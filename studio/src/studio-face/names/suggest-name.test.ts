import { expect, test } from 'vitest';
import { freeName, isName, suggestName } from './suggest-name.ts';

test('an English label becomes snake case', async () => {
  expect(await suggestName({ en: 'Credit limit (CNY)', zh: '信用额度' })).toBe('credit_limit_cny');
});

test('accents go, leading digits go', async () => {
  expect(await suggestName({ en: '2nd Café  owner', zh: '' })).toBe('nd_cafe_owner');
});

test('a Chinese label is read aloud', async () => {
  expect(await suggestName({ en: '', zh: '信用额度' })).toBe('xin_yong_e_du');
});

test('Chinese typed into the English box is read aloud too', async () => {
  expect(await suggestName({ en: '客户等级', zh: '' })).toBe('ke_hu_deng_ji');
});

test('Chinese mixed with Latin keeps both', async () => {
  expect(await suggestName({ en: '', zh: 'VIP客户' })).toBe('vip_ke_hu');
});

test('nothing usable gives nothing', async () => {
  expect(await suggestName({ en: '—', zh: '' })).toBe('');
});

test('the dictionary is not loaded for English', async () => {
  const load = (): never => {
    throw new Error('loaded');
  };
  expect(await suggestName({ en: 'Tier', zh: '等级' }, load)).toBe('tier');
});

test('a taken name gets the next number', () => {
  expect(freeName('tier', new Set(['tier', 'tier_2']))).toBe('tier_3');
  expect(freeName('tier', new Set())).toBe('tier');
});

test('names are lower snake case', () => {
  expect(isName('air__tier')).toBe(true);
  expect(isName('2tier')).toBe(false);
  expect(isName('Tier')).toBe(false);
});
