import { DONE, type Outcome, type StepKind } from '../step-kind.ts';

const BRANCHES: readonly Outcome[] = [1, 2, 3, 4, 5].map((number) => ({
  name: `branch_${number}`,
  label: { en: `Branch ${number}`, zh: `分支 ${number}` },
}));

export const parallel = {
  name: 'parallel',
  version: 1,
  label: { en: 'At the same time', zh: '并行' },
  description: {
    en: 'Does several branches at the same time and goes on when all of them have ended.',
    zh: '同时执行多个分支，全部结束后继续。',
  },
  icon: 'git-fork',
  effect: 'none',
  together: true,
  settings: [],
  inner: BRANCHES.map((branch) => branch.name),
  keepsInner: true,
  outcomes: () => [...BRANCHES, DONE],
} as const satisfies StepKind;
