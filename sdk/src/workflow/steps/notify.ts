import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const notify = {
  name: 'notify',
  version: 1,
  label: { en: 'Notify', zh: '站内通知' },
  description: {
    en: 'Tells people of the workspace in the product, at once; by mail too whoever wants that.',
    zh: '立即在系统内通知成员；已开启邮件提醒的成员同时收到邮件。',
  },
  icon: 'bell',
  effect: 'records',
  settings: [
    { name: 'people', type: 'people', label: { en: 'Whom', zh: '通知谁' }, required: true },
    {
      name: 'text',
      type: 'template',
      label: { en: 'Text', zh: '内容' },
      help: { en: 'One sentence: `{{ record.name }} is due tomorrow`.', zh: '一句话：`{{ record.name }} 明天到期`。' },
      required: true,
    },
    {
      name: 'text_zh',
      type: 'template',
      label: { en: 'The same in Chinese', zh: '中文内容' },
      help: { en: 'For those who read Chinese; empty: as above.', zh: '面向使用中文的成员；留空则与上方相同。' },
    },
    {
      name: 'record',
      type: 'record',
      label: { en: 'Opens', zh: '打开' },
      help: { en: 'The record that a click opens.', zh: '点击后打开的记录。' },
    },
  ],
  outcomes: () => [DONE, FAILED],
  results: ({ id }) => [{ name: `${id}_count`, type: { type: 'int' } }],
} as const satisfies StepKind;
