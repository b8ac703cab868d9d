import { ASK_TIMES, LATE, RECALLED, inChinese } from '../ask-settings.ts';
import { formResults } from '../form.ts';
import type { StepKind } from '../step-kind.ts';

export const task = {
  name: 'task',
  version: 1,
  label: { en: 'Task for a person', zh: '人工任务' },
  description: {
    en: 'Asks somebody to do something and to answer a few questions, and waits for it.',
    zh: '请某人完成一件事并回答几个问题，等待其完成。',
  },
  icon: 'clipboard-check',
  effect: 'none',
  asksPeople: true,
  settings: [
    {
      name: 'people',
      type: 'people',
      label: { en: 'For', zh: '处理人' },
      help: { en: 'Of several, whoever takes it first.', zh: '多人时由先领取者处理。' },
      required: true,
    },
    { name: 'title', type: 'template', label: { en: 'What is to be done', zh: '任务标题' }, required: true },
    inChinese('title_zh', { en: 'The same in Chinese', zh: '中文标题' }),
    { name: 'instructions', type: 'template', label: { en: 'Instructions', zh: '说明' } },
    inChinese('instructions_zh', { en: 'Instructions in Chinese', zh: '中文说明' }),
    { name: 'record', type: 'record', label: { en: 'About the record', zh: '关联记录' }, default: 'record' },
    {
      name: 'fields',
      type: 'fields',
      of: 'record',
      label: { en: 'Shown of it', zh: '展示字段' },
      help: { en: 'None: its main fields.', zh: '不选则展示主要字段。' },
    },
    { name: 'form', type: 'form', label: { en: 'Questions', zh: '需填写' } },
    ...ASK_TIMES,
  ],
  outcomes: () => [{ name: 'done', label: { en: 'Done', zh: '完成' } }, LATE, RECALLED],
  results: ({ id, settings }) => [
    { name: `${id}_by`, type: { type: 'ref', object: 'user' } },
    ...formResults(id, settings['form']),
  ],
} as const satisfies StepKind;
