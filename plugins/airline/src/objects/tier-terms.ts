import { columns, defineObject, field, items, label } from '@stratacrm/sdk';

/** What a tier asks for and what it gives: records, so that the programme is changed without a release. */
export const tierTerms = defineObject('air__tier_terms', {
  label: label('Tier terms', '等级规则'),
  plural: label('Tier terms', '等级规则'),
  description: label('What a tier asks for, and what it gives.', '各会员等级的达标条件与权益。'),
  icon: 'award',
  unique: [{ name: 'tier', fields: ['tier'] }],
  fields: {
    name: field.text(label('Name', '名称'), { required: true, max_length: 80 }),
    tier: field.select(label('Tier', '会员等级'), 'air__tier', { required: true }),
    level: field.integer(label('Level', '级别'), {
      required: true,
      unique: true,
      min: 0,
      help: label('0 is the tier everybody begins with.', '0 为入会时的初始等级。'),
    }),
    qualify_points: field.integer(label('Tier points needed', '达标定级积分'), { required: true, min: 0 }),
    qualify_flights: field.integer(label('Or flights needed', '或达标航段数'), {
      min: 1,
      help: label('Empty: only points count.', '留空则只按定级积分评定。'),
    }),
    bonus: field.percent(label('Bonus on points', '积分加成'), { min: 0, max: 300, default: '0' }),
    valid_months: field.integer(label('Valid for (months)', '有效期（月）'), { required: true, min: 1, default: 12 }),
    free_bags: field.integer(label('Bags free of charge', '免费行李件数'), { min: 0, default: 1 }),
    lounge: field.boolean(label('Lounge', '贵宾休息室'), { default: false }),
    benefits: field.longText(label('Benefits', '权益说明')),
  },
  layouts: {
    air__tier_terms_record: {
      label: label('Tier terms', '等级规则'),
      head: ['tier', 'level', 'bonus'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items(
            'name',
            'tier',
            'level',
            'valid_months',
            'qualify_points',
            'qualify_flights',
            'bonus',
            'free_bags',
            'lounge',
            ['benefits', 2],
          ),
        },
      ],
      related: [],
      create: ['name', 'tier', 'level', 'qualify_points', 'qualify_flights', 'bonus', 'valid_months'],
    },
  },
  views: {
    air__tier_terms_all: {
      label: label('The programme', '会员计划'),
      order: 10,
      type: 'table',
      columns: columns(
        ['name', 180],
        'tier',
        'level',
        'qualify_points',
        'qualify_flights',
        'bonus',
        'valid_months',
        'free_bags',
        'lounge',
      ),
      sort: 'level',
    },
  },
});
