import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const updateRecord = {
  name: 'update_record',
  version: 1,
  label: { en: 'Change a record', zh: '修改记录' },
  description: { en: 'Writes values into one record.', zh: '修改一条记录的字段值。' },
  icon: 'file-pen',
  effect: 'records',
  together: true,
  settings: [
    {
      name: 'record',
      type: 'record',
      label: { en: 'Record', zh: '记录' },
      help: { en: '`record` is the one that triggered the workflow.', zh: '`record` 表示触发工作流的记录。' },
      default: 'record',
      required: true,
    },
    { name: 'values', type: 'values', of: 'record', label: { en: 'Values', zh: '字段值' }, required: true },
  ],
  outcomes: () => [DONE, FAILED],
} as const satisfies StepKind;
