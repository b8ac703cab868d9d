import { defineViewType, label } from '@stratacrm/sdk';

/** Whom the bank lives from, as cards: what is kept, what is lent, what is earned. */
export const worthCards = defineViewType('bank__worth_cards', {
  label: label('Worth', '价值卡片'),
  description: label('Cards with what somebody keeps, borrows and brings.', '以卡片展示存款、贷款与利润贡献。'),
  icon: 'wallet',
  arrangement: 'cards',
  parts: [
    { name: 'kind', label: label('Kind', '类型'), place: 'badge' },
    { name: 'colour', label: label('Colour', '颜色'), place: 'colour' },
    { name: 'brings', label: label('Brings', '利润贡献'), place: 'figure', required: true },
    { name: 'keeps', label: label('Keeps', '存款'), place: 'figure' },
    { name: 'borrows', label: label('Borrows', '贷款'), place: 'figure' },
    { name: 'who', label: label('Looked after by', '客户经理'), place: 'line' },
    { name: 'where', label: label('Where', '城市'), place: 'line' },
  ],
});
