import { defineOptionSet, label, option } from '@stratacrm/sdk';

export const riskClass = defineOptionSet({
  name: 'bank__risk_class',
  label: label('Risk class', '洗钱风险等级'),
  options: [
    option('low', label('Low', '低'), 'teal'),
    option('medium', label('Medium', '中'), 'amber'),
    option('high', label('High', '高'), 'red'),
  ],
});

export const side = defineOptionSet({
  name: 'bank__side',
  label: label('Side of the balance sheet', '业务方向'),
  options: [
    option('asset', label('Loan', '资产（贷款）'), 'amber'),
    option('liability', label('Deposit', '负债（存款）'), 'blue'),
    option('fee', label('Fee business', '中间业务'), 'purple'),
  ],
});

export const category = defineOptionSet({
  name: 'bank__category',
  label: label('Product category', '产品类别'),
  options: [
    option('current_account', label('Current account', '活期账户'), 'blue'),
    option('savings', label('Savings', '储蓄'), 'blue'),
    option('term_deposit', label('Term deposit', '定期存款'), 'blue'),
    option('mortgage', label('Mortgage', '住房按揭'), 'amber'),
    option('consumer_loan', label('Consumer loan', '消费贷款'), 'amber'),
    option('business_loan', label('Business loan', '对公贷款'), 'amber'),
    option('credit_card', label('Credit card', '信用卡'), 'amber'),
    option('investment', label('Investment', '理财基金'), 'purple'),
    option('insurance', label('Insurance', '保险'), 'purple'),
    option('payments', label('Payments', '支付结算'), 'purple'),
    option('trade', label('Trade finance', '贸易金融'), 'amber'),
  ],
});

export const currencyCode = defineOptionSet({
  name: 'bank__currency',
  label: label('Currency', '币种'),
  options: [
    option('CNY', label('CNY', '人民币 CNY')),
    option('USD', label('USD', '美元 USD')),
    option('EUR', label('EUR', '欧元 EUR')),
    option('HKD', label('HKD', '港元 HKD')),
  ],
});

/** What stands on the side from which a relationship leads; `inverse` reads the same value from the other side. */
export const relationshipType = defineOptionSet({
  name: 'bank__relationship',
  label: label('Relationship', '关系'),
  options: [
    option('owns', label('Owns', '持股'), 'teal'),
    option('controls', label('Controls', '实际控制'), 'teal'),
    option('legal_representative', label('Is legal representative of', '担任法定代表人'), 'blue'),
    option('director', label('Is a director of', '担任董事'), 'blue'),
    option('employee', label('Works for', '任职于'), 'blue'),
    option('guarantees', label('Guarantees for', '提供担保'), 'amber'),
    option('spouse', label('Is married to', '配偶'), 'purple'),
    option('parent', label('Is a parent of', '父母'), 'purple'),
    option('sibling', label('Is a sibling of', '兄弟姐妹'), 'purple'),
    option('adviser', label('Advises', '提供顾问服务'), 'grey'),
  ],
});

export const relationshipInverse = defineOptionSet({
  name: 'bank__relationship_inverse',
  label: label('Relationship, from the other side', '反向关系'),
  options: [
    option('owns', label('Is owned by', '股东'), 'teal'),
    option('controls', label('Is controlled by', '实际控制人'), 'teal'),
    option('legal_representative', label('Legal representative', '法定代表人'), 'blue'),
    option('director', label('Director', '董事'), 'blue'),
    option('employee', label('Employs', '员工'), 'blue'),
    option('guarantees', label('Is guaranteed by', '担保人'), 'amber'),
    option('spouse', label('Is married to', '配偶'), 'purple'),
    option('parent', label('Is a child of', '子女'), 'purple'),
    option('sibling', label('Is a sibling of', '兄弟姐妹'), 'purple'),
    option('adviser', label('Is advised by', '顾问'), 'grey'),
  ],
});

export const documentType = defineOptionSet({
  name: 'bank__document_type',
  label: label('Kind of document', '证件类型'),
  options: [
    option('id_card', label('Identity card', '身份证')),
    option('passport', label('Passport', '护照')),
    option('business_licence', label('Business licence', '营业执照')),
    option('articles', label('Articles of association', '公司章程')),
    option('owners_register', label('Register of owners', '股东名册')),
    option('address_proof', label('Proof of address', '地址证明')),
    option('source_of_funds', label('Source of funds', '资金来源证明')),
  ],
});
