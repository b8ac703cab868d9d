import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../testing/test-database.ts';
import { RowRead, type RowReader } from './row-read.ts';
import { RowSocket } from './row-socket.ts';

/** A message as PostgreSQL sends it. */
function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5, kind);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function row(...fields: (string | null)[]): Buffer {
  const parts = fields.map((text) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(text === null ? -1 : Buffer.byteLength(text));
    return Buffer.concat([length, Buffer.from(text ?? '')]);
  });
  const count = Buffer.alloc(2);
  count.writeInt16BE(fields.length);
  return message('D', Buffer.concat([count, ...parts]));
}

/** Its rows, as texts. */
class Texts implements RowReader {
  readonly rows: (string | null)[][] = [];
  types: readonly number[] = [1, 2];

  describe(types: readonly number[]): void {
    this.types = types;
  }

  row(bytes: Buffer, start: number): void {
    let at = start;
    this.rows.push(
      this.types.map(() => {
        const length = bytes.readInt32BE(at);
        const end = at + 4 + Math.max(length, 0);
        const text = length < 0 ? null : bytes.toString('utf8', at + 4, end);
        at = end;
        return text;
      }),
    );
  }
}

describe('a connection from which rows are taken', () => {
  const others = [
    message('T', Buffer.from('described')),
    message('C', Buffer.from('done')),
    message('Z', Buffer.from('I')),
  ];
  const rows = [row('a', null), row('', '张伟'), row('x'.repeat(40), 'D')];
  const sent = Buffer.concat([others[0]!, ...rows, others[1]!, others[2]!]);

  test('takes all of them and nothing else, however they are cut', async () => {
    for (let size = 1; size <= sent.length; size++) {
      const socket = new RowSocket();
      const passed: Buffer[] = [];
      const texts = new Texts();
      socket.on('data', (chunk: Buffer) => passed.push(chunk));
      socket.give(texts);
      for (let at = 0; at < sent.length; at += size) socket.push(Buffer.from(sent.subarray(at, at + size)));
      await setImmediate();
      expect(texts.rows).toEqual([
        ['a', null],
        ['', '张伟'],
        ['x'.repeat(40), 'D'],
      ]);
      expect(Buffer.concat(passed)).toEqual(Buffer.concat(others));
      socket.destroy();
    }
  });

  test('leaves them to the driver while nobody takes any', async () => {
    const socket = new RowSocket();
    const passed: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => passed.push(chunk));
    for (const byte of sent) socket.push(Buffer.from([byte]));
    await setImmediate();
    expect(Buffer.concat(passed)).toEqual(sent);
    socket.destroy();
  });
});

describe('a read', () => {
  const text = `select n::text, case when n % 2 = 0 then 'even' end from generate_series(1, $1::integer) as n`;

  test('is told of every row, by a pool and within a transaction, and the connection serves others after it', async () => {
    const database = await testDatabase();
    const texts = new Texts();
    await database.read(texts, text, [3], 'numbers');
    await database.transaction((tx) => tx.read(texts, text, [1], 'numbers'));
    expect(texts.rows).toEqual([
      ['1', null],
      ['2', 'even'],
      ['3', null],
      ['1', null],
    ]);
    expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('fails with what PostgreSQL or its reader says', async () => {
    const database = await testDatabase();
    await expect(database.read(new Texts(), 'select 1 / n from generate_series(-1, 1) as n', [])).rejects.toThrow(
      /division/,
    );
    const broken = Object.assign(new Texts(), {
      row: () => {
        throw new Error('cannot read');
      },
    });
    await expect(database.read(broken, text, [3])).rejects.toThrow('cannot read');
    expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('gets the rows that the driver has read, as over an encrypted connection', () => {
    const texts = new Texts();
    new RowRead({ text: 'select' }, texts).handleDataRow({ fields: ['张伟', null] });
    expect(texts.rows).toEqual([['张伟', null]]);
  });
});
