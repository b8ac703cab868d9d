import { StrataError, type ImportFormat } from '@stratacrm/sdk';
import { setImmediate as turn } from 'node:timers/promises';

export type FileEncoding = ImportFormat['encoding'];

/** Bytes that decide an encoding need not be many: the rest only has to be valid in it. */
const sampleSize = 256 * 1024;

/**
 * In which encoding a file is written. UTF-8 has a shape that no other text takes by chance; GB18030 and Big5 fill the same
 * bytes, so there the characters decide: read in the wrong one, everyday words become rare characters.
 */
export async function guessEncoding(bytes: Uint8Array): Promise<FileEncoding> {
  refuseOtherFormats(bytes);
  if (hasUtf8Mark(bytes) || (await isValid('utf-8', bytes))) return 'utf-8';
  const possible: ('gb18030' | 'big5')[] = [];
  for (const encoding of ['gb18030', 'big5'] as const) if (await isValid(encoding, bytes)) possible.push(encoding);
  if (possible.length === 0) throw unreadable('encoding');
  if (possible.length === 1) return possible[0]!;
  const sample = bytes.subarray(0, sampleSize);
  return chineseScore('big5', sample) > chineseScore('gb18030', sample) ? 'big5' : 'gb18030';
}

/** The text of a file, without its byte-order mark. Throws when a byte does not fit the encoding. */
export async function decodeFile(bytes: Uint8Array, encoding: FileEncoding): Promise<string> {
  refuseOtherFormats(bytes);
  const parts: string[] = [];
  if (!(await decode(encoding, bytes, (part) => parts.push(part)))) throw unreadable('wrong_encoding', encoding);
  const text = parts.join('');
  if (text.includes('\0')) throw unreadable('binary');
  return text;
}

/** Files people drop by mistake deserve to hear what they are, not that line 1 has too many columns. */
function refuseOtherFormats(bytes: Uint8Array): void {
  const head = [...bytes.subarray(0, 4)];
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04) throw unreadable('spreadsheet');
  if (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0) throw unreadable('spreadsheet');
  if (head[0] === 0x25 && head[1] === 0x50 && head[2] === 0x44 && head[3] === 0x46) throw unreadable('binary');
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) throw unreadable('utf16');
  if (bytes.subarray(0, sampleSize).includes(0)) throw unreadable('binary');
}

const reasons = {
  encoding: {
    en: 'It is not written in UTF-8, GB18030 or Big5. Save it as "CSV UTF-8" and upload it again.',
    zh: '文件编码不是 UTF-8、GB18030 或 Big5。请另存为“CSV UTF-8”后重新上传。',
  },
  wrong_encoding: {
    en: 'Some of its bytes are not valid in the chosen encoding. Choose another encoding.',
    zh: '部分字节不符合所选编码，请选择其他编码。',
  },
  utf16: {
    en: 'It is written in UTF-16. Save it as "CSV UTF-8" and upload it again.',
    zh: '文件为 UTF-16 编码。请另存为“CSV UTF-8”后重新上传。',
  },
  spreadsheet: {
    en: 'It is a spreadsheet, not a CSV file. Open it and save the sheet as "CSV UTF-8".',
    zh: '这是电子表格，不是 CSV 文件。请打开后另存为“CSV UTF-8”。',
  },
  binary: {
    en: 'It is not a text file. Save the data as CSV and upload that.',
    zh: '这不是文本文件。请将数据存为 CSV 后上传。',
  },
} as const;

function unreadable(reason: keyof typeof reasons, encoding?: FileEncoding): StrataError {
  return new StrataError('import_unreadable', { reason: reasons[reason], ...(encoding && { encoding }) });
}

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isValid(encoding: FileEncoding, bytes: Uint8Array): Promise<boolean> {
  return decode(encoding, bytes, () => {});
}

/** Bytes decoded in one turn, some 5 ms, so that a large file does not make everybody else wait. */
const turnSize = 1024 * 1024;

/** Decodes turn by turn; false at the first byte that does not fit. */
async function decode(encoding: FileEncoding, bytes: Uint8Array, take: (part: string) => void): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (let from = 0; from < bytes.length; from += turnSize) {
      if (from > 0) await turn();
      take(decoder.decode(bytes.subarray(from, from + turnSize), { stream: true }));
    }
    take(decoder.decode());
    return true;
  } catch {
    return false;
  }
}

/**
 * How much a text looks like Chinese as people write it, per character. Both standards put the characters of daily use in
 * their first level (GB 2312: lead B0–D7, 3,755 characters; Big5: lead A4–C6, 5,401), so a wrong reading lands elsewhere.
 * A short text can lie in both first levels; then its most frequent characters tell.
 */
function chineseScore(encoding: 'gb18030' | 'big5', bytes: Uint8Array): number {
  const level = firstLevel[encoding];
  let characters = 0;
  let score = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) continue;
    const trail = bytes[++at] ?? 0;
    characters++;
    if (level(lead, trail)) score += 1;
    else if (lead >= 0xa1 && lead <= 0xa3) score += 0.5;
    else score -= 1;
  }
  return score / Math.max(1, characters) + frequentShare(encoding, bytes);
}

const firstLevel = {
  gb18030: (lead: number, trail: number) => lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1,
  big5: (lead: number, trail: number) =>
    lead >= 0xa4 && lead <= 0xc6 && ((trail >= 0x40 && trail <= 0x7e) || trail >= 0xa1),
};

function frequentShare(encoding: 'gb18030' | 'big5', bytes: Uint8Array): number {
  const text = new TextDecoder(encoding).decode(bytes);
  let characters = 0;
  let frequent = 0;
  for (const character of text) {
    if (character < '\u0080') continue;
    characters++;
    if (frequentCharacters.has(character)) frequent++;
  }
  return frequent / Math.max(1, characters);
}

/** The characters of everyday text and of the headings and values of business lists, simplified and traditional. */
const frequentCharacters = new Set(
  '的一是不了在人有我他这这個个們们中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于着下自之年过過发發后後作里用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心本前开開但因只从從想实實' +
    '公司名称稱客户戶联聯系繫电電话話手机機邮郵箱地址址省市区區县縣路街号號楼樓室行业業类類别別型状狀态態日期时间間金额額价價格数數量产產品编編码碼单單位元备備注註负負责責人员員销銷售经理部门門来源源商机机会會阶階段合同约約订訂货貨付款税稅率总總计計性别生職职务務网網站传傳真姓王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾' +
    '北京上海广廣州深圳天津重庆慶杭南武汉漢成都苏蘇西安台臺湾灣香港澳门高雄新竹中科技有限股份集团團贸貿易工程信息资資讯訊软軟件体體务務医醫疗療药藥银銀保险險教育食品汽车車制製造物流投资控股建设設国际國際' +
    '东東南西北内內外新老男女已未是否完关關闭閉启啟活跃進行中高低优優级級一二三四五六七八九十百千万萬亿億月',
);
