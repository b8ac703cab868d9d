import { expect, test } from 'vitest';
import { TRIGGER } from '../workflows/auto-layout.ts';
import { waysGone } from './ways-gone.ts';

test('a step that waits, or waited and then failed, has not gone on as if it were done', () => {
  const waits = { step: 'call', status: 'waiting', outcome: null } as const;
  const failed = { step: 'call', status: 'failed', outcome: null } as const;
  const first = `${TRIGGER} first`;
  expect([...waysGone([waits])]).toEqual([first]);
  expect([...waysGone([waits, failed])]).toEqual([first, 'call failed']);
  expect([...waysGone([waits, { step: 'call', status: 'done', outcome: null }])]).toEqual([first, 'call done']);
  expect([...waysGone([{ step: 'ask', status: 'done', outcome: 'rejected' }])]).toEqual([first, 'ask rejected']);
});
