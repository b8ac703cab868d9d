import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const updateRecords = {
  name: 'update_records',
  version: 1,
  label: { en: 'Change many records', zh: '批量修改记录' },
  description: {
    en: 'Writes the same values into every record that a filter finds, at once.',
    zh: '一次性修改符合条件的所有记录。',
  },
  icon: 'files',
  effect: 'records',
  settings: [
    { name: 'object', type: 'object', label: { en: 'Object', zh: '对象' }, required: true },
    { name: 'filter', type: 'filter', of: 'object', label: { en: 'Which records', zh: '哪些记录' }, required: true },
    { name: 'values', type: 'values', of: 'object', label: { en: 'Values', zh: '字段值' }, required: true },
  ],
  outcomes: () => [DONE, FAILED],
  results: ({ id }) => [{ name: `${id}_count`, type: { type: 'int' } }],
} as const satisfies StepKind;
