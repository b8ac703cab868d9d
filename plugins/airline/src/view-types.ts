import { defineViewType, label } from '@stratacrm/sdk';

/** What people said of a moment, as cards to read one after the other. */
export const momentCards = defineViewType('air__moment_cards', {
  label: label('Moments', '体验卡片'),
  description: label('Cards with stars and what people said.', '以卡片展示评分与旅客原话。'),
  icon: 'quote',
  arrangement: 'cards',
  parts: [
    { name: 'said', label: label('What was said', '原话'), place: 'title' },
    { name: 'moment', label: label('Moment', '触点'), place: 'badge' },
    { name: 'colour', label: label('Colour', '颜色'), place: 'colour' },
    { name: 'score', label: label('Score', '评分'), place: 'meter', required: true },
    { name: 'who', label: label('Who', '会员'), place: 'line' },
    { name: 'where', label: label('Flight', '航班'), place: 'line' },
    { name: 'when', label: label('When', '时间'), place: 'line' },
  ],
});
