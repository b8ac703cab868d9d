import { label, type DocumentDraft } from '@stratacrm/sdk';
import { step } from './step.ts';

/** Points are there moments after a segment was flown, whoever noted it. */
export const awardPoints: DocumentDraft = {
  kind: 'workflow',
  name: 'air__award_points',
  label: label('Award points', '乘机累积积分'),
  description: label(
    'A member who has flown gets his points and, where he has reached it, his next tier.',
    '会员完成乘机后即时入账积分，达标则升级。',
  ),
  format: 1,
  active: true,
  run_as: 'air__loyalty_manager',
  trigger: {
    type: 'record_updated',
    settings: { object: 'air__segment', fields: ['status'], when: 'record.status == "flown"' },
  },
  first: 'award',
  steps: [
    step('award', 'run_plugin', label('Award points', '累积积分'), {
      step: '@stratacrm/plugin-airline/award_points',
      record: 'record',
      stop_on_failure: true,
    }),
  ],
};

/** Told by mail: congratulations upwards, an invitation to come back downwards. */
export const tierChanged: DocumentDraft = {
  kind: 'workflow',
  name: 'air__tier_changed',
  label: label('Tier changed', '等级变动通知'),
  description: label('The member is told of his new tier by mail.', '通过邮件通知会员新的等级。'),
  format: 1,
  active: true,
  run_as: 'air__loyalty_manager',
  trigger: {
    type: 'plugin_event',
    settings: {
      event: 'air:tier_changed',
      object: 'contact',
      sample: '{"from": "silver", "to": "gold", "up": true}',
    },
  },
  first: 'reach',
  steps: [
    step(
      'reach',
      'condition',
      label('Has an address, and may be written to', '有邮箱且允许联系'),
      { when: 'has(record.email) && record.do_not_contact != true' },
      { yes: 'up' },
    ),
    step(
      'up',
      'condition',
      label('A higher tier', '是否升级'),
      { when: 'payload_up == true' },
      { yes: 'welcome', no: 'miss' },
    ),
    step('welcome', 'send_email', label('Welcome to the tier', '升级祝贺'), {
      addresses: 'record.email',
      content: 'template',
      template: 'air__tier_reached',
      record: 'record',
      stop_on_failure: true,
    }),
    step('miss', 'send_email', label('We miss you on board', '期待再次同行'), {
      addresses: 'record.email',
      content: 'template',
      template: 'air__tier_lost',
      record: 'record',
      stop_on_failure: true,
    }),
  ],
};

/** A month before points expire, while there is time to use them. */
export const expiryReminder: DocumentDraft = {
  kind: 'workflow',
  name: 'air__expiry_reminder',
  label: label('Points about to expire', '积分过期提醒'),
  description: label(
    'Thirty days before points expire the member is told how many, and what he could have for them.',
    '积分过期前 30 天提醒会员，并附兑换建议。',
  ),
  format: 1,
  active: true,
  run_as: 'air__loyalty_manager',
  trigger: {
    type: 'date_relative',
    settings: {
      object: 'contact',
      field: 'air__expires_on',
      days: -30,
      at: '09:30',
      when: 'record.air__expiring > 0 && has(record.email) && record.do_not_contact != true',
    },
  },
  first: 'mail',
  steps: [
    step('mail', 'send_email', label('Remind by mail', '邮件提醒'), {
      addresses: 'record.email',
      content: 'template',
      template: 'air__points_expiring',
      record: 'record',
      stop_on_failure: true,
    }),
  ],
};
