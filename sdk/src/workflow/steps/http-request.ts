import { sampleNames } from '../sample.ts';
import { STOP_ON_FAILURE } from '../outside-settings.ts';
import { DONE, FAILED, type StepKind } from '../step-kind.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export const httpRequest = {
  name: 'http_request',
  version: 1,
  label: { en: 'HTTP request', zh: 'HTTP 请求' },
  description: {
    en: 'Calls another system, signed and tried again while it is away. Later steps know what it answered.',
    zh: '调用外部系统：可签名，对方暂不可用时自动重试，后续步骤可使用其响应。',
  },
  icon: 'globe',
  effect: 'outside',
  settings: [
    {
      name: 'connection',
      type: 'connection',
      label: { en: 'Connection', zh: '连接' },
      help: { en: 'Its secrets go to its own address alone.', zh: '其密钥只会发送到该连接自己的地址。' },
    },
    {
      name: 'method',
      type: 'select',
      label: { en: 'Method', zh: '方法' },
      options: METHODS.map((value) => ({ value, label: { en: value, zh: value } })),
      default: 'POST',
      required: true,
    },
    {
      name: 'url',
      type: 'template',
      label: { en: 'Address', zh: '地址' },
      help: {
        en: 'With a connection a path that begins at its address. Values in braces are encoded: `/orders/{{ record.code }}`.',
        zh: '选择连接后填写其地址下的路径。花括号中的值会自动编码：`/orders/{{ record.code }}`。',
      },
      required: true,
    },
    {
      name: 'headers',
      type: 'template',
      label: { en: 'Headers', zh: '请求头' },
      help: { en: 'One on each line: `X-Source: CRM`.', zh: '每行一个：`X-Source: CRM`。' },
    },
    {
      name: 'fields',
      type: 'expressions',
      label: { en: 'Values sent, as JSON', zh: '发送的 JSON 字段' },
      help: {
        en: 'Name and expression of each, such as `name` and `record.name`.',
        zh: '每项填写名称和表达式，如 `name` 与 `record.name`。',
      },
    },
    {
      name: 'accepts',
      type: 'select',
      label: { en: 'Fails when the answer is', zh: '何时视为失败' },
      options: [
        { value: 'success', label: { en: 'not a success (2xx)', zh: '非 2xx' } },
        { value: 'any', label: { en: 'absent; any answer will do', zh: '无响应；任何响应均可' } },
      ],
      default: 'success',
    },
    {
      name: 'sample',
      type: 'sample',
      label: { en: 'Sample of an answer', zh: '响应示例' },
      help: {
        en: 'JSON. Each value in it can be named by later steps: `{"id": 1}` of step `order` as `order_id`.',
        zh: 'JSON。其中每个值均可供后续步骤引用：步骤 `order` 的 `{"id": 1}` 即 `order_id`。',
      },
    },
    {
      name: 'tries',
      type: 'integer',
      label: { en: 'Tries', zh: '尝试次数' },
      help: {
        en: 'While the other side is away or answers 408, 425, 429 or 5xx; later and later, over ten hours at seven.',
        zh: '对方不可用或返回 408、425、429、5xx 时重试，间隔逐步延长；7 次约历时十小时。',
      },
      min: 1,
      max: 12,
      default: 7,
    },
    STOP_ON_FAILURE,
  ],
  outcomes: () => [DONE, FAILED],
  results: ({ id, settings }) => [
    { name: `${id}_status`, type: { type: 'int' } },
    { name: `${id}_text`, type: { type: 'text' } },
    ...sampleNames(id, settings['sample']),
  ],
} as const satisfies StepKind;
