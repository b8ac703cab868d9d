import { DONE, type StepKind } from '../step-kind.ts';

/** Carries out the move of a process that the run was begun to decide on. */
export const makeMove = {
  name: 'make_move',
  version: 1,
  label: { en: 'Make the move', zh: '执行流转' },
  description: {
    en: 'Takes the record to the stage that was asked for. It belongs behind the approval.',
    zh: '让记录进入所申请的阶段，应放在审批通过之后。',
  },
  icon: 'milestone',
  effect: 'records',
  settings: [],
  outcomes: () => [DONE],
} as const satisfies StepKind;
