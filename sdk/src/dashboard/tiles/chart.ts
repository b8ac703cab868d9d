import {
  aggregateSetting,
  dateSetting,
  filterSetting,
  measuredFieldSetting,
  objectSetting,
  periodSetting,
} from '../measure-settings.ts';
import type { TileKind } from '../tile-kind.ts';

/** A measure for each group of records. */
export const chartTile = {
  name: 'chart',
  label: { en: 'Chart', zh: '图表' },
  description: {
    en: 'A measure for each group of records, as bars, a line, a ring or a funnel; a click opens the records.',
    zh: '按分组显示指标：柱形、折线、环形或漏斗；点击可查看对应记录。',
  },
  icon: 'chart-column',
  size: { w: 6, h: 5, least: { w: 3, h: 3 } },
  settings: [
    {
      name: 'chart',
      type: 'select',
      label: { en: 'Form', zh: '图形' },
      options: [
        { value: 'bar', label: { en: 'Bars', zh: '柱形图' } },
        { value: 'stacked', label: { en: 'Stacked bars', zh: '堆积柱形图' } },
        { value: 'line', label: { en: 'Line', zh: '折线图' } },
        { value: 'area', label: { en: 'Area', zh: '面积图' } },
        { value: 'donut', label: { en: 'Ring', zh: '环形图' } },
        { value: 'funnel', label: { en: 'Funnel', zh: '漏斗图' } },
      ],
      default: 'bar',
    },
    objectSetting,
    aggregateSetting,
    measuredFieldSetting,
    filterSetting,
    {
      name: 'group_by',
      type: 'field',
      label: { en: 'For each', zh: '分组字段' },
      required: true,
      needs: () => 'groupable',
    },
    {
      name: 'bucket',
      type: 'select',
      label: { en: 'Dates by', zh: '日期粒度' },
      help: { en: 'Where the groups are dates.', zh: '分组字段为日期时有效。' },
      options: [
        { value: 'day', label: { en: 'Day', zh: '日' } },
        { value: 'week', label: { en: 'Week', zh: '周' } },
        { value: 'month', label: { en: 'Month', zh: '月' } },
        { value: 'quarter', label: { en: 'Quarter', zh: '季度' } },
        { value: 'year', label: { en: 'Year', zh: '年' } },
      ],
      default: 'month',
    },
    {
      name: 'split_by',
      type: 'field',
      label: { en: 'Divided by', zh: '二级分组' },
      needs: () => 'groupable',
      onlyIf: { setting: 'chart', is: ['bar', 'stacked', 'line', 'area'] },
    },
    {
      name: 'order',
      type: 'select',
      label: { en: 'Order', zh: '排序' },
      options: [
        { value: 'auto', label: { en: 'As fits the field', zh: '自动' } },
        { value: 'group', label: { en: 'By the groups', zh: '按分组' } },
        { value: 'value', label: { en: 'Greatest first', zh: '按数值从大到小' } },
      ],
      default: 'auto',
      onlyIf: { setting: 'chart', is: ['bar', 'stacked', 'donut'] },
    },
    {
      name: 'groups',
      type: 'integer',
      label: { en: 'At most so many groups', zh: '最多分组数' },
      help: { en: 'The rest is put together. Dates are shown all.', zh: '其余合并为“其他”；日期分组全部显示。' },
      min: 2,
      max: 50,
      default: 12,
    },
    {
      name: 'across',
      type: 'boolean',
      label: { en: 'Bars lie', zh: '横向条形' },
      onlyIf: { setting: 'chart', is: ['bar', 'stacked'] },
    },
    dateSetting,
    periodSetting,
  ],
} as const satisfies TileKind;
