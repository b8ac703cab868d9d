import { action, field, label, option, type CodePart } from '@stratacrm/sdk';
import { askReview } from './ask-review.ts';

function reviewOf(object: 'account' | 'contact', name: string): CodePart {
  return action(
    {
      name,
      object,
      label: label('Begin a KYC check', '发起尽职调查'),
      icon: 'shield-check',
      places: ['record', 'menu'],
      roles: ['bank__relationship_manager', 'bank__compliance', 'administrator'],
      input: {
        occasion: field.select(
          label('Occasion', '触发原因'),
          [
            option('onboarding', label('New customer', '新客户准入')),
            option('periodic', label('Due again', '定期更新')),
            option('event', label('Something happened', '事件触发')),
          ],
          { required: true, default: 'event' },
        ),
        due_on: field.date(label('To be done by', '完成期限'), { earliest: 'today' }),
      },
    },
    askReview,
  );
}

export const kycActions: CodePart[] = [
  reviewOf('account', 'bank__review_company'),
  reviewOf('contact', 'bank__review_person'),
];
