import { STOP_ON_FAILURE } from '../outside-settings.ts';
import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const runPlugin: StepKind = {
  name: 'run_plugin',
  version: 1,
  label: { en: 'Run a step of a plugin', zh: '执行插件步骤' },
  description: {
    en: 'Hands the record to the code of a plugin, with the rights of whom the run acts for, and goes on with its answer.',
    zh: '以运行者的权限把记录交给插件代码处理，并带着结果继续。',
  },
  icon: 'puzzle',
  effect: 'outside',
  settings: [
    {
      name: 'step',
      type: 'text',
      label: { en: 'Plugin and step', zh: '插件与步骤' },
      help: { en: 'Such as `com.example.flights/award_points`.', zh: '例如 `com.example.flights/award_points`。' },
      required: true,
    },
    { name: 'record', type: 'record', label: { en: 'Record', zh: '记录' }, default: 'record' },
    {
      name: 'input',
      type: 'template',
      label: { en: 'What it is told', zh: '传入内容' },
      help: {
        en: 'Text or JSON; values stand in braces: `{"points": {{ record.points }}}`.',
        zh: '文字或 JSON，取值写在双花括号中：`{"points": {{ record.points }}}`。',
      },
    },
    STOP_ON_FAILURE,
  ],
  outcomes: () => [DONE, FAILED],
  results: ({ id }) => [{ name: `${id}_answer`, type: { type: 'text' } }],
};
