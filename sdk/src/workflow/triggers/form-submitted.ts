import { OBJECT_SETTING, type TriggerKind } from '../trigger-kind.ts';

export const formSubmitted = {
  name: 'form_submitted',
  label: { en: 'Form submitted', zh: '提交表单' },
  description: {
    en: 'A public page with some fields of an object. What is sent becomes a record, and the workflow begins for it.',
    zh: '公开网页表单，含对象的若干字段；提交后生成记录并触发工作流。',
  },
  icon: 'clipboard-check',
  byNobody: true,
  door: true,
  settings: [
    OBJECT_SETTING,
    { name: 'fields', type: 'fields', of: 'object', label: { en: 'Fields', zh: '表单字段' }, required: true },
    { name: 'thanks', type: 'text', label: { en: 'Said afterwards', zh: '提交后显示（英文）' } },
    { name: 'thanks_zh', type: 'text', label: { en: 'The same in Chinese', zh: '提交后显示（中文）' } },
  ],
} as const satisfies TriggerKind;
