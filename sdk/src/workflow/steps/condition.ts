import type { StepKind } from '../step-kind.ts';

export const condition = {
  name: 'condition',
  version: 1,
  label: { en: 'Condition', zh: '条件判断' },
  description: {
    en: 'Goes one way when a condition holds and another when it does not.',
    zh: '条件成立与否走不同的分支。',
  },
  icon: 'split',
  effect: 'none',
  together: true,
  settings: [{ name: 'when', type: 'condition', label: { en: 'When', zh: '条件' }, required: true }],
  outcomes: () => [
    { name: 'yes', label: { en: 'Yes', zh: '是' } },
    { name: 'no', label: { en: 'No', zh: '否' } },
  ],
} as const satisfies StepKind;
