import { field, label, type ObjectDefinition } from '@stratacrm/sdk';

type Fields = ObjectDefinition['fields'];
type Rules = NonNullable<ObjectDefinition['rules']>;

/** Whose it is: a company or a person. Two references rather than one of either kind, for totals are kept along each. */
export function customerFields(): Fields {
  return {
    account: field.reference(label('Company', '对公客户'), 'account', { on_delete: 'restrict' }),
    contact: field.reference(label('Person', '个人客户'), 'contact', { on_delete: 'restrict' }),
    customer: field.formula(
      label('Customer', '客户名称'),
      'text',
      'coalesce(record.account.name, record.contact.name)',
    ),
  };
}

/** Exactly one of them. */
export function oneCustomer(object: string): Rules {
  return {
    [`${object}_one_customer`]: {
      type: 'validation',
      label: label('A company or a person', '对公或个人客户'),
      assert: 'has(record.account) != has(record.contact)',
      message: label('Name a company or a person, and not both.', '请填写对公客户或个人客户，二者择一。'),
      fields: ['account', 'contact'],
      mode: 'enforce',
    },
  };
}
