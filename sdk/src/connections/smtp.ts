import type { ConnectionKind } from './connection-kind.ts';

export const smtp: ConnectionKind = {
  name: 'smtp',
  label: { en: 'Mail server', zh: '邮件服务器' },
  description: {
    en: 'The SMTP server that mail of this workspace is sent through.',
    zh: '本工作区发送邮件所用的 SMTP 服务器。',
  },
  icon: 'mail',
  only: 'mail',
  settings: [
    { name: 'host', type: 'text', label: { en: 'Host', zh: '主机' }, required: true },
    { name: 'port', type: 'integer', label: { en: 'Port', zh: '端口' }, min: 1, max: 65_535, default: 587 },
    {
      name: 'security',
      type: 'select',
      label: { en: 'Encryption', zh: '加密方式' },
      options: [
        { value: 'starttls', label: { en: 'STARTTLS, always', zh: 'STARTTLS（必须）' } },
        { value: 'tls', label: { en: 'TLS from the beginning', zh: 'TLS（全程）' } },
        { value: 'opportunistic', label: { en: 'STARTTLS where it is offered', zh: 'STARTTLS（对方支持时）' } },
      ],
      default: 'starttls',
    },
    { name: 'user', type: 'text', label: { en: 'User', zh: '用户名' } },
    { name: 'password', type: 'text', label: { en: 'Password', zh: '密码' }, secret: true },
    {
      name: 'from',
      type: 'text',
      label: { en: 'Sender', zh: '发件人' },
      help: { en: 'Such as `Acme <crm@acme.com>`', zh: '如 `晨光文具 <crm@example.cn>`' },
      required: true,
    },
  ],
};
