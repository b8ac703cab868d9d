import { DONE, type StepKind } from '../step-kind.ts';

export const wait = {
  name: 'wait',
  version: 1,
  label: { en: 'Wait', zh: '等待' },
  description: { en: 'Goes on after some time, or at a moment.', zh: '等待一段时间或等到指定时刻后继续。' },
  icon: 'hourglass',
  effect: 'none',
  together: true,
  settings: [
    {
      name: 'for',
      type: 'duration',
      label: { en: 'For', zh: '时长' },
      help: { en: '`2d`, `36h`, `30m`', zh: '如 `2d`、`36h`、`30m`' },
    },
    {
      name: 'hours',
      type: 'select',
      label: { en: 'Of these hours', zh: '计时方式' },
      options: [
        { value: 'clock', label: { en: 'Every hour', zh: '自然时间' } },
        { value: 'business', label: { en: 'Business hours only', zh: '仅工作时间' } },
      ],
      default: 'clock',
    },
    { name: 'until', type: 'moment', label: { en: 'Or until', zh: '或等到' } },
  ],
  outcomes: () => [DONE],
} as const satisfies StepKind;
