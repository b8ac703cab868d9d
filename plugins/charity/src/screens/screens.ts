import { defineScreen, label } from '@stratacrm/sdk';

export const screens = [
  defineScreen('give__history', {
    label: label('Years of friendship', '历年往来'),
    description: label('What was given and how often one spoke, year by year.', '逐年展示捐赠与往来。'),
    mount: 'record_panel',
    objects: ['contact'],
    entry: 'src/screens/history.ts',
    height: 220,
    roles: ['give__fundraiser', 'give__finance', 'administrator'],
  }),
];
