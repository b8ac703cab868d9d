import { begins, defineWorkflow, does, label, textFor } from '@stratacrm/sdk';

/** A week before an instalment is due. */
export const pledgeReminder = defineWorkflow('give__pledge_reminder', {
  label: label('Instalment due soon', '分期到期提醒'),
  description: label(
    'A week before an instalment is due its donor is reminded by mail.',
    '分期到期前一周邮件提醒捐赠人。',
  ),
  run_as: 'give__finance',
  trigger: begins('date_relative', {
    object: 'give__instalment',
    field: 'due_on',
    days: -7,
    at: '09:00',
    when: 'record.status == "open" && record.pledge.status == "active" && has(record.donor.email)',
  }),
  steps: [
    does(
      'mail',
      'send_email',
      {
        addresses: 'record.donor.email',
        content: 'template',
        template: 'give__due_soon',
        language: 'expression',
        language_of: 'record.donor.language',
        record: 'record',
        stop_on_failure: true,
      },
      { label: label('Remind by mail', '邮件提醒') },
    ),
  ],
});

/** Who gave last year and not this is called, not mailed. */
export const lapsedDonor = defineWorkflow('give__lapsed_donor', {
  label: label('A donor who gave last year', '挽留去年捐赠人'),
  description: label(
    'When a donor becomes one who gave last year and not yet this, whoever knows him is asked to call.',
    '捐赠人变为“去年捐、今年未捐”时，提醒负责人致电。',
  ),
  run_as: 'give__finance',
  trigger: begins('record_updated', {
    object: 'contact',
    fields: ['give__standing'],
    when: 'record.give__standing == "lybunt" && old.give__standing in ["new", "retained", "regained"]',
  }),
  steps: [
    does(
      'call',
      'create_record',
      {
        object: 'activity',
        values: {
          subject:
            textFor(
              'record.owner',
              label('Gave last year and not yet this, please call: ', '去年捐、今年未捐，请致电问候：'),
            ) + ' + record.name',
          type: '"task"',
          status: '"planned"',
          due_date: 'addDays(today(), 14)',
          contact: 'record.id',
          owner: 'record.owner',
        },
      },
      { label: label('Call him', '致电捐赠人') },
    ),
  ],
});

/** The statement of the year goes out once it is made. */
export const sendStatement = defineWorkflow('give__send_statement', {
  label: label('Send the yearly statement', '发送年度对账单'),
  description: label(
    'A yearly statement is mailed to its donor as soon as it is made.',
    '年度对账单生成后即邮件发送给捐赠人。',
  ),
  run_as: 'give__finance',
  trigger: begins('record_created', { object: 'give__statement', when: 'has(record.donor.email)' }),
  steps: [
    does(
      'mail',
      'send_email',
      {
        addresses: 'record.donor.email',
        content: 'template',
        template: 'give__yearly',
        language: 'expression',
        language_of: 'record.donor.language',
        record: 'record',
        stop_on_failure: true,
      },
      { label: label('Send it', '发送邮件') },
    ),
  ],
});
