import { defineRole, label, SYSTEM_RIGHTS, type ObjectGrant } from '@stratacrm/sdk';

const OWN = 'record.owner == user.id';
const OWN_OR_TEAM = 'record.owner == user.id || record.owner.team in user.teams';
/** At least what those he leads see, so that he can hand their role out where he manages users. */
const OWN_TEAM_OR_MANAGED = `${OWN_OR_TEAM} || record.owner.team in user.managed_teams`;
const OWN_OR_MANAGED = 'record.owner == user.id || record.owner.team in user.managed_teams';

const everything: ObjectGrant = { create: true, read: true, update: true, delete: true, export: true, share: true };
const readAll: ObjectGrant = { read: true };
const ownedByTeam: ObjectGrant = { create: true, read: OWN_OR_TEAM, update: OWN, delete: OWN };
const managed: ObjectGrant = {
  create: true,
  read: OWN_TEAM_OR_MANAGED,
  update: OWN_OR_MANAGED,
  delete: OWN_OR_MANAGED,
  export: OWN_OR_MANAGED,
  share: OWN_OR_MANAGED,
};

export const administrator = defineRole({
  name: 'administrator',
  label: label('Administrator', '管理员'),
  grants: { '*': everything },
  rights: [...SYSTEM_RIGHTS],
});

export const salesManager = defineRole({
  name: 'sales_manager',
  label: label('Sales manager', '销售经理'),
  grants: {
    account: managed,
    contact: managed,
    lead: managed,
    opportunity: managed,
    activity: managed,
    product: readAll,
    campaign: readAll,
    case: readAll,
  },
  rights: ['import'],
});

export const salesRepresentative = defineRole({
  name: 'sales_representative',
  label: label('Sales representative', '销售代表'),
  grants: {
    account: ownedByTeam,
    contact: ownedByTeam,
    lead: ownedByTeam,
    opportunity: ownedByTeam,
    activity: ownedByTeam,
    product: { read: true, fields: { '*': 'read', cost: 'none' } },
    campaign: readAll,
    case: readAll,
  },
});

export const serviceAgent = defineRole({
  name: 'service_agent',
  label: label('Service agent', '客服专员'),
  grants: {
    account: { read: true, fields: { '*': 'read', annual_revenue: 'none', credit_days: 'none' } },
    contact: { create: true, read: true, update: true },
    case: { create: true, read: true, update: true },
    activity: ownedByTeam,
    product: { read: true, fields: { '*': 'read', cost: 'none' } },
  },
});

export const marketer = defineRole({
  name: 'marketer',
  label: label('Marketer', '市场专员'),
  grants: {
    campaign: { create: true, read: true, update: true, delete: OWN },
    lead: { create: true, read: true, update: true },
    contact: readAll,
    account: { read: true, fields: { '*': 'read', credit_days: 'none' } },
    opportunity: { read: 'has(record.campaign)' },
    activity: ownedByTeam,
    product: { read: true, fields: { '*': 'read', cost: 'none' } },
  },
  rights: ['import'],
});

export const readOnly = defineRole({
  name: 'read_only',
  label: label('Read-only', '只读用户'),
  grants: { '*': readAll },
});
