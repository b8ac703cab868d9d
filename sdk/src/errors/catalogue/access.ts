import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of signing in and of rights. Append-only. */
export const accessErrors = {
  unauthenticated: {
    status: 401,
    title: { en: 'Please sign in', zh: '请先登录' },
    detail: { en: 'The session or key is missing or has ended.', zh: '会话或密钥缺失或已失效。' },
  },
  bad_credentials: {
    status: 401,
    title: { en: 'E-mail or password is wrong', zh: '邮箱或密码错误' },
    detail: { en: 'Check both and try again.', zh: '请核对后重试。' },
  },
  forbidden: {
    status: 403,
    title: { en: 'Not allowed', zh: '没有权限' },
    detail: { en: 'None of your roles allows you to {verb} {object}.', zh: '您的角色均不允许{verb}{object}。' },
  },
  forbidden_row: {
    status: 403,
    title: { en: 'Not allowed for this record', zh: '对此记录没有权限' },
    detail: { en: 'Your roles do not allow you to {verb} this record.', zh: '您的角色不允许{verb}这条记录。' },
  },
  forbidden_field: {
    status: 403,
    title: { en: 'Not allowed for this field', zh: '对此字段没有权限' },
    detail: { en: 'Your roles do not allow you to change {label}.', zh: '您的角色不允许修改{label}。' },
  },
  csrf: {
    status: 403,
    title: { en: 'The request came from another site', zh: '请求来自其他网站' },
    detail: { en: 'Send the request from the Strata page itself or with a token.', zh: '请从 Strata 页面或使用令牌发送请求。' },
  },
} satisfies Record<string, ErrorDefinition>;
