import type { Label } from '../label.ts';
import type { WorkflowSetting } from './setting.ts';

/** Settings of steps that wait for people: how long, and what happens meanwhile. */
export const ASK_TIMES = [
  {
    name: 'due',
    type: 'duration',
    label: { en: 'Due after', zh: '期限' },
    help: { en: 'Shown to those asked: `2d`, `36h`, `30m`.', zh: '展示给处理人，如 `2d`、`36h`、`30m`。' },
  },
  {
    name: 'remind_after',
    type: 'duration',
    label: { en: 'Remind after', zh: '多久后提醒' },
    help: { en: 'Again each time that much has passed, five times at most.', zh: '每隔此时长提醒一次，最多五次。' },
  },
  {
    name: 'escalate_after',
    type: 'duration',
    label: { en: 'Ask the manager after', zh: '多久后升级至上级' },
    help: {
      en: 'The manager of each who has not answered may then answer as well.',
      zh: '到时仍未处理的，其上级也可处理。',
    },
  },
  {
    name: 'at_most',
    type: 'duration',
    label: { en: 'Give up after', zh: '超时时长' },
    help: { en: 'Then it goes the way "Too late".', zh: '到时走“超时”分支。' },
  },
  {
    name: 'hours',
    type: 'select',
    label: { en: 'These times count', zh: '计时方式' },
    options: [
      { value: 'clock', label: { en: 'Every hour', zh: '自然时间' } },
      { value: 'business', label: { en: 'Business hours only', zh: '仅工作时间' } },
    ],
    default: 'clock',
  },
] as const satisfies readonly WorkflowSetting[];

/** What a question says to those who read Chinese. */
export function inChinese<Name extends string>(name: Name, label: Label) {
  const help = { en: 'For those who read Chinese; empty: as above.', zh: '面向使用中文的成员；留空则与上方相同。' };
  return { name, type: 'template', label, help } as const satisfies WorkflowSetting;
}

export const LATE = { name: 'late', label: { en: 'Too late', zh: '超时' } };

export const RECALLED = { name: 'recalled', label: { en: 'Recalled', zh: '撤回' } };
