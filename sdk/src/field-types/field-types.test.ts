import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleField, STAGES } from '../../test/sample-model.ts';
import { describeError } from '../errors/strata-error.ts';
import type { JsonValue } from '../json.ts';
import type { CompiledField } from '../model/compiled.ts';
import type { Parsed, ValueContext } from './field-type.ts';
import { FIELD_TYPES, fieldType, traitsOf } from './index.ts';

const context: ValueContext = { locale: 'zh', time_zone: 'Asia/Shanghai', currency: 'CNY' };

/** A complete field of each type. */
function fieldOf(type: string): CompiledField {
  const settings: Partial<CompiledField> = {};
  if (type === 'select' || type === 'multi_select') settings.options = STAGES;
  if (type === 'reference') settings.to = 'account';
  if (type === 'multi_reference') settings.to = 'account';
  if (type === 'polymorphic_reference') settings.to = ['account', 'opportunity'];
  if (type === 'children') Object.assign(settings, { children: 'opportunity', via: 'account' });
  if (type === 'formula') Object.assign(settings, { expression: 'record.amount', result: 'decimal' });
  return sampleField(type, settings);
}

const HOSTILE = [
  null,
  undefined,
  '\0',
  'a\0b',
  '\ud800',
  'x\udc00y',
  '',
  ' ',
  'x'.repeat(2_000_000),
  -0,
  NaN,
  Infinity,
  1e308,
  2 ** 53,
  [],
  [[]],
  {},
  { amount: {} },
  { amount: '1', currency: 'XXXX' },
  { __proto__: null },
  JSON.parse('{"__proto__": {"amount": "1"}}'),
  '__proto__',
  'constructor',
  true,
  Symbol('x'),
  () => 1,
  1n,
  "'; drop table x; --",
  '<script>alert(1)</script>',
  '１２３',
  '‮abc',
  '9'.repeat(500),
  '1e999999999',
  '0x10',
  '--1',
  '+',
  '.',
  'javascript:alert(1)',
];

describe('the list of field types', () => {
  test('leaves no folder out', () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => folder.name.replaceAll('-', '_')).toSorted()).toEqual(
      FIELD_TYPES.map((type) => type.name).toSorted(),
    );
  });

  test('suggests what was meant', () => {
    expect(() => fieldType('multiselect')).toThrow('Did you mean "multi_select"?');
    expect(() => fieldType('constructor')).toThrow(/no field type/);
  });
});

describe.each(FIELD_TYPES.map((type) => type.name))('%s', (name) => {
  const type = fieldType(name);
  const field = fieldOf(name);

  test('is described in both languages, its settings too', () => {
    const labels = [
      type.label,
      type.description,
      ...type.settings.flatMap((setting) => [setting.label, ...(setting.options ?? []).map((option) => option.label)]),
    ];
    for (const label of labels) {
      expect(label.en).toMatch(/\S/);
      expect(label.zh).toMatch(/\S/);
    }
  });

  test('has traits, a type in expressions and a JSON Schema', () => {
    expect(Object.values(traitsOf(field)).every((trait) => typeof trait === 'boolean')).toBe(true);
    expect(type.expressionType(field, fieldType).type).toMatch(/^\w+$/);
    expect(type.jsonSchema(field)).toHaveProperty('type');
  });

  test('survives hostile input, and what it takes it gives back unchanged', () => {
    for (const input of HOSTILE) {
      const parsed = type.parse(input, field, context);
      if (parsed.ok) expectCanonical(parsed);
      else expect(describeError('en', parsed.code, parsed.params).isWellFormed()).toBe(true);
      if (typeof input === 'string') type.fromText(input, field, context);
    }
  });

  test('is stable: canonical values parse to themselves and are shown without an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.double(),
          fc.integer(),
          fc.boolean(),
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        ),
        (input) => {
          const parsed =
            typeof input === 'string' ? type.fromText(input, field, context) : type.parse(input, field, context);
          if (parsed.ok) expectCanonical(parsed);
        },
      ),
      { numRuns: 300 },
    );
  });

  function expectCanonical(parsed: Parsed & { ok: true }): void {
    if (parsed.value === null) return;
    expect(type.parse(parsed.value, field, context)).toEqual(parsed);
    expect(typeof type.format(parsed.value, field, context)).toBe('string');
    expect(JSON.stringify(parsed.value)).not.toContain('\\u0000');
  }
});

/** What a text becomes; undefined where it is refused. */
function read(
  type: string,
  text: string,
  settings: Partial<CompiledField> = {},
  more: Partial<ValueContext> = {},
): unknown {
  const parsed = fieldType(type).fromText(text, { ...fieldOf(type), ...settings }, { ...context, ...more });
  return parsed.ok ? parsed.value : undefined;
}

function parse(type: string, input: unknown, settings: Partial<CompiledField> = {}): unknown {
  const parsed = fieldType(type).parse(input, { ...fieldOf(type), ...settings }, context);
  return parsed.ok ? parsed.value : parsed.code;
}

function show(type: string, value: JsonValue, locale: 'en' | 'zh'): string {
  return fieldType(type).format(value, fieldOf(type), { ...context, locale });
}

describe('numbers', () => {
  test.each<[string, string | undefined]>([
    ['1,234.56', '1234.56'],
    ['1.234,56', '1234.56'],
    ['1 234,5', '1234.50'],
    ["1'234.5", '1234.50'],
    ['1,23,456.7', '123456.70'],
    ['12,5', '12.50'],
    ['１２．５', '12.50'],
    ['1.5万', '15000.00'],
    ['0.2亿', '20000000.00'],
    ['(12.50)', '-12.50'],
    ['-3', '-3.00'],
    ['−3', '-3.00'],
    ['.5', '0.50'],
    ['1e3', '1000.00'],
    ['-0', '0.00'],
    ['1.2.3', undefined],
    ['12a', undefined],
    ['1.234', undefined],
    ['0,125', undefined],
    ['', undefined],
    ['(-3)', undefined],
    ['1,2345.6', undefined],
  ])('%s is %s', (text, value) => {
    expect(read('decimal', text)).toBe(value);
  });

  test('nothing is rounded, cut or lost', () => {
    expect(parse('decimal', '0.1')).toBe('0.10');
    expect(parse('decimal', 0.1)).toBe('0.10');
    expect(parse('decimal', '1.005')).toBe('too_precise');
    expect(parse('decimal', '1.005', { scale: 3 })).toBe('1.005');
    expect(parse('decimal', '1.0000')).toBe('1.00');
    expect(parse('decimal', '999999999999999999.99')).toBe('999999999999999999.99');
    expect(parse('decimal', '1000000000000000000')).toBe('out_of_range');
    expect(parse('decimal', '5', { max: 4 })).toBe('out_of_range');
    expect(parse('decimal', '1,5')).toBe('invalid_format');
    expect(parse('decimal', true)).toBe('wrong_type');
    expect(parse('integer', 9007199254740991)).toBe(9007199254740991);
    expect(parse('integer', '9007199254740993')).toBe('out_of_range');
    expect(parse('integer', 1.5)).toBe('invalid_format');
    expect(parse('integer', '12')).toBe(12);
    expect(Object.is(parse('integer', -0), 0)).toBe(true);
    expect(parse('percent', '12.5')).toBe('12.50');
    expect(read('percent', '12.5 %')).toBe('12.50');
    expect(read('integer', '1,234')).toBe(1234);
  });

  test('are written with separators, and without where they are no amounts', () => {
    const write = (options: Partial<CompiledField>) =>
      fieldType('integer').format(2026, { ...fieldOf('integer'), ...options }, context);
    expect([write({}), write({ ungrouped: true })]).toEqual(['2,026', '2026']);
  });

  test('are shown exactly, in the reader’s way', () => {
    expect(show('decimal', '12345678901234567.89', 'en')).toBe('12,345,678,901,234,567.89');
    expect(show('percent', '12.50', 'zh')).toBe('12.5%');
    expect(show('integer', 1234567, 'en')).toBe('1,234,567');
  });
});

describe('amounts', () => {
  test.each<[string, string | undefined]>([
    ['¥1,234.5', '1234.50 CNY'],
    ['￥１００', '100.00 CNY'],
    ['1,234.50', '1234.50 CNY'],
    ['$12', '12.00 USD'],
    ['US$12', '12.00 USD'],
    ['USD 12', '12.00 USD'],
    ['12.50 €', '12.50 EUR'],
    ['EUR 1.234,56', '1234.56 EUR'],
    ['120万元', '1200000.00 CNY'],
    ['12 美元', '12.00 USD'],
    ['-$3', '-3.00 USD'],
    ['$-3', '-3.00 USD'],
    ['(¥5)', '-5.00 CNY'],
    ['HK$ 7', '7.00 HKD'],
    ['usd 5', '5.00 USD'],
    ['JPY 12', '12 JPY'],
    ['JPY 12.5', undefined],
    ['KWD 1.234', '1.234 KWD'],
    ['USD 5 元', undefined],
    ['xyz 3', undefined],
    ['¥', undefined],
  ])('%s is %s', (text, value) => {
    const amount = read('currency', text) as { amount: string; currency: string } | undefined;
    expect(amount && `${amount.amount} ${amount.currency}`).toBe(value);
  });

  test('that cannot be read are told with one as people write it', () => {
    const parsed = fieldType('currency').fromText('a lot', fieldOf('currency'), context);
    const told = parsed.ok ? '' : describeError('en', parsed.code, parsed.params);
    expect(told).toContain('CNY 12.50');
    expect(told).not.toContain('{');
  });

  test('in the API are an object, or bare in the workspace currency', () => {
    expect(parse('currency', { amount: 12.5, currency: 'USD' })).toEqual({ amount: '12.50', currency: 'USD' });
    expect(parse('currency', '12.5')).toEqual({ amount: '12.50', currency: 'CNY' });
    expect(parse('currency', 12)).toEqual({ amount: '12.00', currency: 'CNY' });
    expect(parse('currency', { amount: '1' })).toEqual({ amount: '1.00', currency: 'CNY' });
    expect(parse('currency', { amount: '1', currency: 'usd' })).toBe('invalid_format');
    expect(parse('currency', { amount: '1', currency: 'ABC' })).toBe('invalid_format');
    expect(parse('currency', { amount: '1', currency: 'USD', rate: 7 })).toBe('unknown_property');
    expect(parse('currency', { currency: 'USD' })).toBe('wrong_type');
    expect(parse('currency', [1])).toBe('wrong_type');
    expect(show('currency', { amount: '1234.50', currency: 'CNY' }, 'zh')).toBe('¥1,234.50');
  });

  // English writes yen and yuan with the same sign.
  test.each(['en', 'zh'] as const)('in another currency are not read as ones in the own one: %s', (locale) => {
    for (const currency of ['CNY', 'JPY', 'USD', 'HKD', 'TWD']) {
      const amount = { amount: currency === 'JPY' ? '12' : '12.00', currency };
      expect(read('currency', show('currency', amount, locale))).toEqual(amount);
    }
  });

  test('a dollar is the workspace’s own where it has one', () => {
    expect(read('currency', '$5', {}, { currency: 'AUD' })).toEqual({ amount: '5.00', currency: 'AUD' });
    expect(read('currency', '¥5', {}, { currency: 'JPY' })).toEqual({ amount: '5', currency: 'JPY' });
  });
});

describe('dates and times', () => {
  test.each<[string, string | undefined]>([
    ['2026-11-21', '2026-11-21'],
    ['2026/11/21', '2026-11-21'],
    ['2026.11.21', '2026-11-21'],
    ['2026-1-2', '2026-01-02'],
    ['20261121', '2026-11-21'],
    ['2026年11月21日', '2026-11-21'],
    ['2026 年 1 月 2 号', '2026-01-02'],
    ['21 Nov 2026', '2026-11-21'],
    ['21-Nov-2026', '2026-11-21'],
    ['Nov 21, 2026', '2026-11-21'],
    ['Saturday, November 21st, 2026', '2026-11-21'],
    ['Sept 1 2026', '2026-09-01'],
    ['21.11.2026', '2026-11-21'],
    ['21/11/2026', '2026-11-21'],
    ['11/21/2026', '2026-11-21'],
    ['05/05/2026', '2026-05-05'],
    ['2026/11/21 0:00:00', '2026-11-21'],
    ['03/04/2026', undefined],
    ['2026-02-30', undefined],
    ['2026-13-01', undefined],
    ['0000-01-01', undefined],
    ['21 Foo 2026', undefined],
    ['2026/11-21', undefined],
    ['21/11/26', undefined],
  ])('%s is the date %s', (text, value) => {
    expect(read('date', text)).toBe(value);
  });

  test.each<[string, string | undefined]>([
    ['2026-11-21 14:30', '2026-11-21T06:30:00Z'],
    ['2026/11/21 14:30:05', '2026-11-21T06:30:05Z'],
    ['21 Nov 2026 2:30 pm', '2026-11-21T06:30:00Z'],
    ['2026年11月21日 下午2:30', '2026-11-21T06:30:00Z'],
    ['2026年11月21日 14时30分', '2026-11-21T06:30:00Z'],
    ['2026-11-21 12:00 am', '2026-11-20T16:00:00Z'],
    ['2026-11-21', '2026-11-20T16:00:00Z'],
    ['2026-11-21 14:30 +00:00', '2026-11-21T14:30:00Z'],
    ['2026-11-21T14:30:00.5Z', '2026-11-21T14:30:00.500Z'],
    ['2026-11-21 14:30 UTC', '2026-11-21T14:30:00Z'],
    ['2026-11-21 25:00', undefined],
    ['2026-11-21 13:00 pm', undefined],
    ['14:30', undefined],
  ])('%s is the moment %s', (text, value) => {
    expect(read('datetime', text)).toBe(value);
  });

  test('in the API are exact', () => {
    expect(parse('date', '2026-11-21')).toBe('2026-11-21');
    expect(parse('date', '2026/11/21')).toBe('invalid_format');
    expect(parse('date', '2025-02-29')).toBe('invalid_format');
    expect(parse('date', 20261121)).toBe('wrong_type');
    expect(parse('datetime', '2026-11-21T14:30:00+08:00')).toBe('2026-11-21T06:30:00Z');
    expect(parse('datetime', '2026-11-21T14:30:00.123456Z')).toBe('2026-11-21T14:30:00.123Z');
    expect(parse('datetime', '2026-11-21T14:30:00')).toBe('invalid_format');
    expect(parse('datetime', '2026-11-21')).toBe('invalid_format');
    expect(parse('datetime', '2026-11-21T24:00:00Z')).toBe('invalid_format');
    expect(parse('datetime', '2026-02-30T00:00:00Z')).toBe('invalid_format');
    expect(parse('datetime', '0001-01-01T00:00:00+08:00')).toBe('invalid_format');
  });

  test('are shown in the reader’s language and time zone', () => {
    expect(show('date', '2026-11-21', 'zh')).toBe('2026年11月21日');
    expect(show('date', '2026-11-21', 'en')).toBe('21 Nov 2026');
    expect(show('datetime', '2026-11-21T06:30:00Z', 'zh')).toBe('2026年11月21日 14:30');
  });
});

describe('times of day', () => {
  test.each<[string, string | undefined]>([
    ['9:30', '09:30'],
    ['09:30', '09:30'],
    ['09:30:00', '09:30'],
    ['21:05:07', '21:05:07'],
    ['9.30 pm', '21:30'],
    ['2 pm', '14:00'],
    ['12 am', '00:00'],
    ['12:15 PM', '12:15'],
    ['下午2:30', '14:30'],
    ['下午 2点半', '14:30'],
    ['上午9点', '09:00'],
    ['晚上8点半', '20:30'],
    ['14时05分', '14:05'],
    ['14点05分30秒', '14:05:30'],
    ['中午12:00', '12:00'],
    ['中午1点', '13:00'],
    ['１４：３０', '14:30'],
    ['14h30', '14:30'],
    ['24:00', undefined],
    ['9:60', undefined],
    ['13 am', undefined],
    ['noon', undefined],
    ['930', undefined],
    ['9', undefined],
    ['-1:00', undefined],
    ['9:30半', undefined],
  ])('%s is %s', (text, value) => {
    expect(read('time', text)).toBe(value);
  });

  test('have one form in the API', () => {
    expect(parse('time', '09:30:00')).toBe('09:30');
    expect(parse('time', '09:30:15')).toBe('09:30:15');
    for (const text of ['9:30', '24:00', '09:30:60', '09:30Z', ' 09:30'])
      expect(parse('time', text)).toBe('invalid_format');
    expect(parse('time', 930)).toBe('wrong_type');
  });
});

describe('durations', () => {
  const [h, min] = [3_600_000, 60_000];
  test.each<[string, number | undefined]>([
    ['1h30m', 1.5 * h],
    ['1.5 hours', 1.5 * h],
    ['90 min', 1.5 * h],
    ['1:30', 1.5 * h],
    ['1:30:05', 1.5 * h + 5000],
    ['PT1H30M', 1.5 * h],
    ['P1DT12H', 36 * h],
    ['P2W', 336 * h],
    ['PT0.5S', 500],
    ['1小时30分钟', 1.5 * h],
    ['1 小时 30 分', 1.5 * h],
    ['2天3小时', 51 * h],
    ['2 days, 3 hours and 5 minutes', 51 * h + 5 * min],
    ['-90m', -1.5 * h],
    ['250ms', 250],
    ['1.1h', 66 * min],
    ['0m', 0],
    ['３小时', 3 * h],
    ['90', undefined],
    ['', undefined],
    ['h', undefined],
    ['1:75', undefined],
    ['P', undefined],
    ['PT', undefined],
    ['P1Y', undefined],
    ['1 constructor', undefined],
    ['9999999d', undefined],
    ['1h!', undefined],
    ['0.3ms', undefined],
  ])('%s is %s', (text, value) => {
    expect(read('duration', text)).toBe(value);
  });

  test('are whole milliseconds in the API', () => {
    expect(parse('duration', 5_400_000)).toBe(5_400_000);
    expect(parse('duration', 'PT90M')).toBe(5_400_000);
    expect(parse('duration', 1.5)).toBe('invalid_format');
    expect(parse('duration', 9e12 + 1)).toBe('out_of_range');
    expect(parse('duration', true)).toBe('wrong_type');
  });

  test('are shown in words that can be read again', () => {
    expect(show('duration', 5_400_000, 'en')).toBe('1 h 30 min');
    expect(show('duration', 183_600_000, 'zh')).toBe('2天3小时');
    fc.assert(
      fc.property(fc.integer({ min: -9e12, max: 9e12 }), fc.constantFrom('en', 'zh'), (value, locale) => {
        expect(read('duration', show('duration', value, locale as 'en'))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('ratings, colors and tags', () => {
  test.each<[string, number | undefined]>([
    ['4', 4],
    ['★★★★', 4],
    ['★★★☆☆', 3],
    ['⭐⭐', 2],
    ['4/5', 4],
    ['3 stars', 3],
    ['5星', 5],
    ['2颗星', 2],
    ['4/10', undefined],
    ['0', undefined],
    ['6', undefined],
    ['☆', undefined],
    ['4.5', undefined],
  ])('rating %s is %s', (text, value) => {
    expect(read('rating', text)).toBe(value);
  });

  test('a rating has as many stars as its field says', () => {
    expect(parse('rating', 7)).toBe('out_of_range');
    expect(parse('rating', 7, { stars: 10 })).toBe(7);
    expect(parse('rating', 1.5)).toBe('invalid_format');
    expect(show('rating', 3, 'en')).toBe('★★★☆☆');
  });

  test.each<[string, string | undefined]>([
    ['#1F7A6D', '#1f7a6d'],
    ['1f7a6d', '#1f7a6d'],
    ['#abc', '#aabbcc'],
    ['rgb(31, 122, 109)', '#1f7a6d'],
    ['Red', '#ff0000'],
    ['红色', '#ff0000'],
    ['#12345', undefined],
    ['rgb(1,2,300)', undefined],
    ['red;x', undefined],
    ['constructor', undefined],
    ['url(javascript:1)', undefined],
  ])('color %s is %s', (text, value) => {
    expect(read('color', text)).toBe(value);
  });

  test('each tag stands once, trimmed, in the order given', () => {
    expect(read('tags', 'VIP, 华东、vip; 续约 , ,')).toEqual(['VIP', '华东', '续约']);
    expect(parse('tags', [' a  b ', 'A B', ''])).toEqual(['a b']);
    expect(parse('tags', [])).toBeNull();
    expect(parse('tags', ['x'.repeat(51)])).toBe('too_long');
    expect(parse('tags', Array.from({ length: 101 }, String))).toBe('too_many_values');
    expect(parse('tags', ['a\0'])).toBe('invalid_text');
    expect(parse('tags', [1])).toBe('wrong_type');
    expect(parse('tags', 'a')).toBe('wrong_type');
  });
});

describe('formatted texts', () => {
  test.each<[string, unknown]>([
    ['<p>Hello <b>you</b></p>', '<p>Hello <strong>you</strong></p>'],
    ['plain < text & more', 'plain &lt; text &amp; more'],
    ['<div>one</div><div>two</div>', 'one<br>two'],
    ['<h1 style="color:red" onclick="x()">T</h1>', '<h2>T</h2>'],
    ['<a href="javascript:alert(1)">x</a>', 'x'],
    ['<a href=" JaVaScRiPt:alert(1)">x</a>', 'x'],
    ['<a href="java&#115;cript:alert(1)">x</a>', 'x'],
    [
      '<a href="https://x.cn/?a=1&amp;b=2" target=_blank>x</a>',
      '<a href="https://x.cn/?a=1&amp;b=2" rel="noopener noreferrer nofollow">x</a>',
    ],
    ['<script>alert(1)</script>a', 'a'],
    ['<scr<script>ipt>alert(1)</script>b', 'ipt&gt;alert(1)b'],
    ['<img src=x onerror=alert(1)>c', 'c'],
    ['<svg><p onload=1>x</p></svg>d', 'd'],
    ['<style><!--</style><script>1</script>-->e', '--&gt;e'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">f', null],
    ['<iframe srcdoc="<script>1</script>"></iframe>g', 'g'],
    ['<math><mtext><table><mglyph><style><img src=x onerror=1></style></math>h', 'h'],
    ['<ul><li>a<li>b</ul>', '<ul><li>a</li><li>b</li></ul>'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['<p></p>', null],
    ['<p> &nbsp; </p>', null],
    ['<!-- x --><![CDATA[y]]>i', 'i'],
    ['<p>a</p', '<p>a</p>'],
    ['&#0;x', '�x'],
  ])('%s is %s', (html, value) => {
    expect(parse('rich_text', html)).toEqual(value);
  });

  test('whatever is sent, only listed tags come out, without attributes but checked links', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<div>',
      '</div>',
      '<b',
      '>',
      '<',
      '"',
      "'",
      '<script>',
      '</script>',
      '<style>',
      '</style>',
      '<svg>',
      '</svg>',
      '<a href="',
      'javascript:',
      'https://a.b/',
      ' onclick=',
      '<!--',
      '-->',
      '&lt;',
      '&#x3c;',
      '<li>',
      '<ul>',
      '</ul>',
      '<h1>',
      '<textarea>',
      '</textarea>',
      '<table><tr><td>',
      'x',
      '中',
      '\0',
      '<br>',
      '<![CDATA[',
      ']]>',
      '/',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const html = parse('rich_text', pieces.join(''));
        if (html === null || html === 'invalid_text') return;
        const bare = String(html).replace(
          /<(?:\/?(?:p|h2|h3|blockquote|pre|ul|ol|li|hr|br|strong|em|u|s|code|a)|a href="(?:https?:\/\/|mailto:|tel:)[^"<>\s]*" rel="noopener noreferrer nofollow")>/g,
          '',
        );
        expect(bare).not.toMatch(/[<>]/);
        expect(parse('rich_text', html)).toBe(html);
      }),
      { numRuns: 3000 },
    );
  });

  test('lines of a file become paragraphs; the words are found', () => {
    expect(read('rich_text', 'a < b\nc')).toBe('<p>a &lt; b</p><p>c</p>');
    expect(read('rich_text', '<ul><li>a</li></ul>')).toBe('<ul><li>a</li></ul>');
    expect(show('rich_text', '<h2>Title</h2><p>one<br>two &amp; <strong>three</strong></p>', 'en')).toBe(
      'Title\none\ntwo & three',
    );
  });
});

describe('names of persons', () => {
  test.each<[string, unknown]>([
    ['王芳', { family: '王', given: '芳' }],
    ['欧阳修', { family: '欧阳', given: '修' }],
    ['欧阳', { family: '欧', given: '阳' }],
    ['诸葛孔明教授', { prefix: '教授', family: '诸葛', given: '孔明' }],
    ['王 小明', { family: '王', given: '小明' }],
    ['王', { family: '王' }],
    ['Anna Smith', { family: 'Smith', given: 'Anna' }],
    ['Dr. Anna Maria Smith Jr.', { prefix: 'Dr.', family: 'Smith', given: 'Anna', middle: 'Maria', suffix: 'Jr.' }],
    ['Smith, Anna Maria', { family: 'Smith', given: 'Anna', middle: 'Maria' }],
    ['Ludwig van Beethoven', { family: 'van Beethoven', given: 'Ludwig' }],
    ['Madonna', { family: 'Madonna' }],
    ['  ', null],
    ['Wang 王', { family: '王', given: 'Wang' }],
  ])('%s is %j', (text, value) => {
    expect(read('person_name', text)).toEqual(value);
  });

  test('have named parts, no others', () => {
    expect(parse('person_name', { given: ' 芳 ', family: '王', middle: '' })).toEqual({ family: '王', given: '芳' });
    expect(parse('person_name', { family: '' })).toBeNull();
    expect(parse('person_name', { first: 'x' })).toBe('unknown_property');
    expect(parse('person_name', { family: 1 })).toBe('wrong_type');
    expect(parse('person_name', { family: 'x'.repeat(101) })).toBe('too_long');
    expect(parse('person_name', [])).toBe('wrong_type');
  });

  test('are written in the order of their script, the title as the reader does', () => {
    expect(show('person_name', { family: '王', given: '芳', prefix: '教授' }, 'en')).toBe('王芳教授');
    expect(show('person_name', { family: '王', given: '芳', prefix: 'Prof.' }, 'en')).toBe('Prof. 王芳');
    expect(show('person_name', { family: 'Smith', given: 'Anna', middle: 'M.', suffix: 'Jr.' }, 'zh')).toBe(
      'Anna M. Smith Jr.',
    );
    expect(show('person_name', { family: 'Smith', given: 'Anna', prefix: '女士' }, 'zh')).toBe('Anna Smith女士');
    expect(fieldType('person_name').text?.({ family: '王', given: '芳', prefix: '教授' })).toBe('王芳');
  });
});

describe('places', () => {
  test.each<[string, unknown]>([
    [
      '中国上海市浦东新区世纪大道100号 200120',
      {
        country: 'CN',
        province: '上海市',
        city: '上海市',
        district: '浦东新区',
        street: '世纪大道100号',
        postal_code: '200120',
      },
    ],
    [
      '广东省深圳市南山区科技园路1号',
      { province: '广东省', city: '深圳市', district: '南山区', street: '科技园路1号' },
    ],
    ['浙江杭州市西湖区龙井路18号', { province: '浙江', city: '杭州市', district: '西湖区', street: '龙井路18号' }],
    ['内蒙古自治区呼和浩特市', { province: '内蒙古自治区', city: '呼和浩特市' }],
    ['北京朝阳区建国路88号', { province: '北京市', city: '北京市', district: '朝阳区', street: '建国路88号' }],
    ['某某大厦3楼', { street: '某某大厦3楼' }],
    [
      '100 Main Street, Springfield, IL 62704, USA',
      { country: 'US', province: 'IL', city: 'Springfield', street: '100 Main Street', postal_code: '62704' },
    ],
    [
      'Hauptstr. 5, 10117 Berlin, Germany',
      { country: 'DE', city: 'Berlin', street: 'Hauptstr. 5', postal_code: '10117' },
    ],
    ['Somewhere', { street: 'Somewhere' }],
    ['', null],
  ])('the address %s is %j', (text, value) => {
    expect(read('address', text)).toEqual(value);
  });

  test('an address is shown from the large to the small in Chinese, the other way round otherwise', () => {
    const shanghai = {
      country: 'CN',
      province: '上海市',
      city: '上海市',
      district: '浦东新区',
      street: '世纪大道100号',
    };
    expect(show('address', shanghai, 'zh')).toBe('中国上海市浦东新区世纪大道100号');
    const springfield = {
      country: 'US',
      province: 'IL',
      city: 'Springfield',
      street: '100 Main Street',
      postal_code: '62704',
    };
    expect(show('address', shanghai, 'en')).toBe('中国上海市浦东新区世纪大道100号');
    expect(show('address', springfield, 'en')).toBe('100 Main Street, Springfield, IL 62704, United States');
    expect(show('address', springfield, 'zh')).toBe('100 Main Street, Springfield, IL 62704, 美国');
    expect(parse('address', { country: '中国' })).toEqual({ country: 'CN' });
    expect(parse('address', { country: 'Atlantis' })).toBe('invalid_format');
    expect(parse('address', { town: 'x' })).toBe('unknown_property');
  });

  test.each<[string, unknown]>([
    ['31.2304, 121.4737', { lat: 31.2304, lng: 121.4737 }],
    ['-33.8688 151.2093', { lat: -33.8688, lng: 151.2093 }],
    ['31°13\'49.4"N 121°28\'25.3"E', { lat: 31.230389, lng: 121.473694 }],
    ['北纬31.2304 东经121.4737', { lat: 31.2304, lng: 121.4737 }],
    ['S 33°52.128, E 151°12.558', undefined],
    ["33°52.128'S 151°12.558'E", { lat: -33.8688, lng: 151.2093 }],
    ['31.2304，121.4737', { lat: 31.2304, lng: 121.4737 }],
    ['91, 0', undefined],
    ['0, 181', undefined],
    ['Shanghai', undefined],
    ["12 75' N 1 E", undefined],
  ])('the place %s is %j', (text, value) => {
    expect(read('geolocation', text)).toEqual(value);
  });

  test('a place has six digits and nothing else', () => {
    expect(parse('geolocation', { lat: 31.23041234, lng: -0 })).toEqual({ lat: 31.230412, lng: 0 });
    expect(parse('geolocation', { lat: 1 })).toBe('wrong_type');
    expect(parse('geolocation', { lat: '1', lng: 2 })).toBe('wrong_type');
    expect(parse('geolocation', { lat: 1, lng: 2, alt: 3 })).toBe('unknown_property');
    expect(parse('geolocation', { lat: NaN, lng: 2 })).toBe('out_of_range');
    expect(show('geolocation', { lat: 31.2304, lng: 121 }, 'en')).toBe('31.2304, 121');
  });
});

describe('structured data', () => {
  test('is an object or a list, kept as it is', () => {
    const value = { b: [1, null, { a: 'é' }], a: -1.5e10, 键: true };
    expect(parse('json', value)).toEqual(value);
    expect(read('json', JSON.stringify(value))).toEqual(value);
    expect(parse('json', [])).toEqual([]);
    for (const scalar of ['text', 1, true]) expect(parse('json', scalar)).toBe('wrong_type');
    for (const broken of ['{', '"text"', '{"a":1e999}', '[1,]']) expect(read('json', broken)).toBeUndefined();
  });

  test('what cannot be stored, is too deep or too long is refused; no key is special', () => {
    expect(parse('json', { a: 'x\0' })).toBe('wrong_type');
    expect(parse('json', { 'a\ud800': 1 })).toBe('wrong_type');
    expect(read('json', '['.repeat(33) + ']'.repeat(33))).toBeUndefined();
    expect(read('json', '['.repeat(32) + ']'.repeat(32))).toBeDefined();
    expect(parse('json', { a: 'x'.repeat(100_000) })).toBe('too_long');
    const odd = read('json', '{"__proto__":{"x":1},"constructor":2}') as object;
    expect(Object.keys(odd)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('options', () => {
  test('are found by value or by label in either language', () => {
    for (const text of ['closed_won', 'CLOSED WON', ' 赢单 ', 'Closed_Won'])
      expect(read('select', text)).toBe('closed_won');
    expect(parse('select', 'Closed won')).toBe('not_an_option');
    expect(parse('select', 'closed_lost')).toBe('closed_lost');
    expect(show('select', 'closed_won', 'zh')).toBe('赢单');
  });

  test('a misspelt one is refused with what was meant', () => {
    const parsed = fieldType('select').fromText('Propsal', fieldOf('select'), context);
    expect(parsed).toMatchObject({
      ok: false,
      code: 'not_an_option',
      params: { value: 'Propsal', nearest: 'proposal' },
    });
    expect(parsed.ok || describeError('en', parsed.code, parsed.params)).toBe(
      '"Propsal" is not an option. Did you mean "Proposal"?',
    );
    expect(parsed.ok || describeError('zh', parsed.code, parsed.params)).toBe(
      '“Propsal”不是可选项。您是不是要选“方案报价”？',
    );
  });

  test('several are a set in the order of the options; none is missing', () => {
    expect(parse('multi_select', ['closed_won', 'proposal', 'closed_won'])).toEqual(['proposal', 'closed_won']);
    expect(parse('multi_select', [])).toBeNull();
    expect(parse('multi_select', ['proposal', 1])).toBe('wrong_type');
    expect(parse('multi_select', 'proposal')).toBe('wrong_type');
    expect(read('multi_select', '赢单、Proposal; proposal')).toEqual(['proposal', 'closed_won']);
    expect(show('multi_select', ['proposal', 'closed_won'], 'zh')).toBe('方案报价、赢单');
  });
});

describe('addresses', () => {
  test.each<[string, string | undefined]>([
    ['Foo.Bar@Example.COM', 'foo.bar@example.com'],
    ['Foo <foo@bar.cn>', 'foo@bar.cn'],
    ['mailto:a@b.de', 'a@b.de'],
    ['张三@例子.中国', '张三@例子.中国'],
    ['a@b', undefined],
    ['a..b@c.de', undefined],
    ['a b@c.de', undefined],
    ['@c.de', undefined],
    ['a@-c.de', undefined],
    ['a@c.de,b@c.de', undefined],
    [`${'a'.repeat(65)}@b.de`, undefined],
  ])('e-mail %s is %s', (text, value) => {
    expect(read('email', text)).toBe(value);
  });

  test.each<[string, string | undefined]>([
    ['13812345678', '+8613812345678'],
    ['138 1234 5678', '+8613812345678'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['021-12345678', '+862112345678'],
    ['tel:+862112345678', '+862112345678'],
    ['(021) 1234 5678 ext. 5', '+862112345678;ext=5'],
    ['+862112345678;ext=5', '+862112345678;ext=5'],
    ['12', undefined],
    ['call me', undefined],
    ['+8613812345678 or 139', undefined],
  ])('phone %s is %s', (text, value) => {
    expect(read('phone', text)).toBe(value);
  });

  test('a phone number without a country is of the language’s own', () => {
    expect(read('phone', '(415) 555-2671', {}, { locale: 'en' })).toBe('+14155552671');
    expect(show('phone', '+8613812345678', 'zh')).toBe('+86 138 1234 5678');
  });

  test.each<[string, string | undefined]>([
    ['example.com', 'https://example.com'],
    ['HTTPS://Example.COM/Path?q=1#x', 'https://example.com/Path?q=1#x'],
    ['http://localhost:3000/x', 'http://localhost:3000/x'],
    ['例子.中国/路径', 'https://例子.中国/路径'],
    ['http://[::1]:80/', 'http://[::1]:80/'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['ftp://x.com', undefined],
    ['http://user:pw@x.com', undefined],
    ['http://x.com:99999', undefined],
    ['http://a b.com', undefined],
    ['foo', undefined],
    ['http://x.com/"onclick=', undefined],
    ['https://', undefined],
  ])('address %s is %s', (text, value) => {
    expect(read('url', text)).toBe(value);
  });

  test('matching ends on texts made to be slow', () => {
    for (const text of [
      `${'a.'.repeat(120)}!`,
      `a@${'a-'.repeat(120)}`,
      `${'a'.repeat(250)}@`,
      `http://${'a.'.repeat(900)}!`,
      '1,'.repeat(900),
      `${'1 '.repeat(900)}x`,
      '２'.repeat(5000),
    ]) {
      for (const type of FIELD_TYPES) expect(type.fromText(text, fieldOf(type.name), context)).toHaveProperty('ok');
    }
  });
});

describe('texts, ids and yes or no', () => {
  test('texts are counted in characters and kept as they are', () => {
    expect(parse('text', '  a\nb ')).toBe('  a\nb ');
    expect(parse('text', '😀'.repeat(255))).toBe('😀'.repeat(255));
    expect(parse('text', '😀'.repeat(256))).toBe('too_long');
    expect(parse('text', 'abc', { max_length: 2 })).toBe('too_long');
    expect(parse('text', 'a\0')).toBe('invalid_text');
    expect(parse('text', 'a\ud800')).toBe('invalid_text');
    expect(parse('text', 5)).toBe('wrong_type');
  });

  test('ids are UUIDs', () => {
    expect(parse('reference', '0190A000-0000-7000-8000-000000000001')).toBe('0190a000-0000-7000-8000-000000000001');
    expect(parse('user', 'me')).toBe('invalid_format');
    expect(parse('reference', { id: 'x' })).toBe('wrong_type');
  });

  test('yes and no are said in many ways, in the API in one', () => {
    for (const text of ['yes', 'Y', 'TRUE', '1', '是', '对', '√']) expect(read('boolean', text)).toBe(true);
    for (const text of ['no', 'N', 'false', '0', '否', '×']) expect(read('boolean', text)).toBe(false);
    expect(read('boolean', 'maybe')).toBeUndefined();
    expect(parse('boolean', 'true')).toBe('wrong_type');
    expect(parse('boolean', 1)).toBe('wrong_type');
  });
});
