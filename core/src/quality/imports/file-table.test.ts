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

async function read(text: string, format: { separator: ','; header: boolean }) {
  const rows: string[][] = [];
  const { columns, rowCount } = await readTable(text, format, async (batch, after) => {
    expect(after).toBe(rows.length);
    rows.push(...batch);
  });
  expect(rowCount).toBe(rows.length);
  return { columns, rows };
}

describe('a table', () => {
  const format = { separator: ',', header: true } as const;

  it('keeps quoted separators, quotation marks and line breaks', async () => {
    expect(await read('a,b\r\n"x, ""y""\nz",2\r\n', format)).toEqual({
      columns: ['a', 'b'],
      rows: [['x, "y"\nz', '2']],
    });
  });

  it('gives every column a name of its own and leaves empty rows out', async () => {
    expect(await read('a,,a\n1,2\n\n , ,\n1,2,3,4\n', format)).toEqual({
      columns: ['a', '#2', 'a (2)', '#4'],
      rows: [
        ['1', '2'],
        ['1', '2', '3', '4'],
      ],
    });
  });

  it('without a header numbers its columns', async () => {
    expect(await read('1,2\n', { separator: ',', header: false })).toEqual({
      columns: ['#1', '#2'],
      rows: [['1', '2']],
    });
  });

  it('says where it cannot be read', async () => {
    await expect(read('a,b\n1,2\n3,"open\n4,5\n', format)).rejects.toThrow(/quotation mark/);
    await expect(read('', format)).rejects.toThrow(/nothing in it/);
    await expect(read(`${','.repeat(2_000)}\n`, format)).rejects.toThrow(/separator/);
  });

  it('keeps every character where it is cut for parsing', async () => {
    const { rows } = await read(`a\nx${'𠮷'.repeat(300_000)}\n`, format);
    expect(rows[0]![0] === `x${'𠮷'.repeat(300_000)}`).toBe(true);
  });

  it('of many rows is handed on in batches, and lets others have their turn', async () => {
    const text = `a,b\n${'some text,"and, more"\n'.repeat(100_000)}`;
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const { rows } = await read(text, format);
    clearInterval(timer);
    expect(rows).toHaveLength(100_000);
    expect(new Set(rows.map((row) => row.join('|')))).toEqual(new Set(['some text|and, more']));
    expect(turns).toBeGreaterThan(5);
  });
});
