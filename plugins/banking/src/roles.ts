import { defineRole, label, type ObjectGrant } from '@stratacrm/sdk';

const readAll: ObjectGrant = { read: true, fields: { '*': 'read' } };
const keeps: ObjectGrant = { create: true, read: true, update: true };

const MY_CUSTOMER = 'record.owner == user.id || record.bank__officer.person == user.id';
const OF_MY_CUSTOMER = 'record.officer.person == user.id || record.owner == user.id';
const ABOUT_MY_CUSTOMER =
  'record.owner == user.id || record.account.bank__officer.person == user.id || record.contact.bank__officer.person == user.id';
const MY_OWN = 'record.owner == user.id';

export const relationshipManager = defineRole({
  name: 'bank__relationship_manager',
  label: label('Relationship manager', '客户经理'),
  grants: {
    account: { create: true, read: MY_CUSTOMER, update: MY_CUSTOMER },
    contact: { create: true, read: MY_CUSTOMER, update: MY_CUSTOMER },
    opportunity: { create: true, read: MY_OWN, update: MY_OWN },
    activity: { create: true, read: MY_OWN, update: MY_OWN },
    bank__household: keeps,
    bank__relationship: { ...keeps, delete: MY_OWN },
    bank__owner: readAll,
    bank__product: readAll,
    bank__officer: readAll,
    bank__ftp_rate: readAll,
    bank__holding: { create: true, read: OF_MY_CUSTOMER, update: OF_MY_CUSTOMER },
    bank__balance: { read: 'record.holding.officer.person == user.id', fields: { '*': 'read' } },
    bank__profit: { read: 'record.officer.person == user.id', fields: { '*': 'read' } },
    // He collects; what comes of it is for compliance to say.
    bank__kyc_check: {
      create: true,
      read: ABOUT_MY_CUSTOMER,
      update: ABOUT_MY_CUSTOMER,
      fields: {
        '*': 'edit',
        score: 'read',
        score_of: 'read',
        risk_class: 'read',
        approved_on: 'read',
        valid_until: 'read',
      },
    },
    bank__kyc_document: { create: true, read: MY_OWN, update: MY_OWN, delete: MY_OWN },
    bank__suggestion: { read: OF_MY_CUSTOMER, update: OF_MY_CUSTOMER },
  },
});

export const compliance = defineRole({
  name: 'bank__compliance',
  label: label('Compliance officer', '合规专员'),
  grants: {
    account: { read: true, update: true, fields: { '*': 'read', bank__risk_class: 'edit' } },
    contact: { read: true, update: true, fields: { '*': 'read', bank__risk_class: 'edit' } },
    activity: { create: true, read: MY_OWN, update: MY_OWN },
    bank__household: readAll,
    bank__relationship: { ...keeps, delete: true },
    bank__owner: readAll,
    bank__product: readAll,
    bank__officer: readAll,
    bank__holding: { read: true, update: true, fields: { '*': 'read', status: 'edit', closed_because: 'edit' } },
    bank__kyc_check: { ...keeps, delete: true, export: true },
    bank__kyc_document: { ...keeps, delete: true, export: true },
  },
});

export const controller = defineRole({
  name: 'bank__controller',
  label: label('Controller', '财务管理会计'),
  grants: {
    account: readAll,
    contact: readAll,
    bank__household: readAll,
    bank__relationship: readAll,
    bank__owner: readAll,
    bank__product: { ...keeps, delete: true, export: true },
    bank__officer: { ...keeps, delete: true, export: true },
    bank__ftp_rate: { ...keeps, delete: true, export: true },
    bank__holding: { read: true, export: true, fields: { '*': 'read' } },
    bank__balance: { read: true, export: true, fields: { '*': 'read' } },
    bank__profit: { read: true, export: true, fields: { '*': 'read' } },
    bank__suggestion: readAll,
  },
  rights: ['import'],
});

/** Whoever, or whatever program, keeps the pack in step with the core system. */
export const operations = defineRole({
  name: 'bank__operations',
  label: label('Operations', '运营与系统对接'),
  grants: {
    account: { create: true, read: true, update: true },
    contact: { create: true, read: true, update: true },
    bank__product: readAll,
    bank__officer: readAll,
    bank__holding: { ...keeps },
    bank__balance: { ...keeps, delete: true },
  },
  rights: ['import'],
});
