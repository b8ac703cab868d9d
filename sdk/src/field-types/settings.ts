import type { SettingField } from './field-type.ts';

/** Settings that several field types share. */
export const minSetting: SettingField = { name: 'min', type: 'integer', label: { en: 'Least value', zh: '最小值' } };
export const maxSetting: SettingField = { name: 'max', type: 'integer', label: { en: 'Greatest value', zh: '最大值' } };

export function scaleSetting(max: number): SettingField {
  return { name: 'scale', type: 'integer', label: { en: 'Digits after the point', zh: '小数位数' }, min: 0, max };
}

export function maxLengthSetting(max: number): SettingField {
  return { name: 'max_length', type: 'integer', label: { en: 'Longest text', zh: '最大长度' }, min: 1, max };
}

export const optionsSettings: SettingField[] = [
  { name: 'options', type: 'options', label: { en: 'Options', zh: '选项' } },
  {
    name: 'option_set',
    type: 'option_set',
    label: { en: 'Shared option set', zh: '共用选项集' },
    help: { en: 'Instead of options of its own.', zh: '用共用选项集代替自有选项。' },
  },
  {
    name: 'controlled_by',
    type: 'field',
    label: { en: 'Offered options depend on', zh: '可选项取决于' },
    help: {
      en: 'Another choice of this object; each option then says beside which of its values it is offered.',
      zh: '本对象的另一个选项字段；每个选项可限定在其哪些值下可选。',
    },
    needs: 'options',
  },
];

export const patternSettings: SettingField[] = [
  {
    name: 'pattern',
    type: 'pattern',
    label: { en: 'Format pattern', zh: '格式（正则表达式）' },
    help: { en: 'RE2; the whole text must match it.', zh: 'RE2 正则表达式，须匹配整个文本。' },
  },
  {
    name: 'pattern_message',
    type: 'label',
    label: { en: 'What to say when it does not match', zh: '不匹配时的提示' },
  },
];
