import type { Result } from '../step-kind.ts';
import type { TriggerKind } from '../trigger-kind.ts';

/** The first of the files that came with a mail; a field for a file takes it. */
export const MAIL_FILE = 'mail_file';
/** All of them. */
export const MAIL_FILES = 'mail_files';

export const mailReceived = {
  name: 'mail_received',
  label: { en: 'E-mail received', zh: '收到邮件' },
  description: {
    en: 'Begins when a mail comes to one of our addresses. The sender may be recognised among the records of an object; its files can be put into records.',
    zh: '指定地址收到邮件时触发；可按发件人邮箱识别对应记录，附件可存入记录。',
  },
  icon: 'mail',
  byNobody: true,
  settings: [
    {
      name: 'address',
      type: 'text',
      label: { en: 'Address', zh: '收件地址' },
      help: {
        en: 'What stands before the @, such as `support`. Mail arrives through STRATA_MAIL_IN_PORT.',
        zh: '@ 之前的部分，如 `support`。邮件经 STRATA_MAIL_IN_PORT 接收。',
      },
      required: true,
    },
    { name: 'object', type: 'object', label: { en: 'Sender is one of', zh: '发件人所属对象' } },
    {
      name: 'field',
      type: 'field',
      of: 'object',
      label: { en: 'Known by the address in', zh: '邮箱所在字段' },
      help: { en: '`record` is then whoever wrote, or missing.', zh: '`record` 即识别出的记录，未识别时为空。' },
    },
  ],
  results: () => [
    ...['mail_from', 'mail_name', 'mail_subject', 'mail_text', 'mail_to', MAIL_FILE].map((name): Result => ({
      name,
      type: { type: 'text' },
    })),
    ...[MAIL_FILES, 'mail_file_names', 'mail_refused_files'].map((name): Result => ({
      name,
      type: { type: 'list', of: { type: 'text' } },
    })),
  ],
} as const satisfies TriggerKind;
