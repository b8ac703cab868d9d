import type { WorkflowSetting } from './setting.ts';

/** Whether a step that touches the outside may simply stop the run when it fails; the linter asks for this or another way. */
export const STOP_ON_FAILURE = {
  name: 'stop_on_failure',
  type: 'boolean',
  label: { en: 'If it fails for good, stop and ask an administrator', zh: '最终失败时停止运行，交由管理员处理' },
  help: {
    en: 'The run waits among the failed ones until somebody mends the reason and resumes it from here.',
    zh: '运行会列入失败清单，待原因修复后从此步骤继续。',
  },
} as const satisfies WorkflowSetting;
