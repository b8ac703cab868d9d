import { begins, defineWorkflow, does, label } from '@stratacrm/sdk';

/** Points are there moments after a segment was flown, whoever noted it. */
export const awardPoints = defineWorkflow('air__award_points', {
  label: label('Award points', '乘机累积积分'),
  description: label(
    'A member who has flown gets his points and, where he has reached it, his next tier.',
    '会员完成乘机后即时入账积分，达标则升级。',
  ),
  run_as: 'air__loyalty_manager',
  trigger: begins('record_updated', { object: 'air__segment', fields: ['status'], when: 'record.status == "flown"' }),
  steps: [
    does(
      'award',
      'run_plugin',
      {
        step: 'air__award_points_step',
        record: 'record',
        extra: 0,
        stop_on_failure: true,
      },
      { label: label('Award points', '累积积分') },
    ),
  ],
});

/** Told by mail: congratulations upwards, an invitation to come back downwards. */
export const tierChanged = defineWorkflow('air__tier_changed', {
  label: label('Tier changed', '等级变动通知'),
  description: label('The member is told of his new tier by mail.', '通过邮件通知会员新的等级。'),
  run_as: 'air__loyalty_manager',
  trigger: begins('plugin_event', {
    event: 'air__tier_changed_event',
    object: 'contact',
  }),
  steps: [
    does(
      'reach',
      'condition',
      { when: 'has(record.email) && record.do_not_contact != true' },
      { label: label('Has an address, and may be written to', '有邮箱且允许联系'), next: { yes: 'up' } },
    ),
    does(
      'up',
      'condition',
      { when: 'payload_up == true' },
      { label: label('A higher tier', '是否升级'), next: { yes: 'welcome', no: 'miss' } },
    ),
    does(
      'welcome',
      'send_email',
      {
        addresses: 'record.email',
        content: 'template',
        template: 'air__tier_reached',
        language: 'expression',
        language_of: 'record.language',
        record: 'record',
        stop_on_failure: true,
      },
      { label: label('Welcome to the tier', '升级祝贺'), next: {} },
    ),
    does(
      'miss',
      'send_email',
      {
        addresses: 'record.email',
        content: 'template',
        template: 'air__tier_lost',
        language: 'expression',
        language_of: 'record.language',
        record: 'record',
        stop_on_failure: true,
      },
      { label: label('We miss you on board', '期待再次同行') },
    ),
  ],
});

/** A month before points expire, while there is time to use them. */
export const expiryReminder = defineWorkflow('air__expiry_reminder', {
  label: label('Points about to expire', '积分过期提醒'),
  description: label(
    'Thirty days before points expire the member is told how many, and what he could have for them.',
    '积分过期前 30 天提醒会员，并附兑换建议。',
  ),
  run_as: 'air__loyalty_manager',
  trigger: begins('date_relative', {
    object: 'contact',
    field: 'air__expires_on',
    days: -30,
    at: '09:30',
    when: 'record.air__expiring > 0 && has(record.email) && record.do_not_contact != true',
  }),
  steps: [
    does(
      'mail',
      'send_email',
      {
        addresses: 'record.email',
        content: 'template',
        template: 'air__points_expiring',
        language: 'expression',
        language_of: 'record.language',
        record: 'record',
        stop_on_failure: true,
      },
      { label: label('Remind by mail', '邮件提醒') },
    ),
  ],
});
