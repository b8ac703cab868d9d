import { begins, defineWorkflow, does, label, textFor } from '@stratacrm/sdk';

/** Nobody waits for a letter of complaint: two stars or less are enough. */
export const poorExperience = defineWorkflow('air__poor_experience', {
  label: label('Poor experience', '体验不佳即补救'),
  description: label(
    'A touchpoint of two stars or less opens a recovery with points suggested, and its owner is told.',
    '两星及以下的评价自动生成服务补救并建议补偿积分，同时通知负责人。',
  ),
  run_as: 'air__loyalty_manager',
  trigger: begins('record_created', {
    object: 'air__touchpoint',
    when: 'record.score <= 2 && record.at > now() - duration("168h")',
  }),
  steps: [
    does(
      'open',
      'run_plugin',
      { step: 'air__open_recovery_step', record: 'record', stop_on_failure: true },
      { label: label('Open a recovery', '新建服务补救') },
    ),
    does(
      'task',
      'create_record',
      {
        object: 'activity',
        values: {
          subject:
            textFor('record.owner', label('Poor experience, get in touch today: ', '体验不佳，请今日联系会员：')) +
            ' + record.member.name',
          type: '"task"',
          status: '"planned"',
          priority: '"high"',
          due_date: 'today()',
          contact: 'record.member',
          body: 'record.comment',
          owner: 'record.owner',
        },
      },
      { label: label('A task for the owner', '提醒负责人跟进') },
    ),
  ],
  tests: [
    {
      name: 'two_stars_open_a_recovery',
      label: label('Two stars open a recovery', '两星评价触发补救'),
      given: { record: { score: 2, at: '2026-11-20T09:00:00Z' }, now: '2026-11-20T10:00:00Z' },
      assumed: { open: { outcome: 'done' }, task: { outcome: 'done' } },
      expect: { steps: ['open', 'task'] },
    },
    {
      name: 'three_stars_do_not',
      label: label('Three stars do not', '三星评价不触发'),
      given: { record: { score: 3, at: '2026-11-20T09:00:00Z' }, now: '2026-11-20T10:00:00Z' },
      expect: { triggered: false },
    },
  ],
});

/** What is offered is decided by whoever may decide about so many points, then paid and told. */
export const recoveryApproval = defineWorkflow('air__recovery_approval', {
  label: label('Compensation', '补偿审批与发放'),
  description: label(
    'Up to the agent’s limit the compensation is paid at once; above it a loyalty manager decides. The points are booked, the member is told.',
    '限额以内即时补偿；超出经办人限额须会员经理批准。批准后自动入账积分并告知会员。',
  ),
  run_as: 'air__loyalty_manager',
  trigger: begins('move_requested', { object: 'air__recovery' }),
  steps: [
    does(
      'limit',
      'condition',
      { when: 'record.level == "agent"' },
      { label: label('Within the agent’s limit', '是否在经办人限额内'), next: { yes: 'approve', no: 'ask' } },
    ),
    does(
      'ask',
      'approval',
      {
        mode: 'one',
        people: [{ kind: 'role', value: 'air__loyalty_manager' }],
        title: 'Compensation {{ record.points }}: {{ record.subject }}',
        title_zh: '补偿 {{ record.points }} 积分：{{ record.subject }}',
        record: 'record',
        fields: ['member', 'cause', 'points', 'apology', 'owner'],
        remind_after: '1d',
        at_most: '5d',
        hours: 'business',
      },
      {
        label: label('May so many points be offered?', '是否批准补偿积分'),
        next: { approved: 'approve', rejected: 'refused', late: 'refused' },
      },
    ),
    does(
      'refused',
      'notify',
      {
        people: [{ kind: 'expression', value: 'record.owner' }],
        text: 'Not approved, please offer something else: {{ record.subject }}',
        text_zh: '补偿未获批准，请调整方案：{{ record.subject }}',
        record: 'record',
      },
      { label: label('Told to the owner', '告知经办人'), next: {} },
    ),
    does('approve', 'make_move', {}, { label: label('Approved', '批准') }),
    does(
      'pay',
      'run_plugin',
      { step: 'air__pay_compensation_step', record: 'record', stop_on_failure: true },
      { label: label('Pay the compensation', '发放补偿积分'), next: { done: 'settle', nothing: 'settle' } },
    ),
    does(
      'settle',
      'update_record',
      { record: 'record', values: { status: '"settled"', settled_at: 'now()' } },
      { label: label('Settled', '标记为已补偿') },
    ),
    does(
      'reach',
      'condition',
      { when: 'has(record.member.email)' },
      { label: label('Has an address', '会员有邮箱'), next: { yes: 'tell', no: 'by_hand' } },
    ),
    does(
      'tell',
      'send_email',
      {
        addresses: 'record.member.email',
        content: 'template',
        template: 'air__apology',
        language: 'expression',
        language_of: 'record.member.language',
        record: 'record',
      },
      { label: label('Tell the member', '告知会员'), next: { failed: 'by_hand' } },
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
              label('The apology could not be mailed, please call: ', '致歉信未能发出，请致电会员：'),
            ) + ' + record.member.name',
          type: '"task"',
          status: '"planned"',
          due_date: 'today()',
          contact: 'record.member',
          owner: 'record.owner',
        },
      },
      { label: label('Tell him by phone', '电话告知') },
    ),
  ],
});
