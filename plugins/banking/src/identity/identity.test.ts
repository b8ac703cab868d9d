import type { PluginHost } from '@stratacrm/sdk';
import { fakeHost } from '@stratacrm/sdk/testing';
import { describe, expect, it } from 'vitest';
import bank from '../index.ts';
import { accountNumberError, plainAccountNumber } from './account-number.ts';
import { isCreditCode, isResidentId } from './check-digits.ts';
import { documentNumberError } from './document-number.ts';
import { isLei, proposalsOf } from './legal-entity.ts';

describe('numbers', () => {
  it('of accounts are read as people write them, and slips are found', () => {
    const error = (text: string, ibanOnly = false) => accountNumberError(plainAccountNumber(text), ibanOnly);
    expect(plainAccountNumber(' de89 3704 0044')).toBe('DE8937040044');
    for (const good of ['de89 3704 0044 0532 0130 00', '6217 0000 1000 0000 011', 'A-1', 'DEP/2026.7'])
      expect(error(good), good).toBeNull();
    expect(error('DE89 3704 0044 0532 0130 01')?.zh).toContain('校验位');
    expect(error('6217 0000 1000 0000 012')?.en).toContain('check digits');
    expect(error('A_1')?.en).toContain('only');
    expect(error('A-1', true)?.en).toContain('IBAN');
  });

  it('of papers hold by their own rule', () => {
    expect(isResidentId('11010519491231002X')).toBe(true);
    for (const slip of ['110105194912310021', '11010519491331002X', '1101051949123100'])
      expect(isResidentId(slip), slip).toBe(false);
    expect(isCreditCode('91350100M000100Y43')).toBe(true);
    expect(isCreditCode('91350100M000100Y44')).toBe(false);
    expect(documentNumberError('110105 19491231 002x', 'id_card', false)).toBeNull();
    expect(documentNumberError('T22000129', 'id_card', false)).not.toBeNull();
    expect(documentNumberError('T22000129', 'id_card', true)).toBeNull();
    expect(documentNumberError('E12345678', 'passport', false)).toBeNull();
    expect(documentNumberError('P-1', 'passport', false)).not.toBeNull();
    expect(documentNumberError('whatever', 'articles', false)).toBeNull();
  });
});

describe('the register of legal entities', () => {
  const record = {
    attributes: {
      lei: '506700GE1G29325QX363',
      entity: {
        legalName: { name: 'Global Legal Entity Identifier Foundation' },
        legalAddress: { addressLines: ['St. Alban-Vorstadt 5'], city: 'Basel', country: 'CH', postalCode: '4052' },
      },
      registration: { status: 'ISSUED' },
    },
  };

  it('proposes what it says of the one company it found', () => {
    expect(isLei('506700GE1G29325QX363')).toBe(true);
    expect(isLei('506700GE1G29325QX364')).toBe(false);
    const proposed = proposalsOf({ data: [record] });
    expect(Object.fromEntries(proposed.map(({ field, value }) => [field, value]))).toEqual({
      bank__lei: '506700GE1G29325QX363',
      country: 'CH',
      city: 'Basel',
      address: 'St. Alban-Vorstadt 5',
      postal_code: '4052',
    });
    expect(proposalsOf({ data: [record, record] })).toEqual([]);
    expect(proposalsOf('nonsense')).toEqual([]);
  });

  const asked = (host: PluginHost): Promise<unknown> => {
    const input = { object: 'account', record: { id: '1', name: 'Acme & Co' } };
    return bank.handlers['enricher/legal_entities']!(input as never, host) as Promise<unknown>;
  };

  it('is asked by name, and not where that was not allowed', async () => {
    let address = '';
    const answer = (status: number): PluginHost =>
      fakeHost({
        fetch: (async (url: string) => {
          address = url;
          return { status, headers: {}, body: { data: [record] } };
        }) as never,
      });
    expect(await asked(answer(200))).toHaveLength(5);
    expect(address).toContain('legalName]=Acme%20%26%20Co&');
    await expect(asked(answer(503))).rejects.toThrow(/does not answer/);
    await expect(asked({ ...answer(200), granted: () => false })).rejects.toThrow(/may not be asked/);
  });
});
