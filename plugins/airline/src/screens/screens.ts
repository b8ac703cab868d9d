import { definePage, defineScreen, label } from '@stratacrm/sdk';

const STAFF = ['air__agent', 'air__loyalty_manager', 'administrator'];

export const screens = [
  defineScreen('air__check_in', {
    label: label('Check-in', '值机台'),
    description: label('Who is to be checked in, and what each likes.', '待值机旅客及其偏好。'),
    mount: 'page',
    entry: 'src/screens/check-in.ts',
    roles: STAFF,
  }),
  defineScreen('air__account', {
    label: label('Frequent flyer account', '会员账户'),
    description: label('Points, rewards, flights and preferences of a member.', '会员的积分、奖励、行程与偏好。'),
    mount: 'page',
    entry: 'src/screens/account.ts',
    roles: ['air__member', ...STAFF],
  }),
];

export const pages = [
  definePage('air__check_in', {
    label: label('Check-in', '值机台'),
    icon: 'ticket-check',
    screen: 'air__check_in',
    roles: STAFF,
  }),
  definePage('air__account', {
    label: label('Frequent flyer account', '会员账户'),
    icon: 'award',
    screen: 'air__account',
    home_for: ['air__member'],
    roles: ['air__member', ...STAFF],
  }),
];
