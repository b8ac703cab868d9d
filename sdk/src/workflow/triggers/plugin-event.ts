import { sampleNames } from '../sample.ts';
import type { TriggerKind } from '../trigger-kind.ts';

export const pluginEvent: TriggerKind = {
  name: 'plugin_event',
  label: { en: 'Event of a plugin', zh: '插件事件' },
  description: { en: 'Begins when a plugin raises an event of this name.', zh: '插件发出指定名称的事件时触发。' },
  icon: 'plug',
  byNobody: true,
  settings: [
    {
      name: 'event',
      type: 'text',
      label: { en: 'Event', zh: '事件名称' },
      help: {
        en: 'As the plugin calls it, such as `air:flight_delayed`.',
        zh: '插件定义的名称，如 `air:flight_delayed`。',
      },
      required: true,
    },
    { name: 'object', type: 'object', label: { en: 'About records of', zh: '相关对象' } },
    {
      name: 'sample',
      type: 'sample',
      label: { en: 'Sample of what it tells', zh: '数据示例' },
      help: { en: 'JSON; its values are named `payload_…` by steps.', zh: 'JSON；步骤中以 `payload_…` 引用。' },
    },
  ],
  results: ({ settings }) => sampleNames('payload', settings['sample']),
};
