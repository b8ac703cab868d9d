import {
  defineDashboard,
  definePlugin,
  label,
  tile,
  type DashboardDocument,
  type DashboardTile,
  type Document,
} from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { libraryPack } from '../../../testing/library-pack.ts';
import { compiled, foldedOver, modelProblems } from '../../../testing/test-model.ts';
import { validate } from '../validate.ts';
import { kindOf } from './index.ts';

const at = { x: 0, y: 0, w: 3, h: 2 };
const frame = { label: label('Tile', '磁贴'), at };

const sound = [
  tile('lent', 'number', frame, {
    object: 'book',
    aggregate: 'sum',
    field: 'price',
    filter: 'borrower != null',
    share: 'borrower.tier == "gold"',
    date: 'due',
    compare: 'before',
    goal: 12.5,
  }),
  tile('by_tier', 'chart', frame, { chart: 'funnel', object: 'book', group_by: 'borrower.tier', date: 'created_at' }),
  tile('books', 'list', frame, { object: 'book', view: 'all_books', fields: ['name', 'borrower.name'], sort: '-due' }),
  tile('words', 'text', { ...frame, ignores: ['tier'] }, { text: label('<p>Hello</p>', '<p>你好</p>') }),
];

function dashboard(tiles: DashboardTile[], change: Partial<DashboardDocument> = {}): Document[] {
  const draft = defineDashboard({
    name: 'desk',
    label: label('Desk', '前台'),
    roles: ['librarian'],
    filters: [
      { id: 'period', type: 'period', default: 'this_month' },
      { id: 'tier', type: 'field', fields: { reader: 'tier', book: 'borrower.tier' } },
    ],
    tiles,
    ...change,
  });
  const { documents } = definePlugin({
    id: 'desk-pack',
    prefix: 'desk',
    version: '1.0.0',
    label: draft.label,
    description: draft.label,
    documents: [draft],
  });
  return documents;
}

function problems(documents: readonly Document[], library = libraryPack.documents): string[] {
  return modelProblems([...library, ...documents]).map(({ path, code }) => `${path} ${code}`);
}

/** The sound dashboard with one tile's settings changed. */
function changed(id: string, settings: Record<string, unknown>): Document[] {
  const tiles = sound.map((each) =>
    each.id === id ? { ...each, settings: { ...each.settings, ...settings } as DashboardTile['settings'] } : each,
  );
  return dashboard(tiles);
}

it('finds nothing wrong with a sound dashboard', () => {
  expect(problems(dashboard(sound))).toEqual([]);
});

it.each<[string, Document[], string]>([
  ['a kind that nobody knows', dashboard([{ ...sound[0]!, type: 'gauge' }]), 'tiles.0.type not_an_option'],
  ['two tiles of one key', dashboard([sound[0]!, sound[0]!]), 'tiles.1.id duplicate_entry'],
  ['a tile beyond the grid', dashboard([{ ...sound[0]!, at: { ...at, x: 10 } }]), 'tiles.0.at.w out_of_range'],
  ['a setting that is not there', changed('lent', { colour: 'red' }), 'tiles.0.settings.colour unknown_property'],
  ['a setting that is missing', changed('lent', { field: undefined }), 'tiles.0.settings.field required'],
  ['a value that is no choice', changed('lent', { compare: 'always' }), 'tiles.0.settings.compare not_an_option'],
  ['an object that is not there', changed('lent', { object: 'bok' }), 'tiles.0.settings.object dangling_reference'],
  ['a field that is not there', changed('lent', { field: 'prize' }), 'tiles.0.settings.field dangling_reference'],
  ['a sum of what cannot be summed', changed('lent', { field: 'due' }), 'tiles.0.settings.field unsuitable_field'],
  ['groups of what has none', changed('by_tier', { group_by: 'number' }), 'tiles.1.settings.group_by unsuitable_field'],
  ['a period by no date', changed('by_tier', { date: 'name' }), 'tiles.1.settings.date unsuitable_field'],
  ['a filter of no truth', changed('lent', { filter: 'price' }), 'tiles.0.settings.filter expression_type'],
  ['a view of another object', changed('books', { object: 'reader' }), 'tiles.2.settings.view dangling_reference'],
  [
    'a screen that is not there',
    dashboard([tile('seats', 'screen', frame, { screen: 'map' })]),
    'tiles.0.settings.screen dangling_reference',
  ],
  ['a role that is not there', dashboard([], { roles: ['boss'] }), 'roles.0 dangling_reference'],
  [
    'a filter that names nothing',
    dashboard([], { filters: [{ id: 'tier', type: 'field' }] }),
    'filters.0.fields required',
  ],
  ['a filter that is not there', dashboard([{ ...sound[0]!, ignores: ['team'] }]), 'tiles.0.ignores.0 not_an_option'],
])('finds %s', (_, documents, expected) => {
  expect(problems(documents)).toContain(expected);
});

it('refuses that what its figures stand on is archived, and leaves a column out of a list', () => {
  const archived = (name: string) =>
    libraryPack.documents.map((each) =>
      each.kind === 'field' && each.object === 'book' && each.name === name ? { ...each, archived: true } : each,
    );
  expect(problems(dashboard(sound), archived('price'))).toEqual(['tiles.0.settings.field dangling_reference']);
  const shown = dashboard([tile('list', 'list', frame, { object: 'book', fields: ['name', 'price'] })]);
  const all = foldedOver([...archived('price'), ...shown]);
  expect(validate(all, compiled(all))).toEqual([]);
  expect(compiled(all).dashboards.get('desk')?.tiles[0]?.settings['fields']).toEqual(['name']);
});

it('asks for settings of another only where they matter', () => {
  const split = tile('split', 'chart', frame, { chart: 'donut', object: 'book', group_by: 'due', split_by: 'nothing' });
  expect(problems(dashboard([split]))).toEqual([]);
});

it('names every place that a rename must follow', () => {
  const [document] = dashboard(sound);
  const references = kindOf(document!).references(document as never);
  const renamed = references.find(({ path }) => path.join('.') === 'filters.1.fields.book')!.renamed('volume');
  expect((renamed as DashboardDocument).filters[1]?.fields).toEqual({ reader: 'tier', volume: 'borrower.tier' });
  const sort = references.find(({ path }) => path.at(-1) === 'sort')!.renamed('due_on');
  expect((sort as DashboardDocument).tiles[2]?.settings['sort']).toBe('-due_on');
});

it('knows the settings of each kind of tile when a tile is written', () => {
  const wrong = [
    // @ts-expect-error a number has no `chart`
    tile('extra', 'number', frame, { object: 'book', chart: 'bar' }),
    // @ts-expect-error a number is of an object
    tile('missing', 'number', frame, {}),
  ];
  expect(problems(dashboard(wrong))).toEqual([
    'tiles.0.settings.chart unknown_property',
    'tiles.1.settings.object required',
  ]);
});
