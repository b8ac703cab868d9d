import { defineViewType, label } from '@stratacrm/sdk';

/** What raises money, by how far it has come. */
export const progressCards = defineViewType('give__progress_cards', {
  label: label('Progress', '进展卡片'),
  description: label('Cards that show how much of a goal is reached.', '以卡片展示目标完成情况。'),
  icon: 'gauge',
  arrangement: 'cards',
  parts: [
    { name: 'state', label: label('State', '状态'), place: 'badge' },
    { name: 'colour', label: label('Colour', '颜色'), place: 'colour' },
    { name: 'progress', label: label('Of the goal', '目标完成率'), place: 'meter', required: true },
    { name: 'raised', label: label('Raised', '已募款'), place: 'figure' },
    { name: 'goal', label: label('Goal', '目标'), place: 'figure' },
    { name: 'until', label: label('Until', '截止'), place: 'line' },
    { name: 'who', label: label('Cared for by', '负责人'), place: 'line' },
  ],
});

/** What lasts from one day to another. */
export const yearLine = defineViewType('give__year_line', {
  label: label('Line of time', '时间轴'),
  description: label('What lasts how long, one below the other.', '按时间先后展示各项的起止时间。'),
  icon: 'chart-gantt',
  arrangement: 'timeline',
  parts: [
    { name: 'from', label: label('From', '开始'), place: 'from', required: true },
    { name: 'to', label: label('To', '结束'), place: 'to' },
    { name: 'colour', label: label('Colour', '颜色'), place: 'colour' },
    { name: 'lane', label: label('In lanes by', '分组'), place: 'lane' },
  ],
});
