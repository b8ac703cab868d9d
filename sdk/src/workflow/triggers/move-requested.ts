import { OBJECT_SETTING, type TriggerKind } from '../trigger-kind.ts';

/** Begins when somebody asks for a move of a process that has to be approved. */
export const moveRequested = {
  name: 'move_requested',
  label: { en: 'A move is asked for', zh: '申请流转' },
  description: {
    en: 'Begins when a record is to go to a stage that its process lets it enter only after an approval. The step "Make the move" carries it out.',
    zh: '记录要进入流程规定须审批的阶段时触发，由“执行流转”步骤完成流转。',
  },
  icon: 'milestone',
  settings: [OBJECT_SETTING],
  results: () => [
    { name: 'move_field', type: { type: 'text' } },
    { name: 'move_from', type: { type: 'text' } },
    { name: 'move_to', type: { type: 'text' } },
  ],
} as const satisfies TriggerKind;
