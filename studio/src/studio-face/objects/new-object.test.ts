import { expect, test } from 'vitest';
import { newObjectDocuments, pluralOf } from './new-object.ts';

test('plurals as people write them', () => {
  expect(['Flight', 'Policy', 'Day', 'Box', ''].map(pluralOf)).toEqual(['Flights', 'Policies', 'Days', 'Boxes', '']);
});

test('a new object can be opened, listed and filled in', () => {
  const documents = newObjectDocuments({
    name: 'flight',
    label: { en: 'Flight', zh: '航班' },
    plural: { en: 'Flights', zh: '航班' },
    icon: 'plane',
    nameField: { en: 'Number', zh: '航班号' },
    navOrder: 90,
  });
  expect(documents.map((document) => document.kind)).toEqual(['object', 'field', 'layout', 'view']);
  const [object, field, layout, view] = documents;
  expect(object).toMatchObject({ name_field: 'name', nav_order: 90 });
  expect(field).toMatchObject({ object: 'flight', name: 'name', required: true });
  expect(layout).toMatchObject({ object: 'flight', create: ['name'] });
  expect(view).toMatchObject({ object: 'flight', label: { en: 'All flights', zh: '全部航班' } });
});
