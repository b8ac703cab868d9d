import { action, field, label, option, type CodePart } from '@stratacrm/sdk';
import { acceptSuggestion, dismissSuggestion } from './decide.ts';

const common = {
  object: 'bank__suggestion',
  when: 'record.status == "open"',
  roles: ['bank__relationship_manager', 'sales_representative', 'sales_manager', 'administrator'],
};

export const suggestionActions: CodePart[] = [
  action(
    {
      ...common,
      name: 'bank__take_up',
      label: label('Take up', '跟进'),
      icon: 'check',
      order: 10,
      input: {
        amount: field.currency(label('Expected amount', '预计金额'), { min: 0 }),
        talk_on: field.date(label('Expected to close on', '预计成交日期'), { earliest: 'today' }),
      },
    },
    acceptSuggestion,
  ),
  action(
    {
      ...common,
      name: 'bank__dismiss',
      label: label('Dismiss', '忽略'),
      icon: 'x',
      order: 20,
      places: ['record', 'list'],
      input: {
        because: field.select(
          label('Why', '原因'),
          [
            option('has_elsewhere', label('Has it at another bank', '他行已有')),
            option('no_need', label('Does not need it', '无需求')),
            option('not_suitable', label('Not suitable', '不适合')),
            option('bad_moment', label('Not now', '时机不合适')),
          ],
          { required: true },
        ),
      },
    },
    dismissSuggestion,
  ),
];
