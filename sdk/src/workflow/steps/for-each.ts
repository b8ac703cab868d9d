import type { ExpressionType } from '../../expressions/expression-type.ts';
import { DONE, type StepKind } from '../step-kind.ts';

/** The name under which the steps within know the record, or the entry of the list, of their turn. */
export function itemName(stepId: string): string {
  return `each_${stepId}`;
}

export const forEach = {
  name: 'for_each',
  version: 1,
  label: { en: 'For each', zh: '逐条处理' },
  description: {
    en: 'Does the same steps for each record of a filter, or each entry of a list.',
    zh: '对符合条件的每条记录，或列表中的每一项，执行相同步骤。',
  },
  icon: 'repeat',
  effect: 'none',
  settings: [
    {
      name: 'over',
      type: 'select',
      label: { en: 'Each of', zh: '逐条处理' },
      options: [
        { value: 'records', label: { en: 'Records of a filter', zh: '符合条件的记录' } },
        { value: 'list', label: { en: 'Entries of a list', zh: '列表中的各项' } },
      ],
      default: 'records',
    },
    {
      name: 'object',
      type: 'object',
      label: { en: 'Object', zh: '对象' },
      required: true,
      onlyIf: { setting: 'over', is: ['records'] },
    },
    {
      name: 'filter',
      type: 'filter',
      of: 'object',
      label: { en: 'Which records', zh: '哪些记录' },
      required: true,
      onlyIf: { setting: 'over', is: ['records'] },
    },
    {
      name: 'list',
      type: 'list',
      label: { en: 'List', zh: '列表' },
      help: {
        en: 'Such as `mail_files`, the files of the mail, or a field with several values.',
        zh: '例如 `mail_files`（邮件附件），或含多个值的字段。',
      },
      required: true,
      onlyIf: { setting: 'over', is: ['list'] },
    },
    {
      name: 'at_most',
      type: 'integer',
      label: { en: 'At most', zh: '最多条数' },
      help: {
        en: 'More than this and the step fails before it has done anything.',
        zh: '超过此数量时步骤直接失败，不做任何处理。',
      },
      min: 1,
      max: 1_000,
      default: 100,
      required: true,
    },
  ],
  inner: ['each'],
  outcomes: () => [{ name: 'each', label: { en: 'For each of them', zh: '对每一条' } }, DONE],
  innerResults({ id, settings }, typeOf) {
    const name = itemName(id);
    if (settings['over'] === 'list') {
      const list = typeof settings['list'] === 'string' ? typeOf(settings['list']) : undefined;
      return list?.type === 'list' ? [{ name, type: (list as { of: ExpressionType }).of }] : [];
    }
    const { object } = settings;
    return typeof object === 'string' ? [{ name, type: { type: 'ref', object } }] : [];
  },
  results: ({ id }) => [{ name: `${id}_count`, type: { type: 'int' } }],
} as const satisfies StepKind;
