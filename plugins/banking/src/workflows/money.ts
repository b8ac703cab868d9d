import { begins, defineWorkflow, does, label, textFor } from '@stratacrm/sdk';

/** Money that is about to leave is talked about before it does. */
export const maturityTalk = defineWorkflow('bank__maturity_talk', {
  label: label('Talk before it matures', '到期前沟通'),
  description: label(
    'Thirty days before a term deposit or a loan matures its relationship manager gets a task.',
    '定期存款或贷款到期前 30 天，为客户经理创建任务。',
  ),
  run_as: 'administrator',
  trigger: begins('date_relative', {
    object: 'bank__holding',
    field: 'matures_on',
    days: -30,
    at: '08:00',
    when: 'record.status == "active" && has(record.officer.person)',
  }),
  steps: [
    does(
      'task',
      'create_record',
      {
        object: 'activity',
        values: {
          subject:
            textFor('record.officer.person', label('Talk about what matures: ', '到期沟通：')) +
            ' + record.customer + " · " + record.product.name',
          type: '"task"',
          status: '"planned"',
          priority: '"high"',
          due_date: 'addDays(record.matures_on, -14)',
          account: 'record.account',
          contact: 'record.contact',
          owner: 'record.officer.person',
        },
      },
      { label: label('A task for the manager', '为客户经理创建任务') },
    ),
  ],
});

/** The pack's own event: deposits that leave. */
export const depositsFell = defineWorkflow('bank__deposits_fell', {
  label: label('Deposits fell', '存款大幅下降'),
  description: label(
    'When the balance of a deposit falls by half – the share is a setting – its relationship manager is told and gets a task.',
    '存款余额降幅超过设定比例（默认 50%）时，通知客户经理并创建任务。',
  ),
  run_as: 'administrator',
  trigger: begins('plugin_event', {
    event: 'bank__deposits_fell_event',
    object: 'bank__holding',
  }),
  steps: [
    does(
      'managed',
      'condition',
      { when: 'has(record.officer.person)' },
      { label: label('Somebody looks after it', '有客户经理'), next: { yes: 'tell' } },
    ),
    does(
      'tell',
      'notify',
      {
        people: [{ kind: 'expression', value: 'record.officer.person' }],
        text: '{{ record.customer }}: the balance of {{ record.number }} fell by {{ payload_percent }} %.',
        text_zh: '{{ record.customer }}：{{ record.number }} 余额下降 {{ payload_percent }}%。',
        record: 'record',
      },
      { label: label('Tell him', '通知客户经理') },
    ),
    does(
      'task',
      'create_record',
      {
        object: 'activity',
        values: {
          subject: textFor('record.officer.person', label('Deposits fell: ', '存款下降：')) + ' + record.customer',
          type: '"task"',
          status: '"planned"',
          priority: '"urgent"',
          due_date: 'addDays(today(), 2)',
          account: 'record.account',
          contact: 'record.contact',
          owner: 'record.officer.person',
        },
      },
      { label: label('And a task', '创建任务') },
    ),
  ],
});
