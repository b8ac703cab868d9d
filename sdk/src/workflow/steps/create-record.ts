import { DONE, FAILED, type StepKind } from '../step-kind.ts';
import { recordResult } from '../record-result.ts';

export const createRecord = {
  name: 'create_record',
  version: 1,
  label: { en: 'Create a record', zh: '新建记录' },
  description: {
    en: 'Creates a record, with the rights of whom the workflow acts for.',
    zh: '以工作流所代表者的权限新建记录。',
  },
  icon: 'file-plus',
  effect: 'records',
  together: true,
  settings: [
    { name: 'object', type: 'object', label: { en: 'Object', zh: '对象' }, required: true },
    { name: 'values', type: 'values', of: 'object', label: { en: 'Values', zh: '字段值' }, required: true },
  ],
  outcomes: () => [DONE, FAILED],
  results: recordResult,
} as const satisfies StepKind;
