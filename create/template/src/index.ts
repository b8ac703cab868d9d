import { defineObject, definePage, definePlugin, defineScreen, field, hook, label, may } from '@stratacrm/sdk';
import { numberMembers } from './number-members.ts';

export default definePlugin({
  id: '__ID__',
  prefix: '__PREFIX__',
  version: '0.1.0',
  engine: '>=0.1.0',
  label: label('__NAME__', '__NAME__'),
  description: label('Members, each with a number of his own.', '会员，每人一个编号。'),
  documents: [
    ...defineObject('__PREFIX____member', {
      label: label('Member', '会员'),
      plural: label('Members', '会员'),
      icon: 'users',
      fields: {
        name: field.text(label('Name', '姓名'), { required: true, max_length: 100 }),
        number: field.text(label('Number', '会员编号'), { max_length: 20 }),
        account: field.reference(label('Account', '客户'), 'account'),
      },
    }),
    definePage('__PREFIX____desk', {
      label: label('__NAME__', '__NAME__'),
      icon: 'users',
      screen: '__PREFIX____desk',
    }),
  ],
  screens: [
    defineScreen('__PREFIX____desk', {
      label: label('__NAME__', '__NAME__'),
      mount: 'page',
      entry: 'screens/MemberDesk.vue',
    }),
  ],
  capabilities: [
    may.records(
      '__PREFIX____member',
      ['read', 'update'],
      ['name', 'number'],
      label('Gives each new member a number.', '为新会员分配编号。'),
    ),
  ],
  code: [
    hook(
      {
        name: 'number_members',
        label: label('Number new members', '为新会员编号'),
        when: 'before',
        on: ['create'],
        object: '__PREFIX____member',
        writes: ['number'],
      },
      ({ records }) => numberMembers(records),
    ),
  ],
});
