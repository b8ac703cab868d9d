import { describe, expect, it } from 'vitest';
import { guessHeader, guessSeparator, readTable } from './file-table.ts';

describe('the separator', () => {
  it.each([
    [',', 'name,city\n"Gekko & Co, Ltd",Oslo\nB,Bergen\n'],
    [';', 'name;amount\nA;1,50\nB;2,75\nC;3,00\n'],
    ['\t', 'name\tnote\nA\tone, two; three\n'],
    ['|', 'name|city\nA|x\n'],
    [',', 'name\nA\nB\n'],
    [',', 'a,b\n"first\nsecond; third; fourth",2\n'],
  ] as const)('is %j', (separator, text) => expect(guessSeparator(text)).toBe(separator));
});

describe('the header', () => {
  it.each([
    [true, 'name,city\nAcme,Oslo\n'],
    [true, '名称,电话\n北京科技,010-88886666\n'],
    [false, 'Acme,2017-03-01\nGlobex,2017-04-01\n'],
    [false, 'Acme,12.50\n'],
    [false, 'Acme,Won\nGlobex,Won\n'],
    [false, 'anna@example.com,Anna\n'],
  ])('%s for %j', (header, text) => expect(guessHeader(text, ',')).toBe(header));
});

describe('a table', () => {
  const format = { separator: ',', header: true } as const;

  it('keeps quoted separators, quotation marks and line breaks', () => {
    expect(readTable('a,b\r\n"x, ""y""\nz",2\r\n', format)).toEqual({
      columns: ['a', 'b'],
      rows: [['x, "y"\nz', '2']],
    });
  });

  it('gives every column a name of its own and every row the same width', () => {
    expect(readTable('a,,a\n1,2\n\n , ,\n1,2,3,4\n', format)).toEqual({
      columns: ['a', '#2', 'a (2)', '#4'],
      rows: [
        ['1', '2', '', ''],
        ['1', '2', '3', '4'],
      ],
    });
  });

  it('without a header numbers its columns', () => {
    expect(readTable('1,2\n', { separator: ',', header: false })).toEqual({
      columns: ['#1', '#2'],
      rows: [['1', '2']],
    });
  });

  it('says where it cannot be read', () => {
    expect(() => readTable('a,b\n1,2\n3,"open\n4,5\n', format)).toThrow(/quotation mark/);
    expect(() => readTable('', format)).toThrow(/nothing in it/);
  });
});
