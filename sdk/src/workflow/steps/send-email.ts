import { STOP_ON_FAILURE } from '../outside-settings.ts';
import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const sendEmail = {
  name: 'send_email',
  version: 1,
  label: { en: 'Send e-mail', zh: '发送邮件' },
  description: {
    en: 'Sends a mail, from a template or written here, to people of the workspace or to any address.',
    zh: '按模板或此处填写的内容，向工作区成员或任意邮箱发送邮件。',
  },
  icon: 'mail',
  effect: 'outside',
  settings: [
    { name: 'people', type: 'people', label: { en: 'To people', zh: '收件人（成员）' } },
    {
      name: 'addresses',
      type: 'value',
      label: { en: 'And to addresses', zh: '收件人（邮箱）' },
      help: {
        en: 'An expression that gives one address or several, such as `record.email`.',
        zh: '给出一个或多个邮箱的表达式，如 `record.email`。',
      },
    },
    {
      name: 'content',
      type: 'select',
      label: { en: 'Content', zh: '内容' },
      options: [
        { value: 'template', label: { en: 'From a template', zh: '使用模板' } },
        { value: 'own', label: { en: 'Written here', zh: '在此填写' } },
      ],
      default: 'template',
    },
    {
      name: 'template',
      type: 'email_template',
      of: 'record',
      label: { en: 'Template', zh: '邮件模板' },
      required: true,
      onlyIf: { setting: 'content', is: ['template'] },
    },
    {
      name: 'record',
      type: 'record',
      label: { en: 'About', zh: '相关记录' },
      help: { en: 'The record the template speaks of.', zh: '模板所针对的记录。' },
      default: 'record',
      required: true,
      onlyIf: { setting: 'content', is: ['template'] },
    },
    {
      name: 'subject',
      type: 'template',
      label: { en: 'Subject', zh: '主题' },
      required: true,
      onlyIf: { setting: 'content', is: ['own'] },
    },
    {
      name: 'subject_zh',
      type: 'template',
      label: { en: 'Subject in Chinese', zh: '中文主题' },
      help: { en: 'For those who read Chinese; empty: as above.', zh: '面向使用中文的收件人；留空则与上方相同。' },
      onlyIf: { setting: 'content', is: ['own'] },
    },
    {
      name: 'text',
      type: 'template',
      label: { en: 'Text', zh: '正文' },
      help: { en: 'Values stand in braces: `{{ record.name }}`.', zh: '取值写在双花括号中：`{{ record.name }}`。' },
      required: true,
      onlyIf: { setting: 'content', is: ['own'] },
    },
    {
      name: 'text_zh',
      type: 'template',
      label: { en: 'Text in Chinese', zh: '中文正文' },
      help: { en: 'For those who read Chinese; empty: as above.', zh: '面向使用中文的收件人；留空则与上方相同。' },
      onlyIf: { setting: 'content', is: ['own'] },
    },
    {
      name: 'language',
      type: 'select',
      label: { en: 'Language', zh: '语言' },
      options: [
        { value: 'reader', label: { en: 'That of each reader', zh: '收件人的语言' } },
        { value: 'en', label: { en: 'English', zh: '英文' } },
        { value: 'zh', label: { en: 'Chinese', zh: '中文' } },
        { value: 'expression', label: { en: 'As an expression says', zh: '由表达式决定' } },
      ],
      default: 'reader',
    },
    {
      name: 'language_of',
      type: 'value',
      label: { en: 'Expression of the language', zh: '语言表达式' },
      help: {
        en: 'Gives `zh` or `en`, such as `record.language`; for anything else it is that of each reader, for addresses that of the workspace.',
        zh: '结果为 `zh` 或 `en`，如 `record.language`；其他结果则用收件人的语言，对外邮箱用工作区语言。',
      },
      required: true,
      onlyIf: { setting: 'language', is: ['expression'] },
    },
    STOP_ON_FAILURE,
  ],
  outcomes: () => [DONE, FAILED],
  results: ({ id }) => [{ name: `${id}_count`, type: { type: 'int' } }],
} as const satisfies StepKind;
