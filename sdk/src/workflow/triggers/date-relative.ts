import { OBJECT_SETTING, WHEN_SETTING, type TriggerKind } from '../trigger-kind.ts';

export const dateRelative = {
  name: 'date_relative',
  label: { en: 'Around a date', zh: '临近日期' },
  description: {
    en: 'Begins once for each record, some days before or after one of its dates.',
    zh: '在记录某个日期之前或之后若干天触发，每条记录每个日期一次。',
  },
  icon: 'calendar-clock',
  byClock: true,
  settings: [
    OBJECT_SETTING,
    { name: 'field', type: 'field', of: 'object', label: { en: 'Date', zh: '日期字段' }, required: true },
    {
      name: 'days',
      type: 'integer',
      label: { en: 'Days', zh: '天数' },
      help: { en: 'Negative: before the date; positive: after it.', zh: '负数表示之前，正数表示之后。' },
      min: -3650,
      max: 3650,
      told: { below: { en: '{n} days before', zh: '提前 {n} 天' }, above: { en: '{n} days after', zh: '之后 {n} 天' } },
      required: true,
    },
    {
      name: 'at',
      type: 'text',
      label: { en: 'At what time', zh: '时刻' },
      help: { en: 'HH:MM in the time zone of the workspace.', zh: '工作区时区的时刻，格式 HH:MM。' },
      default: '09:00',
    },
    WHEN_SETTING,
  ],
} as const satisfies TriggerKind;
