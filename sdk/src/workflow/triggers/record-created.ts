import { OBJECT_SETTING, WHEN_SETTING, type TriggerKind } from '../trigger-kind.ts';

export const recordCreated = {
  name: 'record_created',
  label: { en: 'Record created', zh: '新建记录' },
  description: { en: 'Begins for each new record.', zh: '每新建一条记录即触发。' },
  icon: 'file-plus',
  on: 'create',
  settings: [OBJECT_SETTING, WHEN_SETTING],
} as const satisfies TriggerKind;
