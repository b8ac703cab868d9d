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
];
