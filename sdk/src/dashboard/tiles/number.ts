import {
  aggregateSetting,
  dateSetting,
  filterSetting,
  measuredFieldSetting,
  objectSetting,
  periodSetting,
} from '../measure-settings.ts';
import type { TileKind } from '../tile-kind.ts';

/** One number over records, beside the one of the period before. */
export const numberTile = {
  name: 'number',
  label: { en: 'Number', zh: '指标' },
  description: {
    en: 'A count, a sum or an average, with its change against the period before or a goal.',
    zh: '计数、合计或平均值，可与上一时间范围或目标比较。',
  },
  icon: 'hash',
  size: { w: 3, h: 2, least: { w: 2, h: 2 } },
  settings: [
    objectSetting,
    aggregateSetting,
    measuredFieldSetting,
    filterSetting,
    {
      name: 'share',
      type: 'filter',
      label: { en: 'As the share of those', zh: '其中占比' },
      help: {
        en: 'Shows, in per cent, how much of the whole falls on the records where this holds.',
        zh: '以百分比显示满足此条件的记录占总体的比例。',
      },
      onlyIf: { setting: 'aggregate', is: ['count', 'sum'] },
    },
    dateSetting,
    periodSetting,
    {
      name: 'compare',
      type: 'select',
      label: { en: 'Compare with', zh: '对比' },
      options: [
        { value: 'none', label: { en: 'Nothing', zh: '不对比' } },
        { value: 'before', label: { en: 'The period before', zh: '上一时间范围' } },
        {
          value: 'before_to_date',
          label: { en: 'The period before, as far as this one has gone', zh: '上一时间范围的同期' },
        },
        { value: 'year_before', label: { en: 'The same days a year before', zh: '去年同期' } },
      ],
      default: 'none',
    },
    {
      name: 'better',
      type: 'select',
      label: { en: 'Good is', zh: '向好方向' },
      options: [
        { value: 'up', label: { en: 'More', zh: '越高越好' } },
        { value: 'down', label: { en: 'Less', zh: '越低越好' } },
        { value: 'neither', label: { en: 'Neither', zh: '无好坏之分' } },
      ],
      default: 'up',
    },
    { name: 'goal', type: 'number', label: { en: 'Goal', zh: '目标值' } },
  ],
} as const satisfies TileKind;
