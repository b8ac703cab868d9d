import { describe, expect, it } from 'vitest';
import { decodeFile, guessEncoding } from './file-encoding.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));

/** Written out in bytes, since Node only decodes: 公司名称,电话 and the like. */
const samples: Record<string, { encoding: string; hex: string; text: string }> = {
  'a heading in GB18030': { encoding: 'gb18030', hex: 'b9ab cbbe c3fb b3c6 2c b5e7 bbb0', text: '公司名称,电话' },
  'a heading in Big5': { encoding: 'big5', hex: 'a4bd a571 a657 bad9 2c b971 b8dc', text: '公司名稱,電話' },
  'two characters in GB18030': { encoding: 'gb18030', hex: 'bfcd bba7', text: '客户' },
  'two characters in Big5': { encoding: 'big5', hex: 'ab c8 a4 e1', text: '客戶' },
};

describe('the encoding of a file', () => {
  for (const [name, { encoding, hex, text }] of Object.entries(samples)) {
    it(`is recognised for ${name}`, async () => {
      expect(await guessEncoding(bytes(hex))).toBe(encoding);
      expect(await decodeFile(bytes(hex), encoding as 'big5')).toBe(text);
    });
  }

  for (const text of simplified()) {
    it(`is GB18030 for "${text.slice(0, 12)}…"`, async () => {
      expect(await guessEncoding(encode('gb18030', text))).toBe('gb18030');
      expect(await decodeFile(encode('gb18030', text), 'gb18030')).toBe(text);
    });
  }

  for (const text of traditional()) {
    it(`is Big5 for "${text.slice(0, 12)}…"`, async () => {
      expect(await guessEncoding(encode('big5', text))).toBe('big5');
      expect(await decodeFile(encode('big5', text), 'big5')).toBe(text);
    });
  }

  it('is UTF-8 with and without a byte-order mark, and the mark is not part of the text', async () => {
    const plain = Buffer.from('名称,城市\n北京科技,北京');
    expect(await guessEncoding(plain)).toBe('utf-8');
    const marked = Buffer.concat([bytes('efbbbf'), plain]);
    expect(await guessEncoding(marked)).toBe('utf-8');
    expect((await decodeFile(marked, 'utf-8')).startsWith('名称')).toBe(true);
    expect(await guessEncoding(Buffer.from('name,city\nAcme,Oslo'))).toBe('utf-8');
    expect(await guessEncoding(new Uint8Array())).toBe('utf-8');
  });

  it('that is none of the three is refused with the remedy, not read with holes', async () => {
    const latin1 = Buffer.from('name,city\nCafé,Malmö', 'latin1');
    await expect(guessEncoding(latin1)).rejects.toThrow(/CSV UTF-8/);
    await expect(guessEncoding(bytes('fffe 6100'))).rejects.toThrow(/UTF-16/);
    await expect(guessEncoding(bytes('504b0304 1400'))).rejects.toThrow(/spreadsheet/);
    await expect(guessEncoding(bytes('6100 62'))).rejects.toThrow(/not a text file/);
    await expect(decodeFile(latin1, 'utf-8')).rejects.toThrow(/not valid in the chosen encoding/);
  });
});

function simplified(): string[] {
  return [
    '名称,城市\n北京科技有限公司,北京\n上海贸易集团,上海\n',
    '姓名\n张伟\n王芳\n李娜\n',
    '客户名称;负责人;金额\n华为技术有限公司;刘洋;12000\n比亚迪股份有限公司;陈静;350000\n',
    '备注\n该客户对我们的新产品很感兴趣，下周再联系。\n',
    '龘,镕,喆\n朱镕基\n',
    '手机\n13800138000\n联系人：赵敏\n',
    '是',
    'id,name,city\n1,Acme,杭州\n2,Globex,成都\n',
  ];
}

function traditional(): string[] {
  return [
    '名稱,城市\n台灣積體電路製造股份有限公司,新竹\n鴻海精密工業,新北\n',
    '姓名\n陳怡君\n林志豪\n黃淑芬\n',
    '客戶名稱;負責人;金額\n聯發科技;王小明;12000\n國泰金控;張雅婷;350000\n',
    '備註\n客戶對我們的新產品很有興趣，下週再聯絡。\n',
    '電話\n02-27208889\n聯絡人：趙敏\n',
    '香港,九龍\n匯豐銀行\n',
    'id,name,city\n1,Acme,臺北\n2,Globex,高雄\n',
    '是否',
  ];
}

/** The reverse of the decoder: every character it can yield, by trying all pairs of bytes once. */
function encode(encoding: 'gb18030' | 'big5', text: string): Uint8Array {
  const table = encoder(encoding);
  return Buffer.concat(
    [...text].map((character) => {
      const found = character < '\u0080' ? Buffer.from(character) : table.get(character);
      if (found === undefined) throw new Error(`${character} is not in ${encoding}`);
      return found;
    }),
  );
}

const encoders = new Map<string, Map<string, Buffer>>();

function encoder(encoding: string): Map<string, Buffer> {
  const known = encoders.get(encoding);
  if (known) return known;
  const table = new Map<string, Buffer>();
  const decoder = new TextDecoder(encoding);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const pair = Buffer.from([lead, trail]);
      const character = decoder.decode(pair);
      if ([...character].length === 1 && character !== '\ufffd' && !table.has(character)) table.set(character, pair);
    }
  }
  encoders.set(encoding, table);
  return table;
}
