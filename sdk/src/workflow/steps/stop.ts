import type { StepKind } from '../step-kind.ts';

export const stop = {
  name: 'stop',
  version: 1,
  label: { en: 'Stop', zh: '停止' },
  description: {
    en: 'Ends the run here, well or as a failure with a reason.',
    zh: '在此结束运行，可标记为成功或带原因的失败。',
  },
  icon: 'octagon-x',
  effect: 'none',
  together: true,
  settings: [
    {
      name: 'as',
      type: 'select',
      label: { en: 'As', zh: '结果' },
      options: [
        { value: 'done', label: { en: 'Done', zh: '完成' } },
        { value: 'failed', label: { en: 'Failure', zh: '失败' } },
      ],
      default: 'done',
      required: true,
    },
    { name: 'reason', type: 'template', label: { en: 'Reason', zh: '原因' } },
  ],
  outcomes: () => [],
} as const satisfies StepKind;
