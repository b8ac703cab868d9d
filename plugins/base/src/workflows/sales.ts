import { begins, defineEmailTemplate, defineWorkflow, does, label, textFor } from '@stratacrm/sdk';

/** Decides on opportunities that are to be won at a discount of more than a tenth. */
export const discountApproval = defineWorkflow('discount_approval', {
  label: label('Discount approval', '折扣审批'),
  description: label(
    'A discount of more than 10 % is approved by the manager of the owner, or any sales manager, before the opportunity is won.',
    '折扣超过 10% 的商机，须经负责人的上级或任一销售经理批准后才能赢单。',
  ),
  run_as: 'administrator',
  trigger: begins('move_requested', { object: 'opportunity' }),
  steps: [
    does(
      'approval',
      'approval',
      {
        mode: 'one',
        people: [
          { kind: 'manager', value: 'record.owner' },
          { kind: 'role', value: 'sales_manager' },
        ],
        title: 'Discount {{ record.discount }} %: {{ record.name }}',
        title_zh: '折扣 {{ record.discount }}%：{{ record.name }}',
        record: 'record',
        fields: ['account', 'amount', 'discount', 'owner'],
        remind_after: '1d',
        at_most: '14d',
        hours: 'business',
      },
      {
        label: label('May it be sold for that?', '是否批准折扣'),
        next: { approved: 'win', rejected: 'refused', late: 'refused' },
      },
    ),
    does('win', 'make_move', {}, { label: label('Won', '赢单'), next: {} }),
    does(
      'refused',
      'create_record',
      {
        object: 'activity',
        values: {
          subject: textFor('record.owner', label('Discount not approved: ', '折扣未获批准：')) + ' + record.name',
          type: '"task"',
          status: '"planned"',
          due_date: 'today()',
          opportunity: 'record.id',
          owner: 'record.owner',
        },
      },
      { label: label('Told to the owner', '通知负责人') },
    ),
  ],
});

/** Two months before what was sold ends. */
export const renewalReminder = defineWorkflow('renewal_reminder', {
  label: label('Renewal reminder', '续约提醒'),
  description: label(
    'Sixty days before the renewal date of a won opportunity a renewal is opened for its owner, with a task.',
    '赢单商机的续约日期前 60 天，为负责人新建续约商机和任务。',
  ),
  run_as: 'administrator',
  trigger: begins('date_relative', {
    object: 'opportunity',
    field: 'renewal_date',
    days: -60,
    at: '08:00',
    when: 'record.stage == "won"',
  }),
  steps: [
    does(
      'renewal',
      'create_record',
      {
        object: 'opportunity',
        values: {
          name: textFor('record.owner', label('Renewal: ', '续约：')) + ' + record.name',
          account: 'record.account',
          contact: 'record.contact',
          type: '"renewal"',
          amount: 'record.amount',
          close_date: 'record.renewal_date',
          owner: 'record.owner',
        },
      },
      { label: label('Open the renewal', '新建续约商机') },
    ),
    does(
      'talk',
      'create_record',
      {
        object: 'activity',
        values: {
          subject: textFor('record.owner', label('Talk about renewing: ', '续约沟通：')) + ' + record.name',
          type: '"task"',
          status: '"planned"',
          due_date: 'addDays(today(), 7)',
          opportunity: 'renewal',
          account: 'record.account',
          owner: 'record.owner',
        },
      },
      { label: label('A task to talk to them', '创建沟通任务') },
    ),
  ],
});

export const welcomeMail = defineEmailTemplate({
  name: 'welcome',
  label: label('Welcome of a new customer', '新客户欢迎信'),
  object: 'contact',
  subject: label('Welcome aboard, {{ record.name }}', '{{ record.name }}，欢迎您'),
  body: label(
    '<p>Dear {{ record.name }},</p><p>thank you for choosing us. Within the next days we will get in touch to see that everything runs as you expect. If anything is unclear before that, just answer this mail.</p>',
    '<p>{{ record.name }}，您好：</p><p>感谢您选择我们。近几天我们会与您联系，确认一切顺利。在此之前如有任何疑问，直接回复本邮件即可。</p>',
  ),
});

/** What happens to a customer in the weeks after his first purchase. */
export const welcomeJourney = defineWorkflow('welcome_journey', {
  label: label('Welcome journey', '新客户欢迎流程'),
  description: label(
    'After the first sale the contact is welcomed by mail and called after a week. Where no mail can be sent, the owner is asked to welcome him himself.',
    '首次成交后向联系人发送欢迎邮件，一周后安排回访。无法发送邮件时，改为提醒负责人亲自致意。',
  ),
  run_as: 'administrator',
  trigger: begins('record_updated', {
    object: 'opportunity',
    fields: ['stage'],
    when: 'record.stage == "won" && record.type == "new_business" && has(record.contact.email)',
  }),
  steps: [
    does(
      'welcome',
      'send_email',
      {
        addresses: 'record.contact.email',
        content: 'template',
        template: 'welcome',
        language: 'expression',
        language_of: 'record.contact.language',
        record: 'record.contact',
      },
      { label: label('Welcome by mail', '发送欢迎邮件'), next: { done: 'week', failed: 'by_hand' } },
    ),
    does('week', 'wait', { for: '7d' }, { label: label('A week', '等待一周') }),
    does(
      'call',
      'create_record',
      {
        object: 'activity',
        values: {
          subject: textFor('record.owner', label('How is it going: ', '新客户回访：')) + ' + record.name',
          type: '"task"',
          status: '"planned"',
          due_date: 'addDays(today(), 1)',
          opportunity: 'record.id',
          account: 'record.account',
          contact: 'record.contact',
          owner: 'record.owner',
        },
      },
      { label: label('Call them', '安排回访'), next: {} },
    ),
    does(
      'by_hand',
      'create_record',
      {
        object: 'activity',
        values: {
          subject:
            textFor(
              'record.owner',
              label('The welcome mail could not be sent, please get in touch: ', '欢迎邮件未能发出，请亲自致意：'),
            ) + ' + record.name',
          type: '"task"',
          status: '"planned"',
          due_date: 'today()',
          opportunity: 'record.id',
          contact: 'record.contact',
          owner: 'record.owner',
        },
      },
      { label: label('Welcome by hand', '人工致意') },
    ),
  ],
});
