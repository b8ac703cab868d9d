import { begins, defineWorkflow, does, label, textFor } from '@stratacrm/sdk';

/** The urgent task, for whom the expression names. */
const urgentTask = (owner: string) => ({
  object: 'activity',
  values: {
    subject: textFor(owner, label('Service level broken: ', '工单超时：')) + ' + record.number + " " + record.subject',
    type: '"task"',
    status: '"planned"',
    priority: '"urgent"',
    due_date: 'today()',
    case: 'record.id',
    account: 'record.account',
    owner,
  },
});

/** Begun by the process when a case was not answered or not resolved in time. */
export const caseEscalation = defineWorkflow('case_escalation', {
  label: label('Case escalation', '工单升级'),
  description: label(
    'A case that breaks its service level is brought before the manager of its owner’s team as an urgent task.',
    '工单违反服务级别时，为负责人所在团队的经理生成紧急任务。',
  ),
  run_as: 'administrator',
  trigger: begins('called', { object: 'case' }),
  steps: [
    does(
      'manager',
      'condition',
      { when: 'has(record.owner.team.manager)' },
      { label: label('The team has a manager', '团队有经理'), next: { yes: 'to_manager', no: 'to_owner' } },
    ),
    does('to_manager', 'create_record', urgentTask('record.owner.team.manager'), {
      label: label('Before the manager', '提交经理'),
      next: {},
    }),
    does('to_owner', 'create_record', urgentTask('record.owner'), { label: label('Before the owner', '提醒负责人') }),
  ],
});
