import {
  defineFields,
  defineRule,
  field,
  label,
  option,
  type DocumentDraft,
  type ObjectDefinition,
} from '@stratacrm/sdk';

const SUM = 'sum' as const;

/** What banking knows of a customer; the same of persons and companies. */
function banking(via: 'account' | 'contact'): ObjectDefinition['fields'] {
  const total = (en: string, zh: string, of: string, where?: string) =>
    field.rollup(label(en, zh), 'bank__holding', via, SUM, { field: of, ...(where !== undefined && { where }) });
  return {
    bank__household: field.reference(label('Household', '所属家庭'), 'bank__household'),
    bank__officer: field.reference(label('Relationship manager', '客户经理'), 'bank__officer'),
    bank__risk_class: field.select(label('Risk class', '洗钱风险等级'), 'bank__risk_class'),
    bank__kyc_valid_until: field.rollup(label('KYC valid until', '尽职调查有效期至'), 'bank__kyc_check', via, 'max', {
      field: 'valid_until',
      where: 'record.status == "approved"',
    }),
    bank__kyc_in_order: field.formula(
      label('KYC in order', '尽职调查有效'),
      'boolean',
      'has(record.bank__kyc_valid_until) && record.bank__kyc_valid_until >= today()',
    ),
    bank__holdings: field.rollup(label('Products held', '持有产品数'), 'bank__holding', via, 'count', {
      where: 'record.status == "active"',
    }),
    bank__deposits: total('Deposits', '存款余额', 'balance', 'record.side == "liability"'),
    bank__loans: total('Loans', '贷款余额', 'balance', 'record.side == "asset"'),
    bank__invested: total('Investments and insurance', '理财与保险', 'balance', 'record.side == "fee"'),
    bank__margin_12m: total('Margin, 12 months', '近 12 个月利差收益', 'margin_12m'),
    bank__contribution_12m: total('Contribution, 12 months', '近 12 个月利润贡献', 'contribution_12m'),
  };
}

export const customerDocuments: DocumentDraft[] = [
  ...defineFields('account', {
    ...banking('account'),
    bank__segment: field.select(label('Segment', '客户分层'), [
      option('micro', label('Micro', '小微企业'), 'grey'),
      option('sme', label('Small and medium', '中小企业'), 'blue'),
      option('corporate', label('Corporate', '大型企业'), 'teal'),
      option('institution', label('Institution', '机构客户'), 'purple'),
    ]),
    bank__lei: field.text(label('Legal entity identifier', '全球法人识别编码（LEI）'), {
      max_length: 20,
      unique: true,
    }),
  }),
  ...defineFields('contact', {
    ...banking('contact'),
    bank__household_role: field.select(label('Place in the household', '家庭角色'), [
      option('head', label('Decides', '主要决策人'), 'teal'),
      option('partner', label('Partner', '配偶'), 'blue'),
      option('child', label('Child', '子女'), 'grey'),
      option('parent', label('Parent', '父母'), 'grey'),
    ]),
    bank__segment: field.select(label('Segment', '客户分层'), [
      option('mass', label('Mass', '大众客户'), 'grey'),
      option('affluent', label('Affluent', '富裕客户'), 'blue'),
      option('private', label('Private', '私行客户'), 'teal'),
    ]),
  }),
  defineRule({
    object: 'account',
    name: 'bank__account_lei',
    type: 'check',
    label: label('Identifiers without slips', 'LEI 校验'),
    validator: 'bank__lei_check',
    field: 'bank__lei',
    mode: 'enforce',
  }),
];
