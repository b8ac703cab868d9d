import { defineRole, label } from '@stratacrm/sdk';

const OWN_TEAM = 'record.owner == user.id || record.owner.team in user.teams';

/** The member himself, signed in from outside: his own account, his preferences, his points. */
export const member = defineRole({
  name: 'air__member',
  label: label('Frequent flyer (portal)', '常旅客（自助）'),
  description: label(
    'Sees his own account, sets his preferences, redeems points and tells how it was.',
    '查看本人账户、设置偏好、兑换积分、评价体验。',
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
        air__number: 'read',
        air__joined_on: 'read',
        air__tier: 'read',
        air__tier_until: 'read',
        air__tier_points: 'read',
        air__points: 'read',
        air__points_used: 'read',
        air__last_entry: 'read',
        air__expiring: 'read',
        air__expires_on: 'read',
        air__flights: 'read',
        air__last_flight: 'read',
        air__seat: 'edit',
        air__zone: 'edit',
        air__meal: 'edit',
        air__language: 'edit',
        air__assistance: 'edit',
        air__preference_note: 'edit',
      },
    },
    air__points_entry: {
      create: 'record.member == user.record && record.kind == "redeem"',
      read: 'record.member == user.record',
      fields: { '*': 'read', member: 'edit', kind: 'edit', reward: 'edit', request_key: 'edit' },
    },
    air__reward: { read: 'record.active == true', fields: { '*': 'read', redeemed: 'none' } },
    air__tier_terms: { read: true },
    air__segment: { read: 'record.member == user.record', fields: { '*': 'read', experience: 'none' } },
    air__flight: {
      read: 'related("air__segment.flight").exists(s, s.member == user.record)',
      fields: { '*': 'read', passengers: 'none', checked_in: 'none', experience: 'none' },
    },
    air__touchpoint: {
      create: 'record.member == user.record',
      read: 'record.member == user.record',
      fields: { '*': 'read', kind: 'edit', score: 'edit', member: 'edit', segment: 'edit', comment: 'edit' },
    },
  },
});

/** At the desk, at the gate and on the phone. */
export const agent = defineRole({
  name: 'air__agent',
  label: label('Passenger service agent', '旅客服务人员'),
  grants: {
    contact: {
      create: true,
      read: true,
      update: true,
      fields: {
        '*': 'edit',
        air__tier: 'read',
        air__tier_until: 'read',
        air__tier_points: 'read',
        air__expiring: 'read',
        air__expires_on: 'read',
      },
    },
    case: { create: true, read: true, update: true },
    activity: { create: true, read: OWN_TEAM, update: OWN_TEAM },
    air__flight: { read: true, update: true },
    air__segment: { create: true, read: true, update: true },
    air__touchpoint: { create: true, read: true, update: true },
    air__recovery: { create: true, read: true, update: true, fields: { '*': 'edit', level: 'read' } },
    air__points_entry: { create: 'record.kind == "redeem"', read: true },
    air__reward: { read: true },
    air__tier_terms: { read: true },
  },
});

/** Answers for the programme; what runs by itself acts with this role. */
export const loyaltyManager = defineRole({
  name: 'air__loyalty_manager',
  label: label('Loyalty manager', '会员经理'),
  grants: {
    contact: { create: true, read: true, update: true, export: true },
    case: { create: true, read: true, update: true },
    activity: { create: true, read: true, update: true },
    air__flight: { create: true, read: true, update: true, delete: true, export: true },
    air__segment: { create: true, read: true, update: true, delete: true, export: true },
    air__touchpoint: { create: true, read: true, update: true, delete: true, export: true },
    air__recovery: { create: true, read: true, update: true, export: true },
    air__points_entry: { create: true, read: true, export: true },
    air__reward: { create: true, read: true, update: true, delete: true, export: true },
    air__tier_terms: { create: true, read: true, update: true },
  },
});
