import { columns, defineObject, field, items, label, option, type FieldOptions } from '@stratacrm/sdk';

/** What was written on paper stays so. */
const ONCE: FieldOptions = { read_only_after_create: true };

export const receipt = defineObject('give__receipt', {
  label: label('Receipt', '捐赠票据'),
  plural: label('Receipts', '捐赠票据'),
  description: label(
    'The receipt of a gift. Its number has no gap and is never used twice.',
    '捐赠票据，编号连续、不重复使用。',
  ),
  icon: 'receipt-text',
  nameField: 'number',
  navOrder: 44,
  unique: [{ name: 'one_valid', fields: ['gift'], where: 'record.status == "issued"' }],
  fields: {
    number: field.autoNumber(label('Number', '票据编号'), 'R-{000000}', { gap_free: true }),
    gift: field.reference(label('Gift', '捐赠'), 'give__gift', { ...ONCE, required: true, on_delete: 'restrict' }),
    donor: field.reference(label('Donor', '捐赠人'), 'contact', { ...ONCE, required: true, on_delete: 'restrict' }),
    made_out_to: field.text(label('Made out to', '票据抬头'), { ...ONCE, max_length: 200 }),
    tax_number: field.text(label('Tax number', '纳税人识别号'), { ...ONCE, max_length: 30, sensitivity: 'personal' }),
    amount: field.currency(label('Amount', '金额'), { ...ONCE, required: true }),
    received_on: field.date(label('Received', '到账日期'), ONCE),
    issued_on: field.date(label('Issued', '开具日期'), { ...ONCE, required: true }),
    status: field.select(
      label('Status', '状态'),
      [option('issued', label('Issued', '有效'), 'teal'), option('void', label('Void', '作废'), 'red')],
      { required: true, default: 'issued' },
    ),
    void_reason: field.text(label('Why it is void', '作废原因'), { max_length: 300 }),
  },
  layouts: {
    give__receipt_record: {
      label: label('Receipt', '捐赠票据'),
      head: ['donor', 'amount', 'issued_on'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items(
            'gift',
            'donor',
            'made_out_to',
            'tax_number',
            'amount',
            'received_on',
            'issued_on',
            'status',
            'void_reason',
          ),
        },
      ],
      related: [],
      create: ['gift'],
    },
  },
  views: {
    give__receipt_all: {
      label: label('All receipts', '全部票据'),
      order: 10,
      type: 'table',
      columns: columns(['number', 120], 'issued_on', ['made_out_to', 180], 'amount', 'gift', 'status'),
      sort: '-number',
      totals: [{ field: 'amount', function: 'sum' }],
    },
  },
  process: {
    name: 'give__receipt_process',
    label: label('Life of a receipt', '票据流程'),
    field: 'status',
    stages: [
      { id: 'issued', category: 'won' },
      { id: 'void', category: 'lost' },
    ],
    enter: ['issued'],
    transitions: [{ id: 'void', label: label('Void', '作废'), from: 'issued', to: 'void', reason: 'void_reason' }],
  },
});

export const statement = defineObject('give__statement', {
  label: label('Yearly statement', '年度捐赠对账单'),
  plural: label('Yearly statements', '年度捐赠对账单'),
  description: label('All a donor gave in one year, for his taxes.', '捐赠人一年的全部捐赠，用于税前扣除。'),
  icon: 'file-text',
  unique: [{ name: 'year', fields: ['donor', 'year'] }],
  fields: {
    name: field.text(label('Name', '名称'), { max_length: 200 }),
    donor: field.reference(label('Donor', '捐赠人'), 'contact', { ...ONCE, required: true, on_delete: 'restrict' }),
    year: field.integer(label('Year', '年度'), { ...ONCE, required: true, min: 1900, max: 2999, ungrouped: true }),
    gifts: field.integer(label('Gifts', '笔数'), { min: 0 }),
    total: field.currency(label('Total', '合计')),
    lines: field.longText(label('The gifts', '明细')),
    made_on: field.date(label('Made', '生成日期')),
  },
  layouts: {
    give__statement_record: {
      label: label('Yearly statement', '年度捐赠对账单'),
      head: ['donor', 'year', 'total'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('donor', 'year', 'gifts', 'total', 'made_on', ['lines', 2]),
        },
      ],
      related: [],
      create: ['donor', 'year'],
    },
  },
  views: {
    give__statement_all: {
      label: label('All statements', '全部对账单'),
      order: 10,
      type: 'table',
      columns: columns(['name', 200], ['donor', 150], 'year', 'gifts', 'total', 'made_on'),
      sort: '-year,-total',
      totals: [{ field: 'total', function: 'sum' }],
    },
  },
});
