import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of single values, one or more per field type. Append-only. */
export const fieldErrors = {
  too_long: {
    status: 422,
    title: { en: 'Too long', zh: '内容过长' },
    detail: { en: 'At most {max} characters, got {got}.', zh: '最多 {max} 个字符，实际 {got} 个。' },
  },
  too_many_values: {
    status: 422,
    title: { en: 'Too many entries', zh: '条目过多' },
    detail: {
      en: 'At most {max} entries fit here, got {got}. Take some out.',
      zh: '最多 {max} 项，实际 {got} 项。请减少条目。',
    },
  },
  object_not_allowed: {
    status: 422,
    title: { en: 'Not one of its objects', zh: '不在可引用的对象之内' },
    detail: {
      en: 'This field does not point to records of "{object}". It may point to: {allowed}.{suggestion}',
      zh: '此字段不能指向“{object}”的记录，可指向：{allowed}。{suggestion}',
    },
  },
  out_of_range: {
    status: 422,
    title: { en: 'Out of range', zh: '超出范围' },
    detail: { en: 'Must lie between {min} and {max}.', zh: '须在 {min} 到 {max} 之间。' },
  },
  not_an_option: {
    status: 422,
    title: { en: 'Not one of the options', zh: '不是可选项' },
    detail: { en: '"{value}" is not an option.{suggestion}', zh: '“{value}”不是可选项。{suggestion}' },
  },
  invalid_format: {
    status: 422,
    title: { en: 'Not in the right form', zh: '格式不正确' },
    detail: { en: '"{value}" is not {expected}.', zh: '“{value}”不是{expected}。' },
  },
  too_precise: {
    status: 422,
    title: { en: 'Too many digits after the point', zh: '小数位数过多' },
    detail: {
      en: 'At most {scale} digits after the point, got {got}.',
      zh: '小数点后最多 {scale} 位，实际 {got} 位。',
    },
  },
  too_early: {
    status: 422,
    title: { en: 'Too early', zh: '过早' },
    detail: { en: 'Not before {min}.', zh: '不能早于 {min}。' },
  },
  too_late: {
    status: 422,
    title: { en: 'Too late', zh: '过晚' },
    detail: { en: 'Not after {max}.', zh: '不能晚于 {max}。' },
  },
  too_short: {
    status: 422,
    title: { en: 'Too short', zh: '时长过短' },
    detail: { en: 'At least {min}.', zh: '至少 {min}。' },
  },
  too_lengthy: {
    status: 422,
    title: { en: 'Too long a time', zh: '时长过长' },
    detail: { en: 'At most {max}.', zh: '最多 {max}。' },
  },
  unknown_field_type: {
    status: 422,
    title: { en: 'Unknown field type', zh: '未知字段类型' },
    detail: { en: 'There is no field type "{type}".{suggestion}', zh: '没有字段类型“{type}”。{suggestion}' },
  },
  pattern_mismatch: {
    status: 422,
    title: { en: 'Not in the form it must have', zh: '不符合规定格式' },
    detail: { en: '{message}', zh: '{message}' },
  },
  invalid_pattern: {
    status: 422,
    title: { en: 'Not a pattern', zh: '正则表达式无效' },
    detail: { en: '"{value}" is not an RE2 pattern.', zh: '“{value}”不是有效的 RE2 正则表达式。' },
  },
  fixed_after_create: {
    status: 422,
    title: { en: 'Set once and for all', zh: '创建后不可修改' },
    detail: { en: '{label} cannot be changed once the record is there.', zh: '{label}在记录创建后不能修改。' },
  },
  option_not_offered: {
    status: 422,
    title: { en: 'The option does not fit', zh: '选项不匹配' },
    detail: {
      en: '"{option}" is not offered beside the value it depends on.',
      zh: '“{option}”与其所取决于的字段值不匹配。',
    },
  },
  too_few_values: {
    status: 422,
    title: { en: 'Too few entries', zh: '条目过少' },
    detail: {
      en: 'At least {min} entries are needed here, got {got}. Add some.',
      zh: '至少 {min} 项，实际 {got} 项。请补充条目。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
