import type { TileKind } from '../tile-kind.ts';

/** A screen of a plugin. */
export const screenTile = {
  name: 'screen',
  label: { en: 'Screen of a plugin', zh: '插件界面' },
  description: {
    en: 'What a plugin itself shows, in a frame of its own.',
    zh: '由插件自行显示的内容，运行在独立框架中。',
  },
  icon: 'puzzle',
  size: { w: 6, h: 5, least: { w: 2, h: 2 } },
  settings: [{ name: 'screen', type: 'screen', label: { en: 'Screen', zh: '界面' }, required: true }],
} as const satisfies TileKind;
