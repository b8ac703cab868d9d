import { label, type DocumentDraft } from '@stratacrm/sdk';
import { step } from './step.ts';

const RECEIPT = {
  step: '@stratacrm/plugin-charity/issue_receipt',
  record: 'record',
  stop_on_failure: true,
};

/** What is brought in of years ago gets no receipt any more. */
const RECENT = 'record.status == "received" && record.received_on > addDays(today(), -60)';

export const receiptForNew: DocumentDraft = {
  kind: 'workflow',
  name: 'give__receipt_new',
  label: label('Receipt for a gift', '捐赠到账开具票据'),
  description: label('A gift that has arrived gets its receipt by itself.', '捐赠到账后自动开具票据。'),
  format: 1,
  active: true,
  run_as: 'give__finance',
  trigger: { type: 'record_created', settings: { object: 'give__gift', when: RECENT } },
  first: 'issue',
  steps: [step('issue', 'run_plugin', label('Issue a receipt', '开具票据'), RECEIPT)],
};

export const receiptForArrived: DocumentDraft = {
  kind: 'workflow',
  name: 'give__receipt_arrived',
  label: label('Receipt once a gift has arrived', '确认到账后开具票据'),
  description: label('An expected gift gets its receipt when it arrives.', '待到账的捐赠确认到账后开具票据。'),
  format: 1,
  active: true,
  run_as: 'give__finance',
  trigger: { type: 'record_updated', settings: { object: 'give__gift', fields: ['status'], when: RECENT } },
  first: 'issue',
  steps: [step('issue', 'run_plugin', label('Issue a receipt', '开具票据'), RECEIPT)],
};

/** Everybody is thanked as he wants to be; nobody is thanked twice. */
export const thankDonor: DocumentDraft = {
  kind: 'workflow',
  name: 'give__thank_donor',
  label: label('Thank the donor', '感谢捐赠人'),
  description: label(
    'With the receipt goes a thank-you, by mail or as a task for whoever knows the donor. Who wants no thanks gets none.',
    '随票据致谢：邮件，或提醒负责人亲自致谢；不需要感谢的不打扰。',
  ),
  format: 1,
  active: true,
  run_as: 'give__finance',
  trigger: {
    type: 'record_created',
    settings: {
      object: 'give__receipt',
      when: 'record.donor.give__thanks != "quietly" || record.donor.give__thanks == null',
    },
  },
  first: 'how',
  steps: [
    step(
      'how',
      'condition',
      label('By mail', '是否邮件致谢'),
      {
        when: 'has(record.donor.email) && (record.donor.give__thanks == null || record.donor.give__thanks == "email") && record.amount < 10000',
      },
      { yes: 'mail', no: 'by_hand' },
    ),
    step(
      'mail',
      'send_email',
      label('Thank by mail', '邮件致谢'),
      { addresses: 'record.donor.email', content: 'template', template: 'give__thanks', record: 'record' },
      { failed: 'by_hand' },
    ),
    step('by_hand', 'create_record', label('Thank in person', '亲自致谢'), {
      object: 'activity',
      values: {
        subject: '"请亲自致谢 Please thank in person: " + record.donor.name',
        type: '"task"',
        status: '"planned"',
        due_date: 'addDays(today(), 3)',
        contact: 'record.donor',
        owner: 'record.donor.owner',
      },
    }),
  ],
};
