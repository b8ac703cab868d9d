import type { TriggerKind } from '../trigger-kind.ts';

export const schedule = {
  name: 'schedule',
  label: { en: 'On a schedule', zh: '定时' },
  description: { en: 'Begins at the times a CRON line names.', zh: '按 CRON 表达式指定的时间触发。' },
  icon: 'clock',
  byClock: true,
  settings: [
    {
      name: 'cron',
      type: 'cron',
      label: { en: 'When', zh: '时间' },
      help: {
        en: 'Minute, hour, day of month, month, day of week: `0 8 * * 1` is every Monday at eight.',
        zh: '分 时 日 月 星期，例如 `0 8 * * 1` 表示每周一八点。',
      },
      required: true,
    },
    {
      name: 'time_zone',
      type: 'time_zone',
      label: { en: 'Time zone', zh: '时区' },
      help: { en: 'Empty: that of the workspace.', zh: '留空则使用工作区时区。' },
    },
  ],
} as const satisfies TriggerKind;
