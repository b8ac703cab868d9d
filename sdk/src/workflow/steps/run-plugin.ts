import { chosenPart } from '../chosen-part.ts';
import { STOP_ON_FAILURE } from '../outside-settings.ts';
import { DONE, FAILED, type StepKind } from '../step-kind.ts';

export const runPlugin = {
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
      type: 'plugin_step',
      label: { en: 'Step', zh: '步骤' },
      required: true,
    },
    { name: 'record', type: 'record', label: { en: 'Record', zh: '记录' }, default: 'record' },
    {
      name: 'input',
      type: 'template',
      onlyIf: { setting: 'step', is: 'text' },
      label: { en: 'What it is told', zh: '传入内容' },
      help: {
        en: 'Text or JSON; values stand in braces: `{"points": {{ record.points }}}`.',
        zh: '文字或 JSON，取值写在双花括号中：`{"points": {{ record.points }}}`。',
      },
    },
    STOP_ON_FAILURE,
  ],
  own: ({ settings }) => chosenPart(settings['step'])?.settings ?? [],
  outcomes: ({ settings }) => [DONE, ...(chosenPart(settings['step'])?.outcomes ?? []), FAILED],
  results({ id, settings }) {
    const told = chosenPart(settings['step'])?.results ?? [];
    return [
      { name: `${id}_answer`, type: { type: 'text' } },
      ...told.map(({ name, type }) => ({ name: `${id}_${name}`, type })),
    ];
  },
} as const satisfies StepKind;
