import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of any request. Append-only: a code never changes its meaning. */
export const generalErrors = {
  internal: {
    status: 500,
    title: { en: 'Something went wrong on the server', zh: '服务器出错' },
    detail: {
      en: 'The request could not be completed. Nothing was changed. Quote reference {reference} to your administrator.',
      zh: '请求未能完成，数据没有任何改动。请将编号 {reference} 告知管理员。',
    },
  },
  not_found: {
    status: 404,
    title: { en: 'Not found', zh: '未找到' },
    detail: { en: 'There is nothing at {what}, or you may not see it.', zh: '{what} 不存在，或您无权查看。' },
  },
  method_not_allowed: {
    status: 405,
    title: { en: 'Method not allowed', zh: '不支持的请求方法' },
    detail: { en: '{method} is not possible here. Use {allowed}.', zh: '此处不支持 {method}，请使用 {allowed}。' },
  },
  malformed_json: {
    status: 400,
    title: { en: 'The body is not valid JSON', zh: '请求内容不是有效的 JSON' },
    detail: { en: 'The JSON could not be read: {reason}.', zh: '无法解析 JSON：{reason}。' },
  },
  body_too_large: {
    status: 413,
    title: { en: 'The body is too large', zh: '请求内容过大' },
    detail: { en: 'At most {limit} are accepted here. Send less at a time.', zh: '此处最多接受 {limit}，请分批发送。' },
  },
  body_too_deep: {
    status: 400,
    title: { en: 'The JSON is nested too deeply', zh: 'JSON 嵌套过深' },
    detail: { en: 'At most {limit} levels are accepted.', zh: '最多接受 {limit} 层。' },
  },
  unsupported_media_type: {
    status: 415,
    title: { en: 'Unsupported content type', zh: '不支持的内容类型' },
    detail: { en: 'Send {expected}.', zh: '请使用 {expected}。' },
  },
  invalid_input: {
    status: 422,
    title: { en: 'Some values are not acceptable', zh: '部分内容不符合要求' },
    detail: { en: 'See the list of errors for each place and its remedy.', zh: '请查看错误列表中的位置和处理办法。' },
  },
  unknown_property: {
    status: 422,
    title: { en: 'Unknown property', zh: '未知属性' },
    detail: { en: '"{name}" is not known here.{suggestion}', zh: '此处没有“{name}”。{suggestion}' },
  },
  wrong_type: {
    status: 422,
    title: { en: 'Wrong type of value', zh: '值的类型不正确' },
    detail: { en: 'Expected {expected}, got {got}.', zh: '应为{expected}，实际为{got}。' },
  },
  required: {
    status: 422,
    title: { en: 'A value is required', zh: '必填' },
    detail: { en: '{label} must not be empty.', zh: '{label}不能为空。' },
  },
  invalid_text: {
    status: 422,
    title: { en: 'The text has characters that cannot be stored', zh: '文本含有无法保存的字符' },
    detail: {
      en: 'Remove NUL characters and lone surrogates from the text.',
      zh: '请去掉文本中的空字符（NUL）和不成对的代理字符。',
    },
  },
  rate_limited: {
    status: 429,
    title: { en: 'Too many requests', zh: '请求过于频繁' },
    detail: { en: 'Try again in {seconds} seconds.', zh: '请在 {seconds} 秒后重试。' },
  },
  unavailable: {
    status: 503,
    title: { en: 'Not available right now', zh: '暂时不可用' },
    detail: { en: 'The database does not answer. Try again shortly.', zh: '数据库没有响应，请稍后重试。' },
  },
  too_few_characters: {
    status: 422,
    title: { en: 'Too short', zh: '内容过短' },
    detail: { en: 'Write at least {min} characters.', zh: '请至少输入 {min} 个字符。' },
  },
  given_twice: {
    status: 422,
    title: { en: 'Given more than once', zh: '重复指定' },
    detail: { en: 'Give it once.', zh: '请只指定一次。' },
  },
  not_together: {
    status: 422,
    title: { en: 'Not together with the rest', zh: '不能同时指定' },
    detail: {
      en: '"{name}" does not go with the other properties given here. Leave it out, or what it takes the place of.',
      zh: '“{name}”不能与此处的其他属性同时指定，请去掉它或它所替代的属性。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
