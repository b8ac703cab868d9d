import { expect, test } from 'vitest';
import { readTable, writeTable } from './tab-separated.ts';

test.each([
  [
    'a\tb\nc\td',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a\tb\r\nc\td\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['one', [['one']]],
  ['', [['']]],
  [
    '\t\n\t',
    [
      ['', ''],
      ['', ''],
    ],
  ],
  ['"two\nlines"\t"say ""hi"""', [['two\nlines', 'say "hi"']]],
  ['5" pipe\tx', [['5" pipe', 'x']]],
  ['"open\tx', [['"open', 'x']]],
])('%j is read', (text, rows) => {
  expect(readTable(text)).toEqual(rows);
});

test('what is written is read back', () => {
  const rows = [
    ['plain', 'tab\there', 'line\nend'],
    ['quote "x"', '', '"'],
  ];
  expect(readTable(writeTable(rows))).toEqual(rows);
});
