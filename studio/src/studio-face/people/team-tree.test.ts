import type { TeamInfo } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { teamAndBeneath, teamTree } from './team-tree.ts';

const team = (id: string, parent: string | null): TeamInfo => ({ id, name: id, parent, manager: null });
const teams = [
  team('sales', null),
  team('west', 'sales'),
  team('east', 'sales'),
  team('shanghai', 'east'),
  team('lost', 'gone'),
];

test('each team beneath its parent, brothers by name', () => {
  expect(teamTree(teams).map(({ team: { id }, depth }) => `${'-'.repeat(depth)}${id}`)).toEqual([
    'lost',
    'sales',
    '-east',
    '--shanghai',
    '-west',
  ]);
});

test('a team and all beneath it', () => {
  expect(teamAndBeneath(teams, 'sales')).toEqual(new Set(['sales', 'east', 'west', 'shanghai']));
  expect(teamAndBeneath(teams, 'west')).toEqual(new Set(['west']));
});
