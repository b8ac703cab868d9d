import { defineOptionSet, label, option } from '@stratacrm/sdk';

/** What a gift is for. */
export const purpose = defineOptionSet({
  name: 'give__purpose',
  label: label('Purpose', '捐赠用途'),
  options: [
    option('where_needed', label('Where it is needed most', '不限定用途'), 'teal'),
    option('education', label('Education', '教育助学'), 'blue'),
    option('health', label('Health', '医疗健康'), 'red'),
    option('relief', label('Disaster relief', '灾害救助'), 'amber'),
    option('nature', label('Nature', '生态环保'), 'green'),
    option('elderly', label('Care for the elderly', '养老关怀'), 'purple'),
  ],
});

export const method = defineOptionSet({
  name: 'give__method',
  label: label('Way of giving', '捐赠方式'),
  options: [
    option('transfer', label('Bank transfer', '银行转账')),
    option('card', label('Card', '银行卡')),
    option('wechat', label('WeChat Pay', '微信支付')),
    option('alipay', label('Alipay', '支付宝')),
    option('cash', label('Cash', '现金')),
    option('in_kind', label('In kind', '实物')),
  ],
});

export const rhythm = defineOptionSet({
  name: 'give__rhythm',
  label: label('Rhythm', '周期'),
  options: [
    option('month', label('Every month', '每月')),
    option('quarter', label('Every quarter', '每季度')),
    option('year', label('Every year', '每年')),
  ],
});

/** Where a donor stands; worked out from his gifts, never typed in. */
export const standing = defineOptionSet({
  name: 'give__standing',
  label: label('Standing', '捐赠状态'),
  options: [
    option('new', label('New this year', '今年新增'), 'blue'),
    option('retained', label('Retained', '持续捐赠'), 'teal'),
    option('regained', label('Regained', '重新捐赠'), 'green'),
    option('lybunt', label('Last year, but not this (LYBUNT)', '去年捐、今年未捐'), 'amber'),
    option('sybunt', label('Some year, but not this (SYBUNT)', '往年捐、今年未捐'), 'purple'),
    option('lapsed', label('Lapsed for five years', '流失五年以上'), 'grey'),
  ],
});
