import { defineOptionSet, label, option } from '@stratacrm/sdk';

/** From the lowest to the highest; what each asks for and gives stands in the tier terms. */
export const tier = defineOptionSet({
  name: 'air__tier',
  label: label('Tier', '会员等级'),
  options: [
    option('blue', label('Blue', '普卡'), 'blue'),
    option('silver', label('Silver', '银卡'), 'grey'),
    option('gold', label('Gold', '金卡'), 'amber'),
    option('platinum', label('Platinum', '白金卡'), 'purple'),
  ],
});

export const cabin = defineOptionSet({
  name: 'air__cabin',
  label: label('Cabin', '舱位'),
  options: [
    option('first', label('First', '头等舱'), 'purple'),
    option('business', label('Business', '公务舱'), 'amber'),
    option('premium', label('Premium economy', '超级经济舱'), 'teal'),
    option('economy', label('Economy', '经济舱'), 'blue'),
  ],
});

export const meal = defineOptionSet({
  name: 'air__meal',
  label: label('Meal', '餐食'),
  options: [
    option('standard', label('Standard', '普通餐')),
    option('chinese', label('Chinese', '中餐')),
    option('western', label('Western', '西餐')),
    option('vegetarian', label('Vegetarian', '素食')),
    option('muslim', label('Muslim', '清真餐')),
    option('low_salt', label('Low salt', '低盐餐')),
    option('child', label('Child', '儿童餐')),
    option('none', label('No meal, let me sleep', '不用餐，请勿打扰')),
  ],
});

export const language = defineOptionSet({
  name: 'air__language',
  label: label('Language on board', '服务语言'),
  options: [
    option('zh', label('Mandarin', '普通话')),
    option('yue', label('Cantonese', '粤语')),
    option('en', label('English', '英语')),
    option('ja', label('Japanese', '日语')),
    option('fr', label('French', '法语')),
    option('de', label('German', '德语')),
  ],
});

/** The way of a passenger, from the first click to the days after. */
export const touchpointKind = defineOptionSet({
  name: 'air__touchpoint_kind',
  label: label('Touchpoint', '触点'),
  options: [
    option('booking', label('Booking', '订票'), 'blue'),
    option('check_in', label('Check-in', '值机'), 'teal'),
    option('lounge', label('Lounge', '贵宾休息室'), 'purple'),
    option('boarding', label('Boarding', '登机'), 'amber'),
    option('flight', label('Flight', '机上'), 'green'),
    option('baggage', label('Baggage', '行李'), 'grey'),
    option('after', label('After the flight', '行程之后'), 'blue'),
  ],
});

/** Where a member likes to sit. */
export const SEATS = [
  option('window', label('Window', '靠窗'), 'blue'),
  option('aisle', label('Aisle', '靠走道'), 'teal'),
];

export const ZONES = [option('front', label('Front', '前排')), option('rear', label('Rear', '后排'))];

export const ASSISTANCE = [
  option('wheelchair', label('Wheelchair', '轮椅')),
  option('hearing', label('Hearing', '听障协助')),
  option('sight', label('Sight', '视障协助')),
  option('infant', label('Travels with an infant', '携带婴儿')),
  option('escort', label('Escort to the gate', '引导登机')),
];
