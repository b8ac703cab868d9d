import { columns, defineObject, field, items, label } from '@stratacrm/sdk';

export const kycDocument = defineObject('bank__kyc_document', {
  label: label('KYC document', '证件资料'),
  plural: label('KYC documents', '证件资料'),
  icon: 'file-text',
  nameField: 'number',
  fields: {
    number: field.text(label('Number', '证件号码'), { required: true, max_length: 60, sensitivity: 'personal' }),
    check: field.reference(label('KYC check', '尽职调查'), 'bank__kyc_check', { required: true, on_delete: 'cascade' }),
    type: field.select(label('Kind', '证件类型'), 'bank__document_type', { required: true }),
    issued_on: field.date(label('Issued', '签发日期')),
    expires_on: field.date(label('Expires', '到期日期')),
    file: field.file(label('Scan', '影像'), { max_size: 20, extensions: 'pdf, png, jpg, jpeg' }),
    expired: field.formula(label('Expired', '已过期'), 'boolean', 'record.expires_on < today()'),
  },
  layouts: {
    bank__kyc_document_record: {
      label: label('KYC document', '证件资料'),
      head: ['check', 'type', 'expires_on'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('check', 'type', 'number', 'file', 'issued_on', 'expires_on', 'expired'),
        },
      ],
      related: [],
      create: ['check', 'type', 'number', 'issued_on', 'expires_on', 'file'],
    },
  },
  views: {
    bank__kyc_document_all: {
      label: label('All documents', '全部证件'),
      order: 10,
      type: 'table',
      columns: columns(['check', 120], ['check.customer', 180], 'type', 'number', 'expires_on', 'expired'),
      sort: 'expires_on',
    },
  },
  rules: {
    bank__kyc_document_number: {
      type: 'check',
      label: label('Numbers without slips', '证件号码校验'),
      description: label(
        'By the kind of paper; set it to warn where papers of many countries are taken.',
        '按证件类型校验；如需接受多国证件，可改为仅提醒。',
      ),
      validator: 'bank__document_number_check',
      field: 'number',
      inputs: { kind: 'type' },
      mode: 'enforce',
    },
  },
});
