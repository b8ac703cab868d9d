import { columns, defineObject, field, items, label, option } from '@stratacrm/sdk';

export const contact = defineObject('contact', {
  label: label('Contact', '联系人'),
  plural: label('Contacts', '联系人'),
  description: label('A person at an account, or a customer in person.', '客户单位的人员，或个人客户。'),
  icon: 'contact',
  navOrder: 30,
  fields: {
    name: field.text(label('Name', '姓名'), { required: true, max_length: 120, sensitivity: 'personal' }),
    account: field.reference(label('Account', '客户'), 'account'),
    salutation: field.select(label('Salutation', '称谓'), [
      option('mr', label('Mr', '先生')),
      option('ms', label('Ms', '女士')),
      option('dr', label('Dr', '博士')),
      option('prof', label('Prof', '教授')),
    ]),
    job_title: field.text(label('Job title', '职务'), { max_length: 120 }),
    department: field.text(label('Department', '部门'), { max_length: 120 }),
    buying_role: field.select(label('Buying role', '采购角色'), [
      option('decision_maker', label('Decision maker', '决策人'), 'teal'),
      option('influencer', label('Influencer', '影响者'), 'blue'),
      option('user', label('User', '使用者'), 'grey'),
      option('gatekeeper', label('Gatekeeper', '把关人'), 'amber'),
    ]),
    mobile: field.phone(label('Mobile', '手机')),
    phone: field.phone(label('Phone', '电话')),
    email: field.email(label('E-mail', '邮箱')),
    wechat: field.text(label('WeChat', '微信号'), { max_length: 60, sensitivity: 'personal' }),
    birthday: field.date(label('Birthday', '生日'), { sensitivity: 'personal' }),
    preferred_channel: field.multiSelect(label('Preferred channels', '偏好的沟通方式'), [
      option('phone', label('Phone', '电话')),
      option('email', label('E-mail', '邮件')),
      option('wechat', label('WeChat', '微信')),
      option('visit', label('Visit', '拜访')),
    ]),
    language: field.select(label('Language', '沟通语言'), [
      option('zh', label('Chinese', '中文')),
      option('en', label('English', '英文')),
    ]),
    do_not_contact: field.boolean(label('Do not contact', '请勿联系'), { default: false }),
    source: field.select(label('Source', '来源'), 'lead_source'),
    description: field.longText(label('Description', '备注'), { sensitivity: 'personal' }),
  },
  layouts: {
    contact_record: {
      label: label('Contact', '联系人'),
      head: ['account', 'job_title', 'mobile', 'owner'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('name', 'salutation', 'account', 'job_title', 'department', 'buying_role', 'birthday', 'source'),
        },
        {
          id: 'reach',
          label: label('How to reach', '联系方式'),
          columns: 2,
          items: items('mobile', 'phone', 'email', 'wechat', 'preferred_channel', 'language', 'do_not_contact'),
        },
        { id: 'notes', label: label('Notes', '备注'), columns: 1, items: items('description') },
        {
          id: 'system',
          label: label('System', '系统信息'),
          columns: 2,
          items: items('owner', 'created_at', 'created_by', 'updated_at', 'updated_by'),
        },
      ],
      related: [
        {
          id: 'opportunities',
          object: 'opportunity',
          via: 'contact',
          fields: ['name', 'stage', 'amount', 'close_date'],
          sort: '-close_date',
        },
        { id: 'cases', object: 'case', via: 'contact', fields: ['number', 'subject', 'status', 'priority'] },
      ],
      create: ['name', 'account', 'job_title', 'mobile', 'email', 'wechat', 'owner'],
    },
  },
  views: {
    contact_all: {
      label: label('All contacts', '全部联系人'),
      order: 20,
      type: 'table',
      columns: columns(['name', 160], ['account', 200], 'job_title', 'mobile', 'email', 'buying_role', 'owner'),
      sort: 'name',
    },
    contact_mine: {
      label: label('My contacts', '我的联系人'),
      order: 10,
      type: 'table',
      columns: columns(['name', 160], ['account', 200], 'job_title', 'mobile', 'email', 'buying_role'),
      filter: 'owner == user.id',
      sort: 'name',
    },
  },
});
