import { DONE, type StepKind } from '../step-kind.ts';

export const compute = {
  name: 'compute',
  version: 1,
  label: { en: 'Compute', zh: '计算' },
  description: {
    en: 'Works out a value that later steps use by the name of this step.',
    zh: '计算一个值，后续步骤以本步骤的名称引用。',
  },
  icon: 'calculator',
  effect: 'none',
  together: true,
  settings: [{ name: 'value', type: 'value', label: { en: 'Value', zh: '值' }, required: true }],
  outcomes: () => [DONE],
  results(step, typeOf) {
    const source = step.settings['value'];
    const type = typeof source === 'string' ? typeOf(source) : undefined;
    return type === undefined ? [] : [{ name: step.id, type }];
  },
} as const satisfies StepKind;
