import { chosenPart } from '../chosen-part.ts';
import { sampleNames } from '../sample.ts';
import type { TriggerKind } from '../trigger-kind.ts';

export const pluginEvent = {
  name: 'plugin_event',
  label: { en: 'Event of a plugin', zh: '插件事件' },
  description: { en: 'Begins when a plugin raises an event of this name.', zh: '插件发出指定名称的事件时触发。' },
  icon: 'plug',
  byNobody: true,
  settings: [
    {
      name: 'event',
      type: 'plugin_event',
      label: { en: 'Event', zh: '事件' },
      required: true,
    },
    { name: 'object', type: 'object', label: { en: 'About records of', zh: '相关对象' } },
    {
      name: 'sample',
      type: 'sample',
      onlyIf: { setting: 'event', is: 'text' },
      label: { en: 'Sample of what it tells', zh: '数据示例' },
      help: { en: 'JSON; its values are named `payload_…` by steps.', zh: 'JSON；步骤中以 `payload_…` 引用。' },
    },
  ],
  results({ settings }) {
    const event = chosenPart(settings['event']);
    if (event === null) return sampleNames('payload', settings['sample']);
    return (event.results ?? []).map(({ name, type }) => ({ name: `payload_${name}`, type }));
  },
} as const satisfies TriggerKind;
