import { begins, defineEmailTemplate, defineWorkflow, does, label, textFor } from '@stratacrm/sdk';
import { CLASS_LIMITS } from '../kyc/risk-score.ts';

/** What happens once a check is handed in. */
export const kycReview = defineWorkflow('bank__kyc_review', {
  label: label('KYC review', '尽职调查审核'),
  description: label(
    'Scores a check that was handed in. Low risk is approved at once, everything else by compliance.',
    '提交后自动评分：低风险直接通过，其余由合规专员审批。',
  ),
  run_as: 'bank__compliance',
  trigger: begins('record_updated', {
    object: 'bank__kyc_check',
    fields: ['status'],
    when: 'record.status == "in_review"',
  }),
  steps: [
    does(
      'score',
      'run_plugin',
      { step: 'bank__score_risk_step', record: 'record', ...CLASS_LIMITS },
      {
        label: label('Score the risk', '评定风险等级'),
        next: { low: 'approve', medium: 'decide', high: 'decide', failed: 'decide' },
      },
    ),
    does(
      'decide',
      'approval',
      {
        mode: 'one',
        people: [{ kind: 'role', value: 'bank__compliance' }],
        title: 'KYC {{ record.number }}: {{ record.customer }}',
        title_zh: '尽职调查 {{ record.number }}：{{ record.customer }}',
        record: 'record',
        fields: ['customer', 'occasion', 'score', 'risk_class', 'score_of', 'documents', 'first_expiry'],
        remind_after: '2d',
        at_most: '20d',
        hours: 'business',
        comment: 'rejecting',
      },
      {
        label: label('Compliance decides', '合规审批'),
        next: { approved: 'approve', rejected: 'reject', late: 'remind' },
      },
    ),
    does(
      'approve',
      'update_record',
      {
        record: 'record',
        values: { status: '"approved"' },
      },
      { label: label('Approved', '通过'), next: { failed: 'tell' } },
    ),
    does(
      'reject',
      'update_record',
      {
        record: 'record',
        values: { status: '"rejected"', review_note: 'coalesce(decide_comment, "-")' },
      },
      { label: label('Not approved', '不通过'), next: {} },
    ),
    does(
      'remind',
      'notify',
      {
        people: [{ kind: 'role', value: 'bank__compliance' }],
        text: 'KYC check {{ record.number }} has waited for 20 days.',
        text_zh: '尽职调查 {{ record.number }} 已等待 20 天。',
        record: 'record',
      },
      { label: label('Nobody decided', '超时未审批'), next: {} },
    ),
    does(
      'tell',
      'notify',
      {
        people: [{ kind: 'expression', value: 'record.owner' }],
        text: 'KYC check {{ record.number }} could not be approved: look at its documents.',
        text_zh: '尽职调查 {{ record.number }} 未能通过，请检查证件资料。',
        record: 'record',
      },
      { label: label('It could not be approved', '未能通过') },
    ),
  ],
  tests: [
    {
      name: 'low_risk_is_approved_at_once',
      label: label('Low risk is approved at once', '低风险直接通过'),
      given: { record: { status: 'in_review' }, old: { status: 'open' } },
      assumed: { score: { outcome: 'low' }, approve: { outcome: 'done' } },
      expect: { steps: ['score', 'approve'] },
    },
    {
      name: 'high_risk_is_for_compliance',
      label: label('High risk is for compliance to decide', '高风险由合规审批'),
      given: { record: { status: 'in_review' }, old: { status: 'open' } },
      assumed: { score: { outcome: 'high' }, decide: { outcome: 'rejected' }, reject: { outcome: 'done' } },
      expect: { steps: ['score', 'decide', 'reject'] },
    },
  ],
});

/** What an approved check leads to. */
export const kycApproved = defineWorkflow('bank__kyc_approved', {
  label: label('KYC approved', '尽职调查通过后'),
  description: label(
    'Gives the customer the risk class of the check, and puts older checks aside.',
    '更新客户风险等级，并将旧的尽职调查标记为已被取代。',
  ),
  run_as: 'bank__compliance',
  trigger: begins('record_updated', {
    object: 'bank__kyc_check',
    fields: ['status'],
    when: 'record.status == "approved"',
  }),
  steps: [
    does(
      'which',
      'condition',
      { when: 'has(record.account)' },
      { label: label('A company', '是否对公客户'), next: { yes: 'company', no: 'person' } },
    ),
    does(
      'company',
      'update_record',
      { record: 'record.account', values: { bank__risk_class: 'record.risk_class' } },
      { label: label('Its risk class', '更新企业风险等级') },
    ),
    does(
      'older_of_company',
      'update_records',
      {
        object: 'bank__kyc_check',
        filter: 'status == "approved" && account == {{ record.account }} && id != {{ record.id }}',
        values: { status: '"superseded"' },
      },
      { label: label('Older checks', '旧的调查'), next: {} },
    ),
    does(
      'person',
      'update_record',
      { record: 'record.contact', values: { bank__risk_class: 'record.risk_class' } },
      { label: label('His risk class', '更新个人风险等级') },
    ),
    does(
      'older_of_person',
      'update_records',
      {
        object: 'bank__kyc_check',
        filter: 'status == "approved" && contact == {{ record.contact }} && id != {{ record.id }}',
        values: { status: '"superseded"' },
      },
      { label: label('Older checks', '旧的调查') },
    ),
  ],
});

export const kycMail = defineEmailTemplate({
  name: 'bank__kyc_renewal',
  label: label('Please renew your documents', '请更新身份资料'),
  object: 'bank__kyc_check',
  subject: label(
    'Please renew your documents by {{ record.valid_until }}',
    '请于 {{ record.valid_until }} 前更新您的身份资料',
  ),
  body: label(
    '<p>Dear {{ record.customer }},</p><p>the law asks us to look at the documents of our customers from time to time. Yours are valid until {{ record.valid_until }}. Your relationship manager will get in touch; you can also answer this mail.</p><p>Please never send documents or passwords to anybody who calls you.</p>',
    '<p>{{ record.customer }}，您好：</p><p>根据监管要求，我行需定期核实客户身份资料。您的资料有效期至 {{ record.valid_until }}，您的客户经理会与您联系，您也可以直接回复本邮件。</p><p>请勿向来电者提供证件或密码。</p>',
  ),
});

/** Six weeks before a check expires. */
export const kycRenewal = defineWorkflow('bank__kyc_renewal', {
  label: label('KYC renewal', '尽职调查到期更新'),
  description: label(
    'Forty-five days before a check expires a new one is opened, its owner gets a task, and the customer a mail.',
    '到期前 45 天自动新建调查、为负责人创建任务，并邮件通知客户。',
  ),
  run_as: 'bank__compliance',
  trigger: begins('date_relative', {
    object: 'bank__kyc_check',
    field: 'valid_until',
    days: -45,
    at: '08:30',
    when: 'record.status == "approved"',
  }),
  steps: [
    does(
      'renew',
      'create_record',
      {
        object: 'bank__kyc_check',
        values: {
          account: 'record.account',
          contact: 'record.contact',
          occasion: '"periodic"',
          due_on: 'record.valid_until',
          owner: 'record.owner',
        },
      },
      { label: label('Open a new check', '新建尽职调查') },
    ),
    does(
      'task',
      'create_record',
      {
        object: 'activity',
        values: {
          subject: textFor('record.owner', label('Renew KYC: ', '更新尽职调查：')) + ' + record.customer',
          type: '"task"',
          status: '"planned"',
          priority: '"high"',
          due_date: 'addDays(record.valid_until, -14)',
          account: 'record.account',
          contact: 'record.contact',
          owner: 'record.owner',
        },
      },
      { label: label('A task for its owner', '为负责人创建任务') },
    ),
    does(
      'has_mail',
      'condition',
      { when: 'has(record.contact.email) || has(record.account.email)' },
      { label: label('Has an e-mail address', '有邮箱'), next: { yes: 'mail' } },
    ),
    does(
      'mail',
      'send_email',
      {
        addresses: 'coalesce(record.contact.email, record.account.email)',
        content: 'template',
        template: 'bank__kyc_renewal',
        language: 'expression',
        language_of: 'record.contact.language',
        record: 'record',
        stop_on_failure: true,
      },
      { label: label('Write to the customer', '邮件通知客户') },
    ),
  ],
});
