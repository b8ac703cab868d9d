import type { CompiledObject } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { givenRecord } from './given-record.ts';

test('a test is given what somebody could write of a record, and neither what is computed nor other records', () => {
  const field = (name: string, type: string, rest: object = {}) => ({ name, type, object: 'lead', ...rest });
  const fields = [
    field('id', 'text', { system: true }),
    field('created_at', 'datetime', { system: true }),
    field('owner', 'user'),
    field('name', 'text'),
    field('budget', 'currency'),
    field('emptied', 'text'),
    field('company', 'reference'),
    field('stage_time', 'deadline'),
    field('doubled', 'formula'),
    field('number', 'auto_number'),
  ];
  const object = { name: 'lead', fields: Object.fromEntries(fields.map((each) => [each.name, each])) };
  const record = {
    id: '1',
    created_at: '2026-01-01T00:00:00Z',
    owner: { id: 'u', name: 'Ann' },
    name: 'Mei',
    budget: { amount: '5.00', currency: 'EUR' },
    emptied: null,
    company: { id: 'c', name: 'Acme' },
    stage_time: { since: '2026-01-01T00:00:00Z', due: null },
    doubled: '10',
    number: 'L-1',
  };
  expect(givenRecord(object as unknown as CompiledObject, record as never)).toEqual({
    name: 'Mei',
    budget: { amount: '5.00', currency: 'EUR' },
  });
});
