import type { ConnectionKind } from './connection-kind.ts';

export const http: ConnectionKind = {
  name: 'http',
  label: { en: 'Web service', zh: 'Web 服务' },
  description: {
    en: 'A service that workflows call: its address, and how we show who we are.',
    zh: '工作流调用的服务：地址及认证方式。',
  },
  icon: 'globe',
  settings: [
    {
      name: 'base_url',
      type: 'text',
      label: { en: 'Address', zh: '地址' },
      help: {
        en: 'Paths of steps begin here, and the secrets below go nowhere else.',
        zh: '步骤中的路径以此为起点，下方密钥也只会发送到此地址。',
      },
      required: true,
    },
    {
      name: 'auth',
      type: 'select',
      label: { en: 'Sign-in', zh: '认证方式' },
      options: [
        { value: 'none', label: { en: 'None', zh: '无' } },
        { value: 'bearer', label: { en: 'Bearer token', zh: 'Bearer 令牌' } },
        { value: 'basic', label: { en: 'User and password', zh: '用户名和密码' } },
        { value: 'header', label: { en: 'A header of its own', zh: '自定义请求头' } },
      ],
      default: 'none',
    },
    {
      name: 'user',
      type: 'text',
      label: { en: 'User, or name of the header', zh: '用户名或请求头名称' },
    },
    { name: 'token', type: 'text', label: { en: 'Token or password', zh: '令牌或密码' }, secret: true },
    {
      name: 'signing_key',
      type: 'text',
      label: { en: 'Signing key', zh: '签名密钥' },
      help: {
        en: 'Each request then carries `Strata-Signature: t=…,v1=…`, an HMAC-SHA256 of time and body.',
        zh: '设置后每个请求带有 `Strata-Signature: t=…,v1=…`，即时间与正文的 HMAC-SHA256。',
      },
      secret: true,
    },
  ],
};
