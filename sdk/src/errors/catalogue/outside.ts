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
} satisfies Record<string, ErrorDefinition>;
