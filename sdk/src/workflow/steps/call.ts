import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const call = {
  name: 'call',
  version: 1,
  label: { en: 'Call a workflow', zh: '调用工作流' },
  description: {
    en: 'Hands a record to another workflow and goes on when that has ended.',
    zh: '把记录交给另一工作流，待其结束后继续。',
  },
  icon: 'corner-down-right',
  effect: 'none',
  settings: [
    { name: 'workflow', type: 'workflow', label: { en: 'Workflow', zh: '工作流' }, required: true },
    { name: 'record', type: 'record', label: { en: 'Record', zh: '记录' }, default: 'record', required: true },
  ],
  outcomes: () => [DONE, FAILED],
} as const satisfies StepKind;
