import { begins, defineWorkflow, does, label, type Label, type StepDraft } from '@stratacrm/sdk';

const RECEIPT = {
  step: 'give__issue_receipt_step',
  record: 'record',
  stop_on_failure: true,
};

/** What is brought in of years ago gets no receipt any more. */
const RECENT = 'record.status == "received" && record.received_on > addDays(today(), -60)';

export const receiptForNew = defineWorkflow('give__receipt_new', {
  label: label('Receipt for a gift', '捐赠到账开具票据'),
  description: label('A gift that has arrived gets its receipt by itself.', '捐赠到账后自动开具票据。'),
  run_as: 'give__finance',
  trigger: begins('record_created', { object: 'give__gift', when: RECENT }),
  steps: [does('issue', 'run_plugin', RECEIPT, { label: label('Issue a receipt', '开具票据') })],
});

export const receiptForArrived = defineWorkflow('give__receipt_arrived', {
  label: label('Receipt once a gift has arrived', '确认到账后开具票据'),
  description: label('An expected gift gets its receipt when it arrives.', '待到账的捐赠确认到账后开具票据。'),
  run_as: 'give__finance',
  trigger: begins('record_updated', { object: 'give__gift', fields: ['status'], when: RECENT }),
  steps: [does('issue', 'run_plugin', RECEIPT, { label: label('Issue a receipt', '开具票据') })],
});

/** Everybody is thanked as he wants to be; nobody is thanked twice. */
export const thankDonor = defineWorkflow('give__thank_donor', {
  label: label('Thank the donor', '感谢捐赠人'),
  description: label(
    'With the receipt goes a thank-you: by mail, or as a task for whoever knows the donor. Large gifts are thanked for in person, first ones by a call. Who wants no thanks gets none.',
    '随票据致谢：按捐赠人意愿邮件、书信或致电；大额捐赠当面致谢，首次捐赠致电感谢；不需要致谢的不打扰。',
  ),
  run_as: 'give__finance',
  trigger: begins('record_created', { object: 'give__receipt' }),
  steps: [
    does(
      'how',
      'run_plugin',
      { step: 'give__choose_thanks_step', record: 'record', in_person_from: 10_000, call_first: true },
      {
        label: label('How to thank', '选择致谢方式'),
        next: { by_mail: 'mail', by_letter: 'letter', by_call: 'call', in_person: 'in_person', failed: 'in_person' },
      },
    ),
    does(
      'mail',
      'send_email',
      {
        addresses: 'record.donor.email',
        content: 'template',
        template: 'give__thanks',
        language: 'expression',
        language_of: 'record.donor.language',
        record: 'record',
      },
      { label: label('Thank by mail', '邮件致谢'), next: { failed: 'letter' } },
    ),
    task('letter', label('Thank by letter', '书信致谢'), '请写感谢信 Please write a letter of thanks: '),
    task('call', label('Thank by a call', '电话致谢'), '请致电感谢 Please call to say thank you: '),
    task('in_person', label('Thank in person', '亲自致谢'), '请亲自致谢 Please thank in person: '),
  ],
  tests: [
    {
      name: 'a_mail_that_fails_becomes_a_letter',
      label: label('A mail that cannot be sent becomes a letter', '邮件无法送达时改为书信'),
      given: { record: {} },
      assumed: { how: { outcome: 'by_mail' }, mail: { outcome: 'failed' }, letter: { outcome: 'done' } },
      expect: { steps: ['how', 'mail', 'letter'] },
    },
    {
      name: 'who_wants_no_thanks_gets_none',
      label: label('Who wants no thanks gets none', '不需要致谢的不打扰'),
      given: { record: {} },
      assumed: { how: { outcome: 'quietly' } },
      expect: { steps: ['how'] },
    },
  ],
});

/** Somebody who knows the donor does it, within three days. */
function task(id: string, name: Label, subject: string): StepDraft {
  const values = {
    subject: `${JSON.stringify(subject)} + record.donor.name`,
    type: '"task"',
    status: '"planned"',
    due_date: 'addDays(today(), 3)',
    contact: 'record.donor',
    owner: 'record.donor.owner',
  };
  return does(id, 'create_record', { object: 'activity', values }, { label: name, next: {} });
}
