import { columns, defineObject, field, items, label } from '@stratacrm/sdk';

export const relationship = defineObject('bank__relationship', {
  label: label('Relationship', '关系'),
  plural: label('Relationships', '关系'),
  description: label(
    'How one customer stands to another: typed, directed, with a share and dates, and read from either side.',
    '客户之间有类型、有方向的关系，含持股比例与起止日期，可从双方查看。',
  ),
  icon: 'waypoints',
  navOrder: 125,
  fields: {
    name: field.text(label('Name', '名称'), { max_length: 300 }),
    from: field.polymorphicReference(label('From', '主体'), ['account', 'contact'], {
      required: true,
      on_delete: 'restrict',
    }),
    type: field.select(label('Relationship', '关系'), 'bank__relationship', { required: true }),
    to: field.polymorphicReference(label('To', '对象'), ['account', 'contact'], {
      required: true,
      on_delete: 'restrict',
    }),
    inverse: field.select(label('From the other side', '反向关系'), 'bank__relationship_inverse'),
    share: field.percent(label('Share', '持股比例'), { min: 0, max: 100, scale: 4 }),
    since: field.date(label('Since', '开始日期')),
    until: field.date(label('Until', '结束日期')),
    note: field.longText(label('Note', '备注')),
    active: field.formula(
      label('In force', '当前有效'),
      'boolean',
      '(record.since == null || record.since <= today()) && (record.until == null || record.until >= today())',
    ),
  },
  layouts: {
    bank__relationship_record: {
      label: label('Relationship', '关系'),
      head: ['from', 'type', 'to', 'share'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('from', 'to', 'type', 'inverse', 'share', 'active', 'since', 'until', ['note', 2]),
        },
      ],
      related: [],
      create: ['from', 'type', 'to', 'share', 'since', 'until'],
    },
  },
  views: {
    bank__relationship_all: {
      label: label('All relationships', '全部关系'),
      order: 10,
      type: 'table',
      columns: columns(['from', 180], 'type', ['to', 180], 'share', 'since', 'until', 'active'),
      sort: '-created_at',
    },
    bank__relationship_owners: {
      label: label('Ownership', '股权关系'),
      order: 20,
      type: 'table',
      columns: columns(['from', 180], 'type', ['to', 180], 'share', 'since', 'until'),
      filter: 'type in ["owns", "controls"]',
      sort: '-share',
    },
  },
  rules: {
    bank__relationship_inverse: {
      type: 'default',
      label: label('The other side reads the same', '同步反向关系'),
      field: 'inverse',
      on: 'save',
      value: 'record.type',
    },
    bank__relationship_share: {
      type: 'validation',
      label: label('Who owns, owns a share', '持股须填写比例'),
      when: 'record.type == "owns"',
      assert: 'record.share > 0',
      message: label('Say which share is owned.', '请填写持股比例。'),
      fields: ['share'],
      mode: 'enforce',
    },
    bank__relationship_dates: {
      type: 'validation',
      label: label('Ends after it began', '结束日期不早于开始日期'),
      when: 'has(record.since) && has(record.until)',
      assert: 'record.until >= record.since',
      message: label('It cannot end before it began.', '结束日期不能早于开始日期。'),
      fields: ['until'],
      mode: 'enforce',
    },
    bank__relationship_share_shown: {
      type: 'visibility',
      label: label('A share only of ownership', '仅股权关系显示比例'),
      fields: ['share'],
      visible: 'record.type in ["owns", "controls"]',
    },
  },
});
