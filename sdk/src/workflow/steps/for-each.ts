import { DONE, type StepKind } from '../step-kind.ts';

/** The name under which the steps within know the record of their turn. */
export function itemName(stepId: string): string {
  return `each_${stepId}`;
}

export const forEach: StepKind = {
  name: 'for_each',
  version: 1,
  label: { en: 'For each', zh: '逐条处理' },
  description: { en: 'Does the same steps for each record of a filter.', zh: '对符合条件的每条记录执行相同步骤。' },
  icon: 'repeat',
  effect: 'none',
  settings: [
    { name: 'object', type: 'object', label: { en: 'Object', zh: '对象' }, required: true },
    { name: 'filter', type: 'filter', of: 'object', label: { en: 'Which records', zh: '哪些记录' }, required: true },
    {
      name: 'at_most',
      type: 'integer',
      label: { en: 'At most', zh: '最多条数' },
      help: {
        en: 'More than this and the step fails before it has done anything.',
        zh: '超过此数量时步骤直接失败，不做任何处理。',
      },
      min: 1,
      max: 1_000,
      default: 100,
      required: true,
    },
  ],
  inner: ['each'],
  outcomes: () => [{ name: 'each', label: { en: 'For each of them', zh: '对每一条' } }, DONE],
  innerResults: ({ id, settings }) =>
    typeof settings['object'] === 'string'
      ? [{ name: itemName(id), type: { type: 'ref', object: settings['object'] } }]
      : [],
  results: ({ id }) => [{ name: `${id}_count`, type: { type: 'int' } }],
};
