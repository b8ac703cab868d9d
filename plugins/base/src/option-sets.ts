import { defineOptionSet, label, option } from '@stratacrm/sdk';

export const industry = defineOptionSet({
  name: 'industry',
  label: label('Industry', '行业'),
  options: [
    option('manufacturing', label('Manufacturing', '制造业')),
    option('technology', label('Technology', '科技')),
    option('retail', label('Retail', '零售')),
    option('finance', label('Finance', '金融')),
    option('medical', label('Medical', '医疗')),
    option('education', label('Education', '教育')),
    option('energy', label('Energy', '能源')),
    option('logistics', label('Logistics', '物流')),
    option('telecommunications', label('Telecommunications', '通信')),
    option('software', label('Software', '软件')),
    option('services', label('Services', '服务业')),
    option('marketing', label('Marketing', '营销')),
    option('entertainment', label('Entertainment', '文娱')),
    option('employment', label('Employment', '人力资源')),
    option('government', label('Government', '政府')),
    option('nonprofit', label('Non-profit', '公益')),
    option('other', label('Other', '其他')),
  ],
});

export const leadSource = defineOptionSet({
  name: 'lead_source',
  label: label('Source', '来源'),
  options: [
    option('website', label('Website', '官网')),
    option('referral', label('Referral', '转介绍')),
    option('event', label('Event', '展会活动')),
    option('phone', label('Phone', '电话')),
    option('email', label('E-mail', '邮件')),
    option('wechat', label('WeChat', '微信')),
    option('advertisement', label('Advertisement', '广告')),
    option('partner', label('Partner', '合作伙伴')),
    option('other', label('Other', '其他')),
  ],
});

export const rating = defineOptionSet({
  name: 'rating',
  label: label('Rating', '热度'),
  options: [
    option('hot', label('Hot', '高'), 'red'),
    option('warm', label('Warm', '中'), 'amber'),
    option('cold', label('Cold', '低'), 'blue'),
  ],
});

export const priority = defineOptionSet({
  name: 'priority',
  label: label('Priority', '优先级'),
  options: [
    option('urgent', label('Urgent', '紧急'), 'red'),
    option('high', label('High', '高'), 'amber'),
    option('normal', label('Normal', '普通'), 'blue'),
    option('low', label('Low', '低'), 'grey'),
  ],
});
