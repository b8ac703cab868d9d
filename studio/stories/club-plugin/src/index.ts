import {
  defineAction,
  defineDashboard,
  defineFields,
  definePage,
  definePlugin,
  defineScreen,
  field,
  label,
  may,
  patchDocument,
  pluginFunction,
  tile,
} from '@stratacrm/sdk';

/** A plugin with a screen in each of the places that a person sees every day; the stories look at it. */
export default definePlugin({
  id: 'com.example.club',
  prefix: 'club',
  version: '1.0.0',
  engine: '>=0.1.0',
  label: label('Club', '俱乐部'),
  description: label('Seats of members.', '会员座位。'),
  screens: [
    defineScreen('club__seats', {
      label: label('Seats', '座位'),
      mount: 'record_panel',
      objects: ['account'],
      entry: 'screens/Seats.vue',
      height: 120,
    }),
    defineScreen('club__desk', { label: label('Desk', '工作台'), mount: 'page', entry: 'screens/desk.ts' }),
    defineScreen('club__ask', {
      label: label('Invite', '邀请'),
      mount: 'action_dialog',
      objects: ['account'],
      entry: 'screens/ask.ts',
    }),
    defineScreen('club__tile', {
      label: label('Free today', '今日空座'),
      mount: 'dashboard_tile',
      entry: 'screens/tile.ts',
    }),
    defineScreen('club__pick', {
      label: label('Choose a seat', '选择座位'),
      mount: 'field_editor',
      types: ['text'],
      entry: 'screens/pick.ts',
    }),
  ],
  documents: [
    ...defineFields('account', { club__seat: field.text(label('Seat', '座位'), { editor: 'club__pick' }) }),
    defineAction({
      name: 'club__invite',
      object: 'account',
      label: label('Invite to the club', '邀请加入俱乐部'),
      does: { type: 'screen', screen: 'club__ask' },
    }),
    defineDashboard({
      name: 'club__board',
      label: label('Club today', '俱乐部今日'),
      filters: [],
      tiles: [
        tile(
          'free',
          'screen',
          { label: label('Seats free', '空座'), at: { x: 0, y: 0, w: 4, h: 4 } },
          { screen: 'club__tile' },
        ),
      ],
    }),
    definePage('club__desk', { label: label('Club desk', '俱乐部工作台'), icon: 'plane', screen: 'club__desk' }),
  ],
  patches: [
    patchDocument('layout', 'account_record', {
      sections: [
        {
          id: 'club',
          $add: true,
          $after: null,
          label: label('Club', '俱乐部'),
          columns: 1,
          items: [{ id: 'club__seat', field: 'club__seat' }],
        },
        {
          id: 'club_seats',
          $add: true,
          $after: 'club',
          label: label('Seats', '座位'),
          columns: 1,
          items: [],
          screen: 'club__seats',
        },
      ],
    }),
  ],
  capabilities: [
    may.records('account', ['read', 'update'], ['name', 'club__seat'], label('Shows seats.', '显示座位。')),
  ],
  code: [
    pluginFunction({ name: 'free_seats', label: label('Free seats', '空座位'), roles: '*' }, () => ['1A', '1B', '2A']),
  ],
});
