import type { DemoData, JsonValue } from '@stratacrm/sdk';

type Row = { $key?: string } & { [field: string]: JsonValue };

const OWNER = { $ref: 'user/administrator' };

/** key, name, salutation, city */
const HOUSEHOLDS: [string, string, string, string][] = [
  ['xu', '徐家', '徐伯钧先生暨夫人', '上海市'],
  ['lindgren', 'The Lindgrens', 'Mr and Mrs Lindgren', 'Stockholm'],
  ['feng', '冯家', '冯老师全家', '杭州市'],
];

/** name, household, thanks, how much at a time, for what, in which years back and how often a year */
const DONORS: [string, string | null, string, number, string, [from: number, to: number, times: number]][] = [
  ['徐伯钧', 'xu', 'letter', 20_000, 'education', [7, 0, 2]],
  ['沈慧娟', 'xu', 'call', 3_000, 'elderly', [6, 0, 3]],
  ['Erik Lindgren', 'lindgren', 'email', 1_500, 'nature', [4, 1, 2]],
  ['Sara Lindgren', 'lindgren', 'email', 800, 'nature', [3, 0, 1]],
  ['冯雅文', 'feng', 'email', 500, 'education', [3, 0, 4]],
  ['冯国栋', 'feng', 'quietly', 50_000, 'health', [5, 1, 1]],
  ['郭晓岚', null, 'email', 200, 'relief', [1, 0, 6]],
  ['Tom Hawkins', null, 'email', 2_500, 'relief', [6, 2, 1]],
  ['白一鸣', null, 'email', 100, 'where_needed', [0, 0, 3]],
  ['叶知秋', null, 'call', 8_000, 'elderly', [8, 6, 2]],
  ['Nadia Haddad', null, 'email', 1_000, 'health', [2, 0, 2]],
  ['章文博', null, 'letter', 30_000, 'education', [5, 0, 1]],
  ['罗佳', null, 'email', 300, 'nature', [2, 1, 3]],
  ['汤敏', null, 'email', 600, 'elderly', [4, 0, 2]],
];

const households: Row[] = HOUSEHOLDS.map(([key, name, salutation, city]) => ({ $key: key, name, salutation, city }));

const contacts: Row[] = DONORS.map(([name, house, thanks, amount, cares], index) => ({
  $key: `donor_${index}`,
  name,
  email: `donor${index + 1}@giving.example.com`,
  mobile: `+8613700${String(200_000 + index * 6_151)}`,
  language: /^[A-Za-z]/.test(name) ? 'en' : 'zh',
  ...(house !== null && { give__household: { $ref: `give__household/${house}` } }),
  give__thanks: thanks,
  // Of some nothing is noted yet: their gifts say it.
  ...(index % 4 !== 3 && { give__interests: [cares] }),
  give__anonymous: amount >= 50_000,
  owner: OWNER,
}));

/** name, goal, from day, to day, purpose */
const CAMPAIGNS: [string, string, number, number, number, string][] = [
  ['roof', '乡村小学图书角 Books for village schools', 120_000, -200, 30, 'education'],
  ['flood', '汛期紧急救助 Flood relief', 60_000, -150, -90, 'relief'],
  ['trees', '种一片林 A forest of our own', 40_000, -320, 60, 'nature'],
  ['winter', '温暖过冬 A warm winter for the elderly', 80_000, -20, 90, 'elderly'],
];

const campaigns: Row[] = CAMPAIGNS.map(([key, name, goal, from, to]) => ({
  $key: key,
  name,
  type: 'social',
  status: to < 0 ? 'completed' : 'active',
  start_date: { $days: from },
  end_date: { $days: to },
  give__goal: { amount: String(goal), currency: 'CNY' },
  owner: OWNER,
}));

const METHODS = ['transfer', 'wechat', 'alipay', 'card'];

/** Newest years last; days counted back so that every year has its gifts, whenever this is looked at. */
const gifts: Row[] = DONORS.flatMap(([, , , amount, cares, [from, to, times]], donor) =>
  Array.from({ length: (from - to + 1) * times }, (_, at): Row => {
    const yearsBack = from - Math.floor(at / times);
    const days = -(yearsBack * 365 + 12 + ((at % times) * 290) / times + ((donor * 13) % 40));
    const campaign = yearsBack === 0 ? CAMPAIGNS.find(([, , , , , purpose]) => purpose === cares) : undefined;
    return {
      $key: `gift_${donor}_${at}`,
      donor: { $ref: `contact/donor_${donor}` },
      amount: { amount: (amount * (1 + ((at * 3 + donor) % 4) * 0.1)).toFixed(2), currency: 'CNY' },
      received_on: { $days: Math.round(days) },
      method: METHODS[(donor + at) % METHODS.length]!,
      purpose: cares,
      ...(campaign !== undefined && { campaign: { $ref: `campaign/${campaign[0]}` } }),
    };
  }),
);

const pledges: Row[] = [
  { donor: 0, amount: 120_000, instalments: 12, rhythm: 'quarter', days: -400, campaign: 'roof', purpose: 'education' },
  { donor: 11, amount: 60_000, instalments: 6, rhythm: 'month', days: -75, campaign: 'winter', purpose: 'elderly' },
  { donor: 13, amount: 3_600, instalments: 12, rhythm: 'month', days: 10, campaign: 'winter', purpose: 'elderly' },
].map(({ donor, amount, instalments, rhythm, days, campaign, purpose }, index) => ({
  $key: `pledge_${index}`,
  donor: { $ref: `contact/donor_${donor}` },
  amount: { amount: String(amount), currency: 'CNY' },
  instalments,
  rhythm,
  starts_on: { $days: days },
  campaign: { $ref: `campaign/${campaign}` },
  purpose,
  owner: OWNER,
}));

/** The first two pay; the third has only promised. */
const kept: Row[] = [0, 0, 0, 1, 1].map((pledge, at) => ({
  donor: { $ref: `contact/donor_${pledge === 0 ? 0 : 11}` },
  pledge: { $ref: `give__pledge/pledge_${pledge}` },
  amount: { amount: '10000.00', currency: 'CNY' },
  received_on: { $days: pledge === 0 ? -395 + at * 92 : -70 + (at - 3) * 31 },
  purpose: pledge === 0 ? 'education' : 'elderly',
  campaign: { $ref: `campaign/${pledge === 0 ? 'roof' : 'winter'}` },
}));

const recurring: Row[] = [
  { donor: 4, amount: 100, rhythm: 'month', days: -310, purpose: 'education' },
  { donor: 6, amount: 50, rhythm: 'month', days: -160, purpose: 'relief' },
  { donor: 10, amount: 300, rhythm: 'quarter', days: -500, purpose: 'health' },
].map(({ donor, amount, rhythm, days, purpose }) => ({
  donor: { $ref: `contact/donor_${donor}` },
  amount: { amount: String(amount), currency: 'CNY' },
  rhythm,
  method: 'wechat',
  purpose,
  starts_on: { $days: days },
  owner: OWNER,
}));

const TALKS: [string, string, string][] = [
  ['call', '感谢来电 A call to say thank you', '聊了聊孩子们的近况，很高兴。'],
  ['meeting', '上门拜访 A visit at home', '看了去年项目的照片，愿意继续支持。'],
  ['call', '中秋问候 Greetings', '问候身体，未谈募款。'],
  ['meeting', '项目探访 A visit to the school', '一起去了学校，见到受助学生。'],
];

/** What was said three and seven years ago is as easily found as last week’s. */
const activities: Row[] = DONORS.flatMap(([name, , , amount, , [from, to]], donor) =>
  Array.from({ length: amount >= 2_000 ? from - to + 1 : 1 }, (_, at): Row => {
    const [type, subject, body] = TALKS[(donor + at) % TALKS.length]!;
    return {
      subject: `${subject}：${name}`,
      type,
      status: 'done',
      at: { $days: -((from - at) * 365 + 40 + donor * 3) },
      contact: { $ref: `contact/donor_${donor}` },
      body,
      owner: OWNER,
    };
  }),
);

/** Eight years of a small foundation: families who stay, friends who are about to be lost, promises kept and late. */
export const demo: DemoData = {
  records: [
    { object: 'give__household', rows: households },
    { object: 'contact', rows: contacts },
    { object: 'campaign', rows: campaigns },
    { object: 'give__pledge', rows: pledges },
    { object: 'give__recurring', rows: recurring },
    { object: 'give__gift', rows: [...gifts, ...kept] },
    { object: 'activity', rows: activities },
  ],
};
