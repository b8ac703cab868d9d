import { OBJECT_SETTING, WHEN_SETTING, type TriggerKind } from '../trigger-kind.ts';
import { formResults } from '../form.ts';

export const manual = {
  name: 'manual',
  label: { en: 'Button', zh: '手动按钮' },
  description: {
    en: 'Begins when somebody presses the button on a record, with what he fills in.',
    zh: '用户在记录上点击按钮并填写表单后触发。',
  },
  icon: 'mouse-pointer-click',
  settings: [
    OBJECT_SETTING,
    { ...WHEN_SETTING, label: { en: 'Offered when', zh: '何时显示按钮' } },
    { name: 'form', type: 'form', label: { en: 'Asks for', zh: '需填写' } },
  ],
  results: ({ settings }) => formResults('input', settings['form']),
} as const satisfies TriggerKind;
