import { OBJECT_SETTING, WHEN_SETTING, type TriggerKind } from '../trigger-kind.ts';

export const recordDeleted = {
  name: 'record_deleted',
  label: { en: 'Record deleted', zh: '删除记录' },
  description: { en: 'Begins when a record goes to the recycle bin.', zh: '记录移入回收站时触发。' },
  icon: 'trash-2',
  on: 'delete',
  settings: [OBJECT_SETTING, WHEN_SETTING],
} as const satisfies TriggerKind;
