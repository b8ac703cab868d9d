import { OBJECT_SETTING, type TriggerKind } from '../trigger-kind.ts';

export const called = {
  name: 'called',
  label: { en: 'Called by another workflow', zh: '由其他工作流调用' },
  description: {
    en: 'Begins when another workflow, or a move of a process, hands it a record.',
    zh: '由其他工作流或流程流转传入记录时触发。',
  },
  icon: 'corner-down-right',
  settings: [OBJECT_SETTING],
} as const satisfies TriggerKind;
