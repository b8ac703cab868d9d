import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const deleteRecords = {
  name: 'delete_records',
  version: 1,
  label: { en: 'Delete records', zh: '删除记录' },
  description: {
    en: 'Puts every record that a filter finds into the recycle bin.',
    zh: '将符合条件的记录移入回收站。',
  },
  icon: 'trash-2',
  effect: 'records',
  settings: [
    { name: 'object', type: 'object', label: { en: 'Object', zh: '对象' }, required: true },
    { name: 'filter', type: 'filter', of: 'object', label: { en: 'Which records', zh: '哪些记录' }, required: true },
  ],
  outcomes: () => [DONE, FAILED],
  results: ({ id }) => [{ name: `${id}_count`, type: { type: 'int' } }],
} as const satisfies StepKind;
