import { dateSetting, filterSetting, objectSetting, periodSetting } from '../measure-settings.ts';
import type { TileKind } from '../tile-kind.ts';

/** The first records of a view, or of an object. */
export const listTile = {
  name: 'list',
  label: { en: 'List', zh: '列表' },
  description: { en: 'The first records of a view or of an object.', zh: '视图或对象的前几条记录。' },
  icon: 'list',
  size: { w: 6, h: 5, least: { w: 3, h: 3 } },
  settings: [
    objectSetting,
    {
      name: 'view',
      type: 'view',
      label: { en: 'View', zh: '视图' },
      help: {
        en: 'Its filter, order and first columns, unless said otherwise here.',
        zh: '沿用该视图的筛选、排序和前几列，可在此另行指定。',
      },
    },
    filterSetting,
    { name: 'fields', type: 'fields', label: { en: 'Columns', zh: '列' } },
    { name: 'sort', type: 'sort', label: { en: 'Order', zh: '排序' } },
    { name: 'rows', type: 'integer', label: { en: 'Rows', zh: '行数' }, min: 1, max: 50, default: 6 },
    dateSetting,
    periodSetting,
  ],
} as const satisfies TileKind;
