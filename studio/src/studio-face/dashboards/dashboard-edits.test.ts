import type { CompiledField, CompiledObject, DashboardDocument, DashboardTile } from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { below, ignoring, newTile, nudged, placeTile, withObject, withoutFilter } from './dashboard-edits.ts';

const label = { en: 'X', zh: 'X' };
const field = (name: string, type: string): CompiledField =>
  ({
    kind: 'field',
    id: name,
    object: 'deal',
    name,
    label,
    type,
    system: false,
    origin: '',
    options: [],
  }) as CompiledField;
const object = (name: string, ...fields: CompiledField[]): CompiledObject =>
  ({
    name,
    label: { en: name, zh: name },
    label_plural: { en: `${name}s`, zh: name },
    managed: false,
    views: [],
    fields: Object.fromEntries(fields.map((each) => [each.name, each])),
  }) as unknown as CompiledObject;

const deal = object('deal', field('note', 'long_text'), field('name', 'text'), field('stage', 'select'));
const contact = object('contact', field('name', 'text'), field('tier', 'select'));
const tile = (id: string, at: DashboardTile['at'], settings: DashboardTile['settings'] = {}): DashboardTile => ({
  id,
  type: 'chart',
  label: deal.label_plural,
  at,
  settings,
});
const dashboard = (...tiles: DashboardTile[]): DashboardDocument =>
  ({
    kind: 'dashboard',
    id: '1',
    name: 'x',
    label,
    format: 1,
    filters: [{ id: 'owner', type: 'owner' }],
    tiles,
  }) as DashboardDocument;

it('puts a new tile below all others, with what it cannot do without', () => {
  const now = dashboard(tile('chart', { x: 0, y: 0, w: 6, h: 5 }));
  const at = below(now, 'chart');
  expect(at).toMatchObject({ x: 0, y: 5 });
  const added = newTile(now, { type: 'chart', at }, { deal, contact });
  expect(added).toMatchObject({ id: 'chart_2', settings: { object: 'deal', group_by: 'stage' } });
});

it('chooses anew what another object needs, and lets go of what was said of the former', () => {
  const before = tile(
    'a',
    { x: 0, y: 0, w: 6, h: 5 },
    { object: 'deal', chart: 'donut', group_by: 'stage', filter: 'x' },
  );
  expect(withObject(before, contact, deal)).toMatchObject({
    label: contact.label_plural,
    settings: { object: 'contact', chart: 'donut', group_by: 'tier' },
  });
  expect(withObject(before, contact, deal).settings).not.toHaveProperty('filter');
});

it('keeps a tile on the grid and no smaller than it can be', () => {
  const at = { x: 9, y: 0, w: 3, h: 3 };
  expect(nudged(tile('a', at), { x: 4, y: -2 })).toEqual(at);
  expect(nudged(tile('a', at), { w: -2, h: -2 })).toEqual(at);
  expect(nudged(tile('a', at), { w: 2 })).toEqual({ x: 7, y: 0, w: 5, h: 3 });
});

it('stores where the others went that gave way', () => {
  const now = dashboard(tile('a', { x: 0, y: 0, w: 6, h: 2 }), tile('b', { x: 6, y: 0, w: 6, h: 2 }));
  expect(placeTile(now, 'b', { x: 0, y: 0, w: 6, h: 2 }).tiles.map(({ at }) => at.y)).toEqual([2, 0]);
});

it('forgets a filter also where tiles leave it out', () => {
  const left = ignoring(tile('a', { x: 0, y: 0, w: 6, h: 2 }), 'owner', true);
  expect(left.ignores).toEqual(['owner']);
  const gone = withoutFilter(dashboard(left), 'owner');
  expect(gone.filters).toEqual([]);
  expect(gone.tiles[0]).not.toHaveProperty('ignores');
});
