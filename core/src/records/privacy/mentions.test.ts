import { expect, it } from 'vitest';
import { mentions, withoutMentions } from './mentions.ts';

it('a name is found as a word, in Chinese anywhere, and not within another word', () => {
  expect(mentions('Call LI, today', ['li'])).toBe(true);
  expect(mentions('The client is called', ['li'])).toBe(false);
  expect(mentions('联系李伟谈合同', ['李伟'])).toBe(true);
  expect(mentions('mail to a+b@x.example now', ['a+b@x.example'])).toBe(true);
});

it('what says one gives way as a whole, however deep', () => {
  const mail = { to: ['li@x.example', 'eva@x.example'], body: { text: 'Dear Li' }, tries: 3 };
  expect(withoutMentions(mail, ['li', 'li@x.example'], '–')).toEqual({
    to: ['–', 'eva@x.example'],
    body: { text: '–' },
    tries: 3,
  });
});
