import { action, defineObject, definePage, definePlugin, defineScreen, field, hook, label, may } from '@stratacrm/sdk';
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
      navOrder: 60,
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
    action(
      {
        name: '__PREFIX____number_anew',
        label: label('Number anew', '重新编号'),
        object: '__PREFIX____member',
        places: ['record', 'list'],
        input: { series: field.text(label('Series', '系列'), { required: true, max_length: 10 }) },
        confirm: label('Give this member a new number? | Give {n} members a new number?', '为 {n} 位会员重新编号？'),
      },
      async ({ object, records, input }, host) => {
        const series = String(input['series']);
        const update = records.map((id, index) => ({ id, number: `${series}-${index + 1}` }));
        const { errors } = await host.records.bulk(String(object), { update, mode: 'partial' });
        return { errors: errors.map(({ index, message }) => ({ record: records[index]!, message })) };
      },
    ),
  ],
});
