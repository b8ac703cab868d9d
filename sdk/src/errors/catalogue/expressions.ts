import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of expressions. Append-only. Each carries a position in the expression's text. */
export const expressionErrors = {
  expression_syntax: {
    status: 422,
    title: { en: 'The expression cannot be read', zh: '表达式有语法错误' },
    detail: { en: 'At position {position}: {reason}.', zh: '位置 {position}：{reason}。' },
  },
  expression_type: {
    status: 422,
    title: { en: 'The types in the expression do not fit', zh: '表达式中的类型不匹配' },
    detail: {
      en: 'At position {position}: expected {expected}, got {got}.',
      zh: '位置 {position}：应为{expected}，实际为{got}。',
    },
  },
  expression_unknown_name: {
    status: 422,
    title: { en: 'Unknown name in the expression', zh: '表达式中有未知名称' },
    detail: {
      en: 'At position {position}: "{name}" is not known.{suggestion}',
      zh: '位置 {position}：没有“{name}”。{suggestion}',
    },
  },
  expression_unknown_function: {
    status: 422,
    title: { en: 'Unknown function or operator', zh: '未知的函数或运算符' },
    detail: {
      en: 'At position {position}: "{name}" is not known.{suggestion}',
      zh: '位置 {position}：没有“{name}”。{suggestion}',
    },
  },
  expression_too_costly: {
    status: 422,
    title: { en: 'The expression is too large', zh: '表达式过于复杂' },
    detail: { en: 'It exceeds {limit}. Split it into simpler ones.', zh: '超出了{limit}，请拆分为更简单的表达式。' },
  },
} satisfies Record<string, ErrorDefinition>;
