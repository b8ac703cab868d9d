import type { TileKind } from '../tile-kind.ts';

/** Words between the figures. */
export const textTile = {
  name: 'text',
  label: { en: 'Text', zh: '文本' },
  description: { en: 'Words between the figures: a heading, an explanation, a link.', zh: '标题、说明或链接。' },
  icon: 'type',
  size: { w: 12, h: 2, least: { w: 2, h: 1 } },
  settings: [{ name: 'text', type: 'rich_text', label: { en: 'Text', zh: '文本' }, required: true }],
} as const satisfies TileKind;
