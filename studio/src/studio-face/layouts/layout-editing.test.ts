import type { LayoutDocument } from '@stratacrm/sdk';
import { describe, expect, test } from 'vitest';
import {
  addRelated,
  addSection,
  addTab,
  appendField,
  changeItem,
  changeSection,
  moveInListBy,
  moveItem,
  moveItemBy,
  moveSectionBy,
  moveTabBy,
  placedFields,
  placeField,
  placeInList,
  removeItem,
  removeSection,
  removeTab,
  tabOf,
} from './layout-editing.ts';

const label = (text: string): { en: string; zh: string } => ({ en: text, zh: text });

function example(): LayoutDocument {
  return {
    kind: 'layout',
    id: '0',
    name: 'account_layout',
    label: label('Account'),
    object: 'account',
    head: ['industry'],
    sections: [
      {
        id: 'main',
        label: label('Main'),
        columns: 2,
        items: ['name', 'industry', 'phone'].map((field) => ({ id: field, field })),
      },
      { id: 'more', label: label('More'), columns: 1, items: [{ id: 'website', field: 'website' }] },
    ],
    related: [],
    create: ['name', 'industry'],
  };
}

const fieldsOf = (layout: LayoutDocument, section: string): string[] =>
  layout.sections.find((each) => each.id === section)?.items.map((item) => item.field) ?? [];

describe('fields', () => {
  test('a field of the palette lands before the item at its place', () => {
    const layout = placeField(example(), 'tier', { section: 'main', index: 1 });
    expect(fieldsOf(layout, 'main')).toEqual(['name', 'tier', 'industry', 'phone']);
    expect(placedFields(layout).has('tier')).toBe(true);
  });

  test('a field that stands on the form already is moved, not doubled', () => {
    const layout = placeField(example(), 'website', { section: 'main', index: 0 });
    expect(fieldsOf(layout, 'main')).toEqual(['website', 'name', 'industry', 'phone']);
    expect(fieldsOf(layout, 'more')).toEqual([]);
  });

  test('moving down within a section counts the place as seen before the move', () => {
    expect(fieldsOf(moveItem(example(), 'name', { section: 'main', index: 2 }), 'main')).toEqual([
      'industry',
      'name',
      'phone',
    ]);
    expect(fieldsOf(moveItem(example(), 'phone', { section: 'main', index: 0 }), 'main')).toEqual([
      'phone',
      'name',
      'industry',
    ]);
  });

  test('a move onto itself is no change', () => {
    const layout = example();
    expect(moveItem(layout, 'industry', { section: 'main', index: 1 })).toBe(layout);
    expect(moveItem(layout, 'industry', { section: 'main', index: 2 })).toBe(layout);
    expect(moveItem(layout, 'industry', { section: 'nowhere', index: 2 })).toBe(layout);
  });

  test('the keyboard moves beyond the edge of a section', () => {
    const down = moveItemBy(example(), 'phone', 'down');
    expect(fieldsOf(down, 'more')).toEqual(['phone', 'website']);
    expect(fieldsOf(moveItemBy(down, 'phone', 'up'), 'main')).toEqual(['name', 'industry', 'phone']);
    const layout = example();
    expect(moveItemBy(layout, 'name', 'up')).toBe(layout);
    expect(moveItemBy(layout, 'website', 'down')).toBe(layout);
  });

  test('taken off the form and changed in place', () => {
    expect(fieldsOf(removeItem(example(), 'industry'), 'main')).toEqual(['name', 'phone']);
    const hidden = changeItem(example(), 'phone', { read_only: true, visible: 'record.name != ""' });
    expect(hidden.sections[0]?.items[2]).toEqual({
      id: 'phone',
      field: 'phone',
      read_only: true,
      visible: 'record.name != ""',
    });
    expect(changeItem(hidden, 'phone', { visible: undefined }).sections[0]?.items[2]).not.toHaveProperty('visible');
  });

  test('appending to an empty form makes a section', () => {
    const empty = { ...example(), sections: [] };
    const layout = appendField(empty, 'name', label('Details'));
    expect(layout.sections).toHaveLength(1);
    expect(layout.sections[0]?.label.en).toBe('Details');
    expect(placedFields(layout)).toEqual(new Set(['name']));
  });

  test('the old layout stays as it was', () => {
    const layout = example();
    const before = JSON.stringify(layout);
    removeSection(moveItemBy(placeField(layout, 'tier', { section: 'more', index: 0 }), 'tier', 'up'), 'more');
    expect(JSON.stringify(layout)).toBe(before);
  });
});

describe('sections and tabs', () => {
  test('a new section gets an id nobody has', () => {
    const twice = addSection(addSection(example(), label('A')), label('B'));
    expect(twice.sections.map((section) => section.id)).toEqual(['main', 'more', 'section_1', 'section_2']);
    const again = addSection(removeSection(twice, 'section_1'), label('C'));
    expect(new Set(again.sections.map((section) => section.id)).size).toBe(again.sections.length);
  });

  test('sections move among those of their tab', () => {
    expect(moveSectionBy(example(), 'more', 'up').sections.map((section) => section.id)).toEqual(['more', 'main']);
    const layout = example();
    expect(moveSectionBy(layout, 'main', 'up')).toBe(layout);
  });

  test('the first tab takes what is there', () => {
    const layout = addTab(example(), label('Billing'), label('Details'));
    expect(layout.tabs?.map((tab) => tab.label.en)).toEqual(['Details', 'Billing']);
    expect(layout.sections.map((section) => tabOf(layout, section))).toEqual(['tab_1', 'tab_1']);
  });

  test('moving the first tab takes its sections along', () => {
    const layout = moveTabBy(addTab(example(), label('Billing'), label('Details')), 'tab_1', 'down');
    expect(layout.tabs?.map((tab) => tab.id)).toEqual(['tab_2', 'tab_1']);
    expect(layout.sections.map((section) => tabOf(layout, section))).toEqual(['tab_1', 'tab_1']);
  });

  test('a tab taken out leaves its sections on the first one', () => {
    const tabbed = addTab(addTab(example(), label('B'), label('A')), label('C'), label('A'));
    const placed = changeSection(tabbed, 'more', { tab: 'tab_3' });
    const layout = removeTab(placed, 'tab_3');
    expect(layout.tabs).toHaveLength(2);
    expect(layout.sections.find((section) => section.id === 'more')).not.toHaveProperty('tab');
  });

  test('a last tab alone is no tab', () => {
    expect(removeTab(addTab(example(), label('B'), label('A')), 'tab_2').tabs).toEqual([]);
  });
});

test('related lists get ids of their own', () => {
  const contacts = { object: 'contact', via: 'account', fields: ['name'] };
  const layout = addRelated(addRelated(example(), contacts), contacts);
  expect(layout.related.map((related) => related.id)).toEqual(['contact_1', 'contact_2']);
});

test('head and create lists insert, move and stay free of doubles', () => {
  const layout = placeInList(example(), 'create', 'phone', 1);
  expect(layout.create).toEqual(['name', 'phone', 'industry']);
  expect(placeInList(layout, 'create', 'industry', 0).create).toEqual(['industry', 'name', 'phone']);
  expect(moveInListBy(layout, 'create', 'name', 'down').create).toEqual(['phone', 'name', 'industry']);
  expect(moveInListBy(layout, 'create', 'name', 'up')).toBe(layout);
});
