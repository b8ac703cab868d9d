import { label, type DocumentDraft } from '@stratacrm/sdk';
import { step } from './step.ts';

/** A week before an instalment is due. */
export const pledgeReminder: DocumentDraft = {
  kind: 'workflow',
  name: 'give__pledge_reminder',
  label: label('Instalment due soon', '分期到期提醒'),
  description: label(
    'A week before an instalment is due its donor is reminded by mail.',
    '分期到期前一周邮件提醒捐赠人。',
  ),
  format: 1,
  active: true,
  run_as: 'give__finance',
  trigger: {
    type: 'date_relative',
    settings: {
      object: 'give__instalment',
      field: 'due_on',
      days: -7,
      at: '09:00',
      when: 'record.status == "open" && record.pledge.status == "active" && has(record.donor.email)',
    },
  },
  first: 'mail',
  steps: [
    step('mail', 'send_email', label('Remind by mail', '邮件提醒'), {
      addresses: 'record.donor.email',
      content: 'template',
      template: 'give__due_soon',
      record: 'record',
      stop_on_failure: true,
    }),
  ],
};

/** Who gave last year and not this is called, not mailed. */
export const lapsedDonor: DocumentDraft = {
  kind: 'workflow',
  name: 'give__lapsed_donor',
  label: label('A donor who gave last year', '挽留去年捐赠人'),
  description: label(
    'When a donor becomes one who gave last year and not yet this, whoever knows him is asked to call.',
    '捐赠人变为“去年捐、今年未捐”时，提醒负责人致电。',
  ),
  format: 1,
  active: true,
  run_as: 'give__finance',
  trigger: {
    type: 'record_updated',
    settings: {
      object: 'contact',
      fields: ['give__standing'],
      when: 'record.give__standing == "lybunt" && old.give__standing in ["new", "retained", "regained"]',
    },
  },
  first: 'call',
  steps: [
    step('call', 'create_record', label('Call him', '致电捐赠人'), {
      object: 'activity',
      values: {
        subject: '"去年捐、今年未捐，请致电问候 Gave last year and not yet this, please call: " + record.name',
        type: '"task"',
        status: '"planned"',
        due_date: 'addDays(today(), 14)',
        contact: 'record.id',
        owner: 'record.owner',
      },
    }),
  ],
};

/** The statement of the year goes out once it is made. */
export const sendStatement: DocumentDraft = {
  kind: 'workflow',
  name: 'give__send_statement',
  label: label('Send the yearly statement', '发送年度对账单'),
  description: label(
    'A yearly statement is mailed to its donor as soon as it is made.',
    '年度对账单生成后即邮件发送给捐赠人。',
  ),
  format: 1,
  active: true,
  run_as: 'give__finance',
  trigger: { type: 'record_created', settings: { object: 'give__statement', when: 'has(record.donor.email)' } },
  first: 'mail',
  steps: [
    step('mail', 'send_email', label('Send it', '发送邮件'), {
      addresses: 'record.donor.email',
      content: 'template',
      template: 'give__yearly',
      record: 'record',
      stop_on_failure: true,
    }),
  ],
};
