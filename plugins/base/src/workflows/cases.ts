import { label, type DocumentDraft } from '@stratacrm/sdk';
import { step } from './step.ts';

/** Begun by the process when a case was not answered or not resolved in time. */
export const caseEscalation: DocumentDraft = {
  kind: 'workflow',
  name: 'case_escalation',
  label: label('Case escalation', '工单升级'),
  description: label(
    'A case that breaks its service level is brought before the manager of its owner’s team as an urgent task.',
    '工单违反服务级别时，为负责人所在团队的经理生成紧急任务。',
  ),
  format: 1,
  active: true,
  run_as: 'administrator',
  trigger: { type: 'called', settings: { object: 'case' } },
  first: 'manager',
  steps: [
    step(
      'manager',
      'condition',
      label('The team has a manager', '团队有经理'),
      { when: 'has(record.owner.team.manager)' },
      { yes: 'to_manager', no: 'to_owner' },
    ),
    step('to_manager', 'create_record', label('Before the manager', '提交经理'), {
      object: 'activity',
      values: {
        subject: '"工单超时 Service level broken: " + record.number + " " + record.subject',
        type: '"task"',
        status: '"planned"',
        priority: '"urgent"',
        due_date: 'today()',
        case: 'record.id',
        account: 'record.account',
        owner: 'record.owner.team.manager',
      },
    }),
    step('to_owner', 'create_record', label('Before the owner', '提醒负责人'), {
      object: 'activity',
      values: {
        subject: '"工单超时 Service level broken: " + record.number + " " + record.subject',
        type: '"task"',
        status: '"planned"',
        priority: '"urgent"',
        due_date: 'today()',
        case: 'record.id',
        account: 'record.account',
        owner: 'record.owner',
      },
    }),
  ],
};
