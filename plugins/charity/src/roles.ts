import { defineRole, label } from '@stratacrm/sdk';

const WORKED_OUT = { give__standing: 'read', give__this_year: 'read', give__last_year: 'read' } as const;

/** Knows the donors, asks and thanks. */
export const fundraiser = defineRole({
  name: 'give__fundraiser',
  label: label('Fund-raiser', '募款专员'),
  grants: {
    contact: { create: true, read: true, update: true, export: true, fields: { '*': 'edit', ...WORKED_OUT } },
    activity: { create: true, read: true, update: true },
    campaign: { create: true, read: true, update: true },
    give__household: { create: true, read: true, update: true },
    give__gift: { create: true, read: true, update: true },
    give__pledge: { create: true, read: true, update: true },
    give__instalment: { create: true, read: true, update: true },
    give__recurring: { create: true, read: true, update: true },
    give__receipt: { read: true },
    give__statement: { create: true, read: true },
  },
});

/** Answers for the money and the receipts; what runs by itself acts with this role. */
export const finance = defineRole({
  name: 'give__finance',
  label: label('Finance', '财务'),
  grants: {
    contact: { read: true, fields: { '*': 'read' } },
    activity: { create: true, read: true },
    campaign: { read: true },
    give__household: { read: true },
    give__gift: { create: true, read: true, update: true, export: true },
    give__pledge: { read: true, update: true, export: true },
    give__instalment: { create: true, read: true, update: true },
    give__recurring: { read: true, update: true, export: true },
    give__receipt: { create: true, read: true, update: true, export: true },
    give__statement: { create: true, read: true, export: true },
  },
});

/** The donor himself, signed in from outside. */
export const donor = defineRole({
  name: 'give__donor',
  label: label('Donor (portal)', '捐赠人（自助）'),
  description: label(
    'Sees what he has given and where it went, takes his receipts, and decides how he is thanked.',
    '查看本人捐赠与去向、领取票据、设置感谢方式。',
  ),
  portal: true,
  grants: {
    contact: {
      read: 'record.id == user.record',
      update: 'record.id == user.record',
      fields: {
        name: 'read',
        email: 'edit',
        mobile: 'edit',
        language: 'edit',
        give__total: 'read',
        give__gifts: 'read',
        give__this_year: 'read',
        give__last_year: 'read',
        give__first: 'read',
        give__last: 'read',
        give__thanks: 'edit',
        give__anonymous: 'edit',
        give__interests: 'edit',
      },
    },
    give__gift: {
      read: 'record.donor == user.record',
      fields: { '*': 'read', household: 'none', request_key: 'none', note: 'none' },
    },
    give__pledge: { read: 'record.donor == user.record', fields: { '*': 'read', note: 'none' } },
    give__instalment: { read: 'record.donor == user.record' },
    give__recurring: {
      read: 'record.donor == user.record',
      update: 'record.donor == user.record',
      fields: { '*': 'read', amount: 'edit', status: 'edit' },
    },
    give__receipt: { read: 'record.donor == user.record' },
    give__statement: { read: 'record.donor == user.record' },
    campaign: {
      read: 'record.give__goal > 0',
      fields: {
        name: 'read',
        status: 'read',
        start_date: 'read',
        end_date: 'read',
        description: 'read',
        give__goal: 'read',
        give__raised: 'none',
      },
    },
  },
});
