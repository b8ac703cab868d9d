import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of importing files. Append-only. */
export const importErrors = {
  import_unreadable: {
    status: 422,
    title: { en: 'The file cannot be read', zh: '无法读取文件' },
    detail: { en: '{reason}', zh: '{reason}' },
  },
  import_wrong_state: {
    status: 409,
    title: { en: 'Not possible at this step', zh: '当前步骤不能执行此操作' },
    detail: { en: 'The import is {state}.', zh: '导入目前处于“{state}”状态。' },
  },
  import_column: {
    status: 422,
    title: { en: 'The columns do not fit', zh: '列映射有误' },
    detail: { en: '{reason}', zh: '{reason}' },
  },
  reference_unresolved: {
    status: 422,
    title: { en: 'No record of that name', zh: '没有该名称的记录' },
    detail: { en: 'There is no {object} "{value}".{suggestion}', zh: '没有名为“{value}”的{object}。{suggestion}' },
  },
  reference_ambiguous: {
    status: 422,
    title: { en: 'Several records of that name', zh: '有多条同名记录' },
    detail: {
      en: '{count|record|records} of {object} are called "{value}". Match by another field, or rename one of them.',
      zh: '有 {count} 条{object}都叫“{value}”。请改用其他字段匹配，或修改其中的名称。',
    },
  },
  reference_circular: {
    status: 422,
    title: { en: 'The rows refer to each other in a circle', zh: '各行互相引用成环' },
    detail: { en: 'Row {row} is referred to, directly or not, by itself.', zh: '第 {row} 行直接或间接地引用了自身。' },
  },
  reference_row_refused: {
    status: 422,
    title: { en: 'Refers to a row that cannot be stored', zh: '引用的行无法导入' },
    detail: { en: 'It refers to row {row}, which has errors itself.', zh: '所引用的第 {row} 行本身有错误。' },
  },
  import_duplicate: {
    status: 422,
    title: { en: 'Twice in the file', zh: '文件内重复' },
    detail: { en: 'Row {row} already has {label} "{value}".', zh: '第 {row} 行的{label}已是“{value}”。' },
  },
  import_key_missing: {
    status: 422,
    title: { en: 'The key is empty', zh: '缺少匹配值' },
    detail: {
      en: '{label} is what existing records are found by; it must not be empty.',
      zh: '系统按{label}查找已有记录，不能为空。',
    },
  },
  suspicious_value: {
    status: 422,
    title: { en: 'Possibly misspelt', zh: '可能有拼写错误' },
    detail: { en: '"{value}" is near to "{known}", which is known.', zh: '“{value}”与已有的“{known}”很接近，请核对。' },
  },
  import_changed_since: {
    status: 409,
    title: { en: 'Changed since the import', zh: '导入后已被修改' },
    detail: { en: '{fields}: changed since the import, left as it is.', zh: '{fields}在导入后已被修改，保持现状。' },
  },
} satisfies Record<string, ErrorDefinition>;
