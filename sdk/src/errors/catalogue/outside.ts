import type { ErrorDefinition } from '../error-definition.ts';

/** Errors of what leaves the house and of what comes in: deliveries, mail, calls of other systems. Append-only. */
export const outsideErrors = {
  delivery_without_carrier: {
    status: 500,
    title: { en: 'Nothing here delivers this', zh: '没有可用的投递方式' },
    detail: {
      en: 'This server does not know how to deliver "{kind}". Upgrade it, or install the plugin that does, then resume.',
      zh: '本服务器无法投递“{kind}”。请升级或安装对应插件后继续。',
    },
  },
  delivery_timed_out: {
    status: 504,
    title: { en: 'The other side did not answer', zh: '对方无响应' },
    detail: {
      en: 'No answer within {seconds} seconds. See whether the other side is up, then resume.',
      zh: '{seconds} 秒内未收到响应。请确认对方服务正常后继续。',
    },
  },
  delivery_broke: {
    status: 500,
    title: { en: 'The delivery broke', zh: '投递出错' },
    detail: {
      en: 'Something unexpected happened ({reason}). The log of the server knows more.',
      zh: '发生意外错误（{reason}），详情见服务器日志。',
    },
  },
  outbound_url_invalid: {
    status: 422,
    title: { en: 'This is no web address', zh: '不是有效的网址' },
    detail: {
      en: '"{url}" must begin with https:// or http:// and hold no name and password. Put secrets into a connection.',
      zh: '“{url}”须以 https:// 或 http:// 开头，且不含用户名和密码；密钥请放在“连接”中。',
    },
  },
  outbound_refused: {
    status: 422,
    title: { en: 'The address is not open to the outside', zh: '不允许访问该地址' },
    detail: {
      en: '"{host}" is an address of this machine or of a private network. The operator can allow it with STRATA_OUTBOUND_PRIVATE.',
      zh: '“{host}”属于本机或内网地址。如确需访问，请运维人员通过 STRATA_OUTBOUND_PRIVATE 放行。',
    },
  },
  outbound_unreachable: {
    status: 502,
    title: { en: 'The other side cannot be reached', zh: '无法连接对方' },
    detail: {
      en: '"{host}" could not be reached ({reason}). See whether it is up and its name is right, then resume.',
      zh: '无法连接“{host}”（{reason}）。请确认对方服务正常、地址无误后继续。',
    },
  },
  outbound_too_many_redirects: {
    status: 502,
    title: { en: 'Sent on too often', zh: '重定向次数过多' },
    detail: {
      en: '"{url}" is redirected again and again. Use the address it should end at.',
      zh: '“{url}”反复重定向，请直接填写最终地址。',
    },
  },
  outbound_too_large: {
    status: 502,
    title: { en: 'The answer is too large', zh: '响应内容过大' },
    detail: {
      en: 'More than {limit} bytes came back. Ask for less.',
      zh: '返回内容超过 {limit} 字节，请缩小请求范围。',
    },
  },
  unknown_connection: {
    status: 404,
    title: { en: 'Unknown connection', zh: '未知连接' },
    detail: {
      en: 'There is no connection "{name}". Add it in the Studio under Connections.',
      zh: '没有连接“{name}”，请在工作室的“连接”中添加。',
    },
  },
  unknown_connection_kind: {
    status: 422,
    title: { en: 'Unknown kind of connection', zh: '未知的连接类型' },
    detail: {
      en: 'There is no kind of connection "{kind}", or it is another one.{suggestion}',
      zh: '没有连接类型“{kind}”，或与现有类型不符。{suggestion}',
    },
  },
  no_mail_server: {
    status: 503,
    title: { en: 'No mail server', zh: '未配置邮件服务器' },
    detail: {
      en: 'Nothing says through which server mail is sent. Name one in the Studio under Connections, then resume.',
      zh: '尚未配置发送邮件的服务器。请在工作室的“连接”中设置后继续。',
    },
  },
  mail_refused: {
    status: 502,
    title: { en: 'The mail was not taken', zh: '邮件未被接收' },
    detail: {
      en: 'The mail server did not take the mail to {to}: {reason}. Mend the address or the connection, then resume.',
      zh: '邮件服务器未接收发往 {to} 的邮件：{reason}。请修正地址或连接设置后继续。',
    },
  },
  mail_without_reader: {
    status: 422,
    title: { en: 'Nobody is written to', zh: '没有收件人' },
    detail: {
      en: 'The mail goes to nobody: choose people, or give an expression whose value is an address.',
      zh: '邮件没有收件人：请选择成员，或填写取值为邮箱的表达式。',
    },
  },
  mail_too_many_readers: {
    status: 422,
    title: { en: 'Too many readers', zh: '收件人过多' },
    detail: {
      en: 'More than {most} people would get this mail. Narrow whom it goes to.',
      zh: '收件人超过 {most} 人，请缩小范围。',
    },
  },
  unknown_email_template: {
    status: 404,
    title: { en: 'Unknown template of mails', zh: '未知邮件模板' },
    detail: {
      en: 'There is no template "{name}", or it is archived. Choose another one.',
      zh: '没有邮件模板“{name}”或已归档，请另选。',
    },
  },
  unknown_delivery: {
    status: 404,
    title: { en: 'Unknown delivery', zh: '未知投递' },
    detail: {
      en: 'There is no delivery "{id}"; they are kept for 30 days.',
      zh: '没有投递“{id}”；投递记录保留 30 天。',
    },
  },
  delivery_of_run: {
    status: 409,
    title: { en: 'The delivery belongs to a run', zh: '该投递属于工作流运行' },
    detail: {
      en: 'Resume the run instead: its step then tries anew.',
      zh: '请在对应的运行中点击“继续”，步骤会重新投递。',
    },
  },
  delivery_not_failed: {
    status: 409,
    title: { en: 'The delivery has not failed', zh: '投递并未失败' },
    detail: {
      en: 'Only a failed delivery is tried anew; this one is {state}.',
      zh: '仅失败的投递可以重试，当前状态为 {state}。',
    },
  },
  invalid_header: {
    status: 422,
    title: { en: 'This header cannot be sent', zh: '请求头无效' },
    detail: {
      en: '"{header}" must be `Name: value` in plain letters, and no header that says how the request is carried.',
      zh: '“{header}”须为“名称: 值”的形式，仅含 ASCII 字符，且不能是控制传输的请求头。',
    },
  },
  connection_elsewhere: {
    status: 422,
    title: { en: 'The address is not that of the connection', zh: '地址不属于该连接' },
    detail: {
      en: '"{url}" does not stand under {base}, and the secrets of the connection go nowhere else. Give a path.',
      zh: '“{url}”不在 {base} 之下，连接的密钥不会发往别处。请填写路径。',
    },
  },
  outbound_answered: {
    status: 502,
    title: { en: 'The other side said no', zh: '对方返回错误' },
    detail: {
      en: 'It answered {status}: {answer}. Mend what it complains of, then resume.',
      zh: '对方返回 {status}：{answer}。请修正后继续。',
    },
  },
  unknown_door: {
    status: 404,
    title: { en: 'Nothing is open here', zh: '该地址未开放' },
    detail: {
      en: 'The address is not, or no longer, that of a workflow that is switched on. Ask whoever gave it to you.',
      zh: '该地址不属于已启用的工作流，或已失效。请联系提供者。',
    },
  },
  signature_wrong: {
    status: 401,
    title: { en: 'The signature is wrong', zh: '签名无效' },
    detail: {
      en: 'Strata-Signature must be `t=seconds,v1=HMAC-SHA256 of "t.body"` in hexadecimal with the key of this address, at most {seconds} seconds old.',
      zh: 'Strata-Signature 须为 `t=秒,v1=以该地址密钥对 "t.正文" 计算的 HMAC-SHA256（十六进制）`，且不超过 {seconds} 秒。',
    },
  },
  payload_not_json: {
    status: 400,
    title: { en: 'This is no JSON', zh: '不是有效的 JSON' },
    detail: { en: 'Send JSON in UTF-8.', zh: '请发送 UTF-8 编码的 JSON。' },
  },
  too_many_from_outside: {
    status: 429,
    title: { en: 'Too many at once', zh: '请求过于频繁' },
    detail: {
      en: 'More than {most} came within a minute. Try again in a minute.',
      zh: '一分钟内超过 {most} 次，请稍后再试。',
    },
  },
  outbound_silent: {
    status: 504,
    title: { en: 'The other side does not answer', zh: '对方没有响应' },
    detail: {
      en: '"{host}" took the request and did not answer in time. It may have done what it was asked; see there, then resume.',
      zh: '“{host}”接收了请求，但未在规定时间内响应，可能已经执行。请先在对方系统确认，再继续。',
    },
  },
  outbound_garbled: {
    status: 502,
    title: { en: 'The answer cannot be read', zh: '无法解析响应' },
    detail: {
      en: 'It answered {status}, but with no JSON as the sample of the step has it: {answer}. See what it sends, or take the sample out, then resume.',
      zh: '对方返回 {status}，但内容不是步骤示例所示的 JSON：{answer}。请检查对方返回的内容，或去掉示例，再继续。',
    },
  },
} satisfies Record<string, ErrorDefinition>;
