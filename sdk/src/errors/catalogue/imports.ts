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
} satisfies Record<string, ErrorDefinition>;
