import { PERIODS } from './period.ts';
import type { TileSetting, TileSettings } from './tile-setting.ts';

/** Settings that several kinds of tiles share. */
export const objectSetting = {
  name: 'object',
  type: 'object',
  label: { en: 'Records of', zh: '对象' },
  required: true,
} as const satisfies TileSetting;

export const filterSetting = {
  name: 'filter',
  type: 'filter',
  label: { en: 'Only those', zh: '筛选条件' },
} as const satisfies TileSetting;

export const dateSetting = {
  name: 'date',
  type: 'field',
  label: { en: 'Their day', zh: '日期字段' },
  help: {
    en: 'The date by which a period of the dashboard narrows this tile; without one no period does.',
    zh: '仪表板的时间范围按此日期筛选；留空则不受时间范围影响。',
  },
  needs: () => 'bucketable',
} as const satisfies TileSetting;

export const periodSetting = {
  name: 'period',
  type: 'select',
  label: { en: 'Always the period', zh: '固定时间范围' },
  help: {
    en: 'Instead of the one chosen for the dashboard; by the date above.',
    zh: '代替仪表板所选的时间范围，按上面的日期字段。',
  },
  options: PERIODS.map(({ name, label }) => ({ value: name, label })),
} as const satisfies TileSetting;

export const aggregateSetting = {
  name: 'aggregate',
  type: 'select',
  label: { en: 'What is shown', zh: '指标' },
  options: [
    { value: 'count', label: { en: 'Number of records', zh: '记录数' } },
    { value: 'sum', label: { en: 'Sum of', zh: '合计' } },
    { value: 'avg', label: { en: 'Average of', zh: '平均值' } },
    { value: 'median', label: { en: 'Median of', zh: '中位数' } },
    { value: 'min', label: { en: 'Least', zh: '最小值' } },
    { value: 'max', label: { en: 'Greatest', zh: '最大值' } },
    { value: 'distinct', label: { en: 'Number of different values of', zh: '去重计数' } },
  ],
  default: 'count',
} as const satisfies TileSetting;

export const measuredFieldSetting = {
  name: 'field',
  type: 'field',
  label: { en: 'Field', zh: '指标字段' },
  required: true,
  needs: traitMeasured,
  onlyIf: { setting: 'aggregate', is: ['sum', 'avg', 'median', 'min', 'max', 'distinct'] },
} as const satisfies TileSetting;

function traitMeasured({ aggregate }: TileSettings): 'summable' | 'sortable' | 'groupable' {
  if (aggregate === 'distinct') return 'groupable';
  return aggregate === 'min' || aggregate === 'max' ? 'sortable' : 'summable';
}
