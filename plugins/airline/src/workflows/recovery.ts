import { label, type DocumentDraft } from '@stratacrm/sdk';
import { step } from './step.ts';

/** Nobody waits for a letter of complaint: two stars or less are enough. */
export const poorExperience: DocumentDraft = {
  kind: 'workflow',
  name: 'air__poor_experience',
  label: label('Poor experience', '体验不佳即补救'),
  description: label(
    'A touchpoint of two stars or less opens a recovery with points suggested, and its owner is told.',
    '两星及以下的评价自动生成服务补救并建议补偿积分，同时通知负责人。',
  ),
  format: 1,
  active: true,
  run_as: 'air__loyalty_manager',
  trigger: {
    type: 'record_created',
    // What is brought in of years ago is not made good any more.
    settings: { object: 'air__touchpoint', when: 'record.score <= 2 && record.at > now() - duration("168h")' },
  },
  first: 'open',
  steps: [
    step(
      'open',
      'run_plugin',
      label('Open a recovery', '新建服务补救'),
      { step: '@stratacrm/plugin-airline/open_recovery', record: 'record', stop_on_failure: true },
      { done: 'task' },
    ),
    step('task', 'create_record', label('A task for the owner', '提醒负责人跟进'), {
      object: 'activity',
      values: {
        subject: '"体验不佳，请今日联系会员 Poor experience, get in touch today: " + record.member.name',
        type: '"task"',
        status: '"planned"',
        priority: '"high"',
        due_date: 'today()',
        contact: 'record.member',
        body: 'record.comment',
        owner: 'record.owner',
      },
    }),
  ],
};

/** What is offered is decided by whoever may decide about so many points, then paid and told. */
export const recoveryApproval: DocumentDraft = {
  kind: 'workflow',
  name: 'air__recovery_approval',
  label: label('Compensation', '补偿审批与发放'),
  description: label(
    'Up to the agent’s limit the compensation is paid at once; above it a loyalty manager decides. The points are booked, the member is told.',
    '限额以内即时补偿；超出经办人限额须会员经理批准。批准后自动入账积分并告知会员。',
  ),
  format: 1,
  active: true,
  run_as: 'air__loyalty_manager',
  trigger: { type: 'move_requested', settings: { object: 'air__recovery' } },
  first: 'limit',
  steps: [
    step(
      'limit',
      'condition',
      label('Within the agent’s limit', '是否在经办人限额内'),
      { when: 'record.level == "agent"' },
      { yes: 'approve', no: 'ask' },
    ),
    step(
      'ask',
      'approval',
      label('May so many points be offered?', '是否批准补偿积分'),
      {
        mode: 'one',
        people: [{ kind: 'role', value: 'air__loyalty_manager' }],
        title: '补偿 Compensation {{ record.points }}: {{ record.subject }}',
        record: 'record',
        fields: ['member', 'cause', 'points', 'apology', 'owner'],
        remind_after: '1d',
        at_most: '5d',
        hours: 'business',
      },
      { approved: 'approve', rejected: 'refused', late: 'refused' },
    ),
    step('refused', 'notify', label('Told to the owner', '告知经办人'), {
      people: [{ kind: 'expression', value: 'record.owner' }],
      text: 'Not approved, please offer something else: {{ record.subject }}',
      text_zh: '补偿未获批准，请调整方案：{{ record.subject }}',
      record: 'record',
    }),
    step('approve', 'make_move', label('Approved', '批准'), {}, { done: 'pay' }),
    step(
      'pay',
      'run_plugin',
      label('Pay the compensation', '发放补偿积分'),
      { step: '@stratacrm/plugin-airline/pay_compensation', record: 'record', stop_on_failure: true },
      { done: 'settle' },
    ),
    step(
      'settle',
      'update_record',
      label('Settled', '标记为已补偿'),
      { record: 'record', values: { status: '"settled"', settled_at: 'now()' } },
      { done: 'reach' },
    ),
    step(
      'reach',
      'condition',
      label('Has an address', '会员有邮箱'),
      { when: 'has(record.member.email)' },
      { yes: 'tell', no: 'by_hand' },
    ),
    step(
      'tell',
      'send_email',
      label('Tell the member', '告知会员'),
      {
        addresses: 'record.member.email',
        content: 'template',
        template: 'air__apology',
        record: 'record',
      },
      { failed: 'by_hand' },
    ),
    step('by_hand', 'create_record', label('Tell him by phone', '电话告知'), {
      object: 'activity',
      values: {
        subject: '"致歉信未能发出，请致电会员 The apology could not be mailed, please call: " + record.member.name',
        type: '"task"',
        status: '"planned"',
        due_date: 'today()',
        contact: 'record.member',
        owner: 'record.owner',
      },
    }),
  ],
};
