import { columns, defineObject, field, items, label, option } from '@stratacrm/sdk';

/** FATF Recommendation 10 and 24: who in the end owns a company; a share of 25 per cent counts as beneficial by default. */
export const owner = defineObject('bank__owner', {
  label: label('Ultimate owner', '最终受益人'),
  plural: label('Ultimate owners', '最终受益人'),
  description: label(
    'Who owns a company in the end, along all chains together. Worked out anew whenever a relationship changes.',
    '沿全部持股链条穿透计算的最终持有人，关系变化后自动重算。',
  ),
  icon: 'award',
  fields: {
    name: field.text(label('Owner', '持有人'), { required: true, max_length: 200 }),
    key: field.text(label('Key', '标识'), { unique: true, max_length: 120 }),
    company: field.reference(label('Company', '企业'), 'account', { required: true, on_delete: 'cascade' }),
    person: field.reference(label('Person', '自然人'), 'contact', { on_delete: 'cascade' }),
    top_company: field.reference(label('Company at the top', '顶层企业'), 'account', { on_delete: 'cascade' }),
    share: field.percent(label('Share in the end', '穿透后比例'), { scale: 4, min: 0, max: 100 }),
    role: field.select(label('Counts as', '认定'), [
      option('beneficial', label('Beneficial owner', '受益所有人'), 'teal'),
      option('minor', label('Below the threshold', '低于认定标准'), 'grey'),
      option('open', label('Chain not known any further', '链条未穿透'), 'amber'),
    ]),
    chain: field.longText(label('Along', '持股链条')),
    found_on: field.date(label('Worked out on', '计算日期')),
  },
  layouts: {
    bank__owner_record: {
      label: label('Ultimate owner', '最终受益人'),
      head: ['company', 'share', 'role'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('company', 'share', 'person', 'top_company', 'role', 'found_on', ['chain', 2]),
        },
      ],
      related: [],
      create: ['company', 'name', 'share'],
    },
  },
  views: {
    bank__owner_all: {
      label: label('All ultimate owners', '全部最终受益人'),
      order: 10,
      type: 'table',
      columns: columns(['company', 180], ['name', 180], 'share', 'role', 'chain', 'found_on'),
      sort: '-share',
    },
  },
});
