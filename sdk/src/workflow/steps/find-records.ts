import { DONE, FAILED, type StepKind } from '../step-kind.ts';
import { recordResult } from '../record-result.ts';

export const findRecords = {
  name: 'find_records',
  version: 1,
  label: { en: 'Find records', zh: '查找记录' },
  description: {
    en: 'Finds the records of a filter. Later steps know the first of them and how many there are.',
    zh: '按条件查找记录，后续步骤可使用其中第一条及总数。',
  },
  icon: 'search',
  effect: 'none',
  together: 'live',
  settings: [
    { name: 'object', type: 'object', label: { en: 'Object', zh: '对象' }, required: true },
    { name: 'filter', type: 'filter', of: 'object', label: { en: 'Which records', zh: '哪些记录' }, required: true },
    {
      name: 'sort',
      type: 'field',
      of: 'object',
      label: { en: 'First by', zh: '排序字段' },
      help: { en: 'The record with the least value comes first.', zh: '取值最小的记录排在最前。' },
    },
    {
      name: 'sum',
      type: 'field',
      of: 'object',
      label: { en: 'Sum of', zh: '合计字段' },
      help: {
        en: 'Added up over all of them; amounts in the workspace currency.',
        zh: '对全部命中记录求和，金额按工作区币种。',
      },
    },
  ],
  outcomes: () => [DONE, FAILED],
  results: (step) => [
    ...recordResult(step),
    { name: `${step.id}_count`, type: { type: 'int' } },
    ...(step.settings['sum'] ? [{ name: `${step.id}_sum`, type: { type: 'decimal' as const } }] : []),
  ],
} as const satisfies StepKind;
