import { OBJECT_SETTING, WHEN_SETTING, type TriggerKind } from '../trigger-kind.ts';

export const recordUpdated = {
  name: 'record_updated',
  label: { en: 'Record changed', zh: '记录变更' },
  description: {
    en: 'Begins when one of the fields changes and the condition on the record, new (`record`) and old (`old`), holds.',
    zh: '指定字段发生变化，且条件（新值 `record`、旧值 `old`）成立时触发。',
  },
  icon: 'file-pen',
  on: 'update',
  settings: [
    OBJECT_SETTING,
    {
      name: 'fields',
      type: 'fields',
      of: 'object',
      label: { en: 'When one of these changes', zh: '以下任一字段变化时' },
      help: { en: 'None: any field.', zh: '不选表示任意字段。' },
    },
    WHEN_SETTING,
  ],
} as const satisfies TriggerKind;
