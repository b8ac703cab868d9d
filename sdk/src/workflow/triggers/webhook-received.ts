import { sampleNames } from '../sample.ts';
import type { TriggerKind } from '../trigger-kind.ts';

export const webhookReceived = {
  name: 'webhook_received',
  label: { en: 'Webhook received', zh: '收到 Webhook' },
  description: {
    en: 'Begins when another system sends JSON to an address of this workflow alone.',
    zh: '外部系统向本工作流专用地址发送 JSON 时触发。',
  },
  icon: 'globe',
  byNobody: true,
  door: true,
  settings: [
    {
      name: 'sample',
      type: 'sample',
      label: { en: 'Sample of what is sent', zh: '数据示例' },
      help: {
        en: 'JSON. Each value in it can be named by steps: `{"order": {"no": "A-1"}}` as `payload_order_no`.',
        zh: 'JSON。其中每个值均可在步骤中引用：`{"order": {"no": "A-1"}}` 即 `payload_order_no`。',
      },
    },
    {
      name: 'unsigned',
      type: 'boolean',
      label: { en: 'Take it without a signature too', zh: '允许未签名的请求' },
      help: {
        en: 'Otherwise each request carries `Strata-Signature: t=…,v1=…`, an HMAC-SHA256 of `t.body` no older than five minutes.',
        zh: '否则每个请求须带 `Strata-Signature: t=…,v1=…`，即 `t.正文` 的 HMAC-SHA256，且不早于五分钟前。',
      },
    },
  ],
  results: ({ settings }) => sampleNames('payload', settings['sample']),
} as const satisfies TriggerKind;
