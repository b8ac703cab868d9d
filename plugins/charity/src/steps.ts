import { label, step, type CodePart } from '@stratacrm/sdk';
import { chooseThanks } from './donors/choose-thanks.ts';
import { issueReceipt } from './receipts/issue-receipt.ts';

/** The steps that the pack brings to the designer of workflows, each with a form of its own. */
export const steps: CodePart[] = [
  step(
    {
      name: 'issue_receipt',
      label: label('Issue a receipt', '开具票据'),
      description: label('Issues the receipt of a gift that has arrived, once.', '为已到账的捐赠开具票据（仅一次）。'),
      icon: 'receipt-text',
      settings: [
        {
          name: 'least',
          type: 'integer',
          label: label('From which amount', '起开金额'),
          help: label('Empty: as in the settings of the plugin.', '留空则按插件设置。'),
          min: 0,
        },
      ],
      outcomes: [{ name: 'none', label: label('None is due', '无需开具') }],
      results: [{ name: 'receipt', type: { type: 'text' } }],
    },
    issueReceipt,
  ),
  step(
    {
      name: 'choose_thanks',
      label: label('How to thank', '选择致谢方式'),
      description: label(
        'Goes the way in which the donor of a receipt is to be thanked: as he wishes, else by what he gave and whether it is his first gift.',
        '根据捐赠人意愿、金额以及是否首次捐赠，选择致谢方式。',
      ),
      icon: 'hand-heart',
      settings: [
        {
          name: 'in_person_from',
          type: 'integer',
          label: label('In person from which amount', '亲自致谢的起始金额'),
          help: label('In the currency of the workspace.', '以工作区货币计。'),
          min: 0,
          default: 10_000,
        },
        {
          name: 'call_first',
          type: 'boolean',
          label: label('Call whoever gives for the first time', '首次捐赠者致电感谢'),
          default: false,
        },
      ],
      outcomes: [
        { name: 'by_mail', label: label('By mail', '邮件') },
        { name: 'by_letter', label: label('By letter', '书信') },
        { name: 'by_call', label: label('By a call', '电话') },
        { name: 'in_person', label: label('In person', '当面') },
        { name: 'quietly', label: label('Not at all', '无需致谢') },
      ],
      results: [{ name: 'is_first', type: { type: 'bool' } }],
    },
    chooseThanks,
  ),
];
