import { defineEmailTemplate, label, type DocumentDraft } from '@stratacrm/sdk';
import { PLUGIN_ID, step } from './step.ts';

/** What happens once a check is handed in. */
export const kycReview: DocumentDraft = {
  kind: 'workflow',
  name: 'bank__kyc_review',
  label: label('KYC review', '尽职调查审核'),
  description: label(
    'Scores a check that was handed in. Low risk is approved at once, everything else by compliance.',
    '提交后自动评分：低风险直接通过，其余由合规专员审批。',
  ),
  format: 1,
  active: true,
  run_as: 'bank__compliance',
  trigger: {
    type: 'record_updated',
    settings: { object: 'bank__kyc_check', fields: ['status'], when: 'record.status == "in_review"' },
  },
  first: 'score',
  steps: [
    step(
      'score',
      'run_plugin',
      label('Score the risk', '评定风险等级'),
      { step: `${PLUGIN_ID}/score_risk`, record: 'record' },
      { done: 'low', failed: 'decide' },
    ),
    step(
      'low',
      'condition',
      label('Low risk', '是否低风险'),
      { when: 'score_answer.contains("\\"low\\"")' },
      { yes: 'approve', no: 'decide' },
    ),
    step(
      'decide',
      'approval',
      label('Compliance decides', '合规审批'),
      {
        mode: 'one',
        people: [{ kind: 'role', value: 'bank__compliance' }],
        title: '尽职调查 KYC {{ record.number }}: {{ record.customer }}',
        record: 'record',
        fields: ['customer', 'occasion', 'score', 'risk_class', 'score_of', 'documents', 'first_expiry'],
        remind_after: '2d',
        at_most: '20d',
        hours: 'business',
        comment: 'rejecting',
      },
      { approved: 'approve', rejected: 'reject', late: 'remind' },
    ),
    step(
      'approve',
      'update_record',
      label('Approved', '通过'),
      {
        record: 'record',
        values: { status: '"approved"' },
      },
      { failed: 'tell' },
    ),
    step('reject', 'update_record', label('Not approved', '不通过'), {
      record: 'record',
      values: { status: '"rejected"', review_note: 'coalesce(decide_comment, "-")' },
    }),
    step('remind', 'notify', label('Nobody decided', '超时未审批'), {
      people: [{ kind: 'role', value: 'bank__compliance' }],
      text: 'KYC check {{ record.number }} has waited for 20 days.',
      text_zh: '尽职调查 {{ record.number }} 已等待 20 天。',
      record: 'record',
    }),
    step('tell', 'notify', label('It could not be approved', '未能通过'), {
      people: [{ kind: 'expression', value: 'record.owner' }],
      text: 'KYC check {{ record.number }} could not be approved: look at its documents.',
      text_zh: '尽职调查 {{ record.number }} 未能通过，请检查证件资料。',
      record: 'record',
    }),
  ],
};

/** What an approved check leads to. */
export const kycApproved: DocumentDraft = {
  kind: 'workflow',
  name: 'bank__kyc_approved',
  label: label('KYC approved', '尽职调查通过后'),
  description: label(
    'Gives the customer the risk class of the check, and puts older checks aside.',
    '更新客户风险等级，并将旧的尽职调查标记为已被取代。',
  ),
  format: 1,
  active: true,
  run_as: 'bank__compliance',
  trigger: {
    type: 'record_updated',
    settings: { object: 'bank__kyc_check', fields: ['status'], when: 'record.status == "approved"' },
  },
  first: 'which',
  steps: [
    step(
      'which',
      'condition',
      label('A company', '是否对公客户'),
      { when: 'has(record.account)' },
      { yes: 'company', no: 'person' },
    ),
    step(
      'company',
      'update_record',
      label('Its risk class', '更新企业风险等级'),
      { record: 'record.account', values: { bank__risk_class: 'record.risk_class' } },
      { done: 'older_of_company' },
    ),
    step('older_of_company', 'update_records', label('Older checks', '旧的调查'), {
      object: 'bank__kyc_check',
      filter: 'status == "approved" && account == {{ record.account }} && id != {{ record.id }}',
      values: { status: '"superseded"' },
    }),
    step(
      'person',
      'update_record',
      label('His risk class', '更新个人风险等级'),
      { record: 'record.contact', values: { bank__risk_class: 'record.risk_class' } },
      { done: 'older_of_person' },
    ),
    step('older_of_person', 'update_records', label('Older checks', '旧的调查'), {
      object: 'bank__kyc_check',
      filter: 'status == "approved" && contact == {{ record.contact }} && id != {{ record.id }}',
      values: { status: '"superseded"' },
    }),
  ],
};

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
export const kycRenewal: DocumentDraft = {
  kind: 'workflow',
  name: 'bank__kyc_renewal',
  label: label('KYC renewal', '尽职调查到期更新'),
  description: label(
    'Forty-five days before a check expires a new one is opened, its owner gets a task, and the customer a mail.',
    '到期前 45 天自动新建调查、为负责人创建任务，并邮件通知客户。',
  ),
  format: 1,
  active: true,
  run_as: 'bank__compliance',
  trigger: {
    type: 'date_relative',
    settings: {
      object: 'bank__kyc_check',
      field: 'valid_until',
      days: -45,
      at: '08:30',
      when: 'record.status == "approved"',
    },
  },
  first: 'renew',
  steps: [
    step(
      'renew',
      'create_record',
      label('Open a new check', '新建尽职调查'),
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
      { done: 'task' },
    ),
    step(
      'task',
      'create_record',
      label('A task for its owner', '为负责人创建任务'),
      {
        object: 'activity',
        values: {
          subject: '"更新尽职调查 Renew KYC: " + record.customer',
          type: '"task"',
          status: '"planned"',
          priority: '"high"',
          due_date: 'addDays(record.valid_until, -14)',
          account: 'record.account',
          contact: 'record.contact',
          owner: 'record.owner',
        },
      },
      { done: 'has_mail' },
    ),
    step(
      'has_mail',
      'condition',
      label('Has an e-mail address', '有邮箱'),
      { when: 'has(record.contact.email) || has(record.account.email)' },
      { yes: 'mail' },
    ),
    step('mail', 'send_email', label('Write to the customer', '邮件通知客户'), {
      addresses: 'coalesce(record.contact.email, record.account.email)',
      content: 'template',
      template: 'bank__kyc_renewal',
      record: 'record',
      stop_on_failure: true,
    }),
  ],
};
