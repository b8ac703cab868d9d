import { columns, defineObject, field, items, label } from '@stratacrm/sdk';

export const product = defineObject('product', {
  label: label('Product', '产品'),
  plural: label('Products', '产品'),
  description: label('What we sell.', '我们销售的产品或服务。'),
  icon: 'package',
  navOrder: 60,
  fields: {
    name: field.text(label('Name', '名称'), { required: true, max_length: 200 }),
    code: field.text(label('Code', '产品编码'), { unique: true, max_length: 60 }),
    family: field.text(label('Family', '系列'), { max_length: 100 }),
    price: field.currency(label('Price', '价格'), { min: 0 }),
    cost: field.currency(label('Cost', '成本'), { min: 0 }),
    margin: field.formula(
      label('Margin %', '毛利率 %'),
      'decimal',
      'round((record.price - record.cost) / record.price * 100, 1)',
    ),
    unit: field.text(label('Unit', '单位'), { max_length: 30 }),
    active: field.boolean(label('On sale', '在售'), { default: true }),
    description: field.longText(label('Description', '说明')),
  },
  layouts: {
    product_record: {
      label: label('Product', '产品'),
      head: ['code', 'family', 'price'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('name', 'code', 'family', 'unit', 'price', 'cost', 'margin', 'active', ['description', 2]),
        },
        {
          id: 'system',
          label: label('System', '系统信息'),
          columns: 2,
          items: items('owner', 'created_at', 'created_by', 'updated_at', 'updated_by'),
        },
      ],
      related: [{ id: 'cases', object: 'case', via: 'product', fields: ['number', 'subject', 'status', 'account'] }],
      create: ['name', 'code', 'family', 'price', 'unit'],
    },
  },
  views: {
    product_all: {
      label: label('All products', '全部产品'),
      order: 10,
      type: 'table',
      columns: columns(['name', 200], 'code', 'family', 'price', 'cost', 'margin', 'active'),
      sort: 'name',
    },
  },
});
