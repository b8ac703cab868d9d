/** What is sent and what it is then, for one record. */
interface SampleValue {
  given: unknown;
  is: unknown;
}

export interface Sample {
  settings?: object;
  /** Of two records; all filters hold for the first and for the second not. `$name` stands for an id. */
  values: readonly [SampleValue, SampleValue];
  filters?: readonly string[];
  /** The sum over both. */
  sum?: unknown;
  /** Finds the first. */
  search?: string;
  refused: readonly unknown[];
}

const same = (value: unknown): SampleValue => ({ given: value, is: value });
const label = (text: string) => ({ en: text, zh: text });
const options = [
  { value: 'a', label: label('A') },
  { value: 'b', label: label('B') },
];

export const SAMPLES: Readonly<Record<string, Sample>> = {
  text: {
    values: [same('晨光文具'), same('M&G')],
    filters: ['f_text == "晨光文具"'],
    search: '晨光',
    refused: [1, {}, []],
  },
  long_text: { values: [same('one\ntwo'), same('three')], filters: ['f_long_text.contains("two")'], refused: [1] },
  integer: { values: [same(7), same(3)], filters: ['f_integer > 5'], sum: 10, refused: [1.5, 'x', true] },
  decimal: {
    values: [{ given: 1.5, is: '1.50' }, same('0.10')],
    filters: ['f_decimal > 1'],
    sum: '1.60',
    refused: ['x', '1.005'],
  },
  currency: {
    values: [same({ amount: '12.50', currency: 'CNY' }), { given: '1', is: { amount: '1.00', currency: 'CNY' } }],
    filters: ['f_currency == 12.5'],
    sum: { amount: '13.50', currency: 'CNY' },
    refused: [{ amount: '1', currency: 'XXX' }, []],
  },
  percent: { values: [same('12.50'), same('1.00')], filters: ['f_percent >= 12'], refused: ['x'] },
  boolean: { values: [same(true), same(false)], filters: ['f_boolean'], refused: ['yes', 1] },
  date: {
    values: [same('2026-11-21'), same('2025-01-01')],
    filters: ['f_date >= "2026-01-01"'],
    refused: ['2026-02-30', 1],
  },
  datetime: {
    values: [{ given: '2026-11-21T14:30:00+08:00', is: '2026-11-21T06:30:00Z' }, same('2025-01-01T00:00:00.250Z')],
    filters: ['f_datetime > timestamp("2026-01-01T00:00:00Z")'],
    refused: ['2026-11-21'],
  },
  time: {
    values: [{ given: '09:30:00', is: '09:30' }, same('18:00:15')],
    filters: ['f_time == "09:30"', 'f_time < "18:00"', 'f_time in ["09:30", "10:00"]'],
    refused: ['24:00', '9am', 9],
  },
  duration: {
    values: [{ given: 'PT1H30M', is: 5_400_000 }, same(60_000)],
    filters: [
      'f_duration == duration("90m")',
      'f_duration > duration("1h")',
      'now() + f_duration > now() + duration("1h")',
    ],
    sum: 5_460_000,
    refused: ['soon', 1.5, {}],
  },
  select: { settings: { options }, values: [same('a'), same('b')], filters: ['f_select == "a"'], refused: ['c', 1] },
  multi_select: {
    settings: { options },
    values: [{ given: ['b', 'a'], is: ['a', 'b'] }, same(['b'])],
    filters: ['"a" in f_multi_select'],
    refused: ['a', ['c']],
  },
  tags: {
    values: [{ given: [' 华东 ', 'VIP', 'vip'], is: ['华东', 'VIP'] }, same(['other'])],
    filters: ['"VIP" in f_tags', 'f_tags.exists(t, t.startsWith("华"))', 'size(f_tags) == 2'],
    search: '华东',
    refused: ['VIP', [1], ['x'.repeat(51)]],
  },
  rating: { values: [same(4), same(2)], filters: ['f_rating >= 3'], sum: 6, refused: [0, 6, 'good'] },
  color: {
    values: [{ given: '#1F7A6D', is: '#1f7a6d' }, same('#000000')],
    filters: ['f_color == "#1f7a6d"'],
    refused: ['red', '#12'],
  },
  email: {
    values: [{ given: 'Foo@Bar.CN', is: 'foo@bar.cn' }, same('a@b.de')],
    filters: ['f_email.endsWith("bar.cn")'],
    search: 'foo@bar',
    refused: ['foo'],
  },
  phone: {
    values: [same('+8613812345678'), same('+14155552671')],
    filters: ['f_phone.startsWith("+86")'],
    search: '13812345678',
    refused: ['12'],
  },
  url: {
    values: [same('https://example.com/x'), same('https://example.org')],
    filters: ['f_url.contains("/x")'],
    refused: ['javascript:alert(1)'],
  },
  reference: {
    settings: { to: 'specimen', on_delete: 'clear' },
    values: [same('$record'), same(null)],
    filters: ['f_reference == "$record"', 'f_reference.title == "target"'],
    refused: ['x', '00000000-0000-7000-8000-000000000000'],
  },
  multi_reference: {
    settings: { to: 'specimen', on_delete: 'clear' },
    values: [{ given: ['$record', '$record'], is: ['$record'] }, same(null)],
    filters: [
      '"$record" in f_multi_reference',
      'size(f_multi_reference) > 0',
      'f_multi_reference.exists(r, r == "$record")',
    ],
    refused: ['$record', ['x'], ['00000000-0000-7000-8000-000000000000']],
  },
  polymorphic_reference: {
    settings: { to: ['specimen', 'team'], on_delete: 'clear' },
    values: [same({ object: 'specimen', id: '$record' }), same({ object: 'team', id: '$team' })],
    filters: [
      'f_polymorphic_reference.object == "specimen"',
      'f_polymorphic_reference.id == "$record"',
      'f_polymorphic_reference.id in ["$record"] && f_polymorphic_reference != null',
    ],
    refused: [
      '$record',
      { object: 'user', id: '$user' },
      { object: 'team', id: '$record' },
      { object: 'specimen', id: '$team' },
    ],
  },
  user: {
    values: [same('$user'), same(null)],
    filters: ['f_user == user.id'],
    refused: ['x', '00000000-0000-7000-8000-000000000000'],
  },
  team: {
    values: [same('$team'), same(null)],
    filters: ['f_team == "$team"', 'f_team.name == "North"'],
    refused: ['x', '00000000-0000-7000-8000-000000000000', '$user'],
  },
  rich_text: {
    values: [
      {
        given: '<p onclick="x()">Quote <b>jade</b></p><script>alert(1)</script>',
        is: '<p>Quote <strong>jade</strong></p>',
      },
      same('<h2>Other</h2>'),
    ],
    filters: ['f_rich_text.contains("Quote jade")', 'f_rich_text == "Quote jade"'],
    search: 'quote jade',
    refused: [1, {}],
  },
  person_name: {
    values: [
      { given: { given: '芳', family: '欧阳' }, is: { family: '欧阳', given: '芳' } },
      { given: 'Anna Smith', is: { family: 'Smith', given: 'Anna' } },
    ],
    filters: ['f_person_name == "欧阳芳"', 'f_person_name.family == "欧阳"', 'f_person_name.family in ["欧阳", "王"]'],
    search: '欧阳芳',
    refused: [{ first: 'x' }, 1, []],
  },
  address: {
    values: [
      {
        given: { city: '深圳市', country: '中国', street: '科技园路1号' },
        is: { country: 'CN', city: '深圳市', street: '科技园路1号' },
      },
      same({ city: 'Berlin' }),
    ],
    filters: [
      'f_address.city == "深圳市"',
      'f_address.country == "CN"',
      'f_address.contains("科技园")',
      'f_address.district == null && f_address.street != null',
    ],
    search: '科技园路',
    refused: [{ town: 'x' }, { country: 'Atlantis' }, 1],
  },
  geolocation: {
    values: [same({ lat: 31.2304, lng: 121.4737 }), same({ lat: 52.52, lng: 13.405 })],
    filters: [
      'distanceKm(f_geolocation, 31.3, 120.6) < 100',
      'f_geolocation.lat < 40',
      'distanceKm(f_geolocation, 31.2304, 121.4737) == 0',
    ],
    refused: [{ lat: 91, lng: 0 }, { lat: 1 }, '1,2', []],
  },
  file: {
    values: [
      { given: { id: '$note' }, is: { id: '$note', name: 'Besprechung 会议.txt', size: 7, type: 'text/plain' } },
      { given: '$memo', is: { id: '$memo', name: 'memo.txt', size: 7, type: 'text/plain' } },
    ],
    filters: ['f_file == "Besprechung 会议.txt"', 'f_file.contains("会议")'],
    search: '会议',
    refused: [
      'x',
      1,
      {},
      '00000000-0000-7000-8000-000000000000',
      { id: '$note' },
      { id: '00000000-0000-7000-8000-000000000000', path: '/etc' },
    ],
  },
  image: {
    values: [
      {
        given: { id: '$logo', name: 'told', size: 1, type: 'told' },
        is: { id: '$logo', name: 'logo.gif', size: 43, type: 'image/gif' },
      },
      { given: '$icon', is: { id: '$icon', name: 'icon.gif', size: 43, type: 'image/gif' } },
    ],
    filters: ['f_image.startsWith("logo")'],
    search: 'logo',
    refused: ['x', '$spare'],
  },
  json: {
    values: [same({ sku: 7, nested: { b: [1, 2], a: null }, zz: 'é' }), same([1, 'two'])],
    refused: ['text', 1, true],
  },
};
