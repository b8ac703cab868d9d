import type { StepKind } from '../step-kind.ts';

export const waitUntil = {
  name: 'wait_until',
  version: 1,
  label: { en: 'Wait until it is so', zh: '等待条件成立' },
  description: {
    en: 'Goes on as soon as the record fulfils a condition, and another way when that takes too long.',
    zh: '记录满足条件后立即继续；超时则走另一分支。',
  },
  icon: 'timer',
  effect: 'none',
  together: true,
  settings: [
    { name: 'when', type: 'condition', label: { en: 'Until', zh: '直到' }, required: true },
    { name: 'at_most', type: 'duration', label: { en: 'At most', zh: '最长等待' }, required: true },
  ],
  outcomes: () => [
    { name: 'done', label: { en: 'When it is so', zh: '条件成立' } },
    { name: 'late', label: { en: 'When it took too long', zh: '超时' } },
  ],
} as const satisfies StepKind;
