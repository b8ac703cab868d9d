import { columns, defineObject, field, items, label } from '@stratacrm/sdk';

export const ftpRate = defineObject('bank__ftp_rate', {
  label: label('Transfer rate', 'FTP 利率'),
  plural: label('Transfer rates', 'FTP 利率'),
  description: label(
    'The curve at which treasury takes deposits from the branches and funds their loans: by currency, day and tenor.',
    '司库向网点收购存款、提供贷款资金的内部利率曲线，按币种、日期与期限维护。',
  ),
  icon: 'percent',
  navOrder: 160,
  fields: {
    name: field.text(label('Name', '名称'), { unique: true, max_length: 60 }),
    currency: field.select(label('Currency', '币种'), 'bank__currency', { required: true, default: 'CNY' }),
    valid_on: field.date(label('From', '生效日期'), { required: true }),
    tenor_months: field.integer(label('Tenor (months)', '期限（月）'), { required: true, min: 1, max: 480 }),
    rate: field.percent(label('Rate', '利率'), { required: true, scale: 4, min: -5, max: 50 }),
  },
  layouts: {
    bank__ftp_rate_record: {
      label: label('Transfer rate', 'FTP 利率'),
      head: ['currency', 'tenor_months', 'rate'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('currency', 'valid_on', 'tenor_months', 'rate'),
        },
      ],
      related: [],
      create: ['currency', 'valid_on', 'tenor_months', 'rate'],
    },
  },
  views: {
    bank__ftp_rate_all: {
      label: label('Curve by day', '按日期查看曲线'),
      order: 10,
      type: 'table',
      columns: columns(['name', 200], 'currency', 'valid_on', 'tenor_months', 'rate'),
      sort: '-valid_on,tenor_months',
    },
  },
  rules: {
    bank__ftp_rate_name: {
      type: 'default',
      label: label('Currency, tenor and day', '币种、期限与日期'),
      field: 'name',
      on: 'save',
      value: 'record.currency + " " + text(record.tenor_months) + "M " + text(record.valid_on)',
    },
  },
});
