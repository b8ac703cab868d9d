import { definePage, defineScreen, label } from '@stratacrm/sdk';

export const relationsScreen = defineScreen('bank__relations', {
  label: label('Map of relationships', '关系图'),
  mount: 'record_panel',
  objects: ['account', 'contact'],
  entry: 'src/screens/relations/relations.ts',
  height: 200,
});

export const rateDeskScreen = defineScreen('bank__rate_desk', {
  label: label('Rate desk', '利率测算'),
  mount: 'page',
  roles: ['bank__relationship_manager', 'bank__controller', 'administrator'],
  entry: 'src/screens/rate-desk/rate-desk.ts',
});

export const rateDeskPage = definePage('bank__rate_desk', {
  label: label('Rate desk', '利率测算'),
  icon: 'gauge',
  screen: 'bank__rate_desk',
  roles: ['bank__relationship_manager', 'bank__controller', 'administrator'],
});
