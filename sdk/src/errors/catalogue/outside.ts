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
} satisfies Record<string, ErrorDefinition>;
