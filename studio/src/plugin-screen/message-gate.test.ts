import { SCREEN_LIMITS } from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { MessageGate } from './message-gate.ts';

const gateAt = (clock = { now: 0 }) => new MessageGate({ en: 'Seats', zh: '座位' }, () => clock.now);

function codeOf(gate: MessageGate, data: unknown): string {
  try {
    gate.read(data);
    return 'let in';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

it('lets in questions and news in the shapes there are', () => {
  const gate = gateAt();
  expect(gate.read('{"ask":1,"method":"records.query","given":{"object":"account"}}')).toEqual({
    ask: 1,
    method: 'records.query',
    given: { object: 'account' },
  });
  expect(gate.read('{"tell":"ready"}')).toEqual({ tell: 'ready', given: {} });
  expect(gate.refused).toBe(0);
});

it.each([
  ['no text', { ask: 1, method: 'call', given: {} }],
  ['no JSON', '{'],
  ['a list', '[]'],
  ['neither question nor news', '{"given":{}}'],
  ['a method there is not', '{"ask":1,"method":"kv.set","given":{}}'],
  ['an inherited name', '{"ask":1,"method":"constructor","given":{}}'],
  ['a number that is none', '{"ask":1.5,"method":"call","given":{}}'],
  ['a prototype', '{"ask":1,"method":"call","given":{"input":{"__proto__":{"a":1}}}}'],
  ['a list for an object', '{"ask":1,"method":"call","given":[]}'],
  ['depth without end', `{"ask":1,"method":"call","given":{"input":${'['.repeat(40)}${']'.repeat(40)}}}`],
])('refuses %s by name', (_what, data) => {
  const gate = gateAt();
  expect([codeOf(gate, data), gate.refused]).toEqual(['screen_message_refused', 1]);
});

it('refuses what is too long before it is read, and what is too much until time has passed', () => {
  const clock = { now: 0 };
  const gate = gateAt(clock);
  expect(codeOf(gate, ' '.repeat(SCREEN_LIMITS.message_bytes + 1))).toBe('screen_message_too_large');
  for (let at = 1; at < SCREEN_LIMITS.messages_at_once; at++) expect(codeOf(gate, '{"tell":"pong"}')).toBe('let in');
  expect(codeOf(gate, '{"tell":"pong"}')).toBe('screen_too_many_messages');
  clock.now += 1_000;
  for (let at = 0; at < SCREEN_LIMITS.messages_per_second; at++) expect(codeOf(gate, '{"tell":"pong"}')).toBe('let in');
  expect(codeOf(gate, '{"tell":"pong"}')).toBe('screen_too_many_messages');
});
