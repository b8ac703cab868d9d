import type { Label, LayoutDocument, LayoutItem, LayoutSection, RelatedList } from '@stratacrm/sdk';

/**
 * What a designer does to a layout. Each function answers a new layout and leaves the old one as it was, so undo is a
 * matter of keeping the old ones. A move that leads nowhere answers the same layout.
 */

/** A place among the fields of a section: before the item that stands at `index` now. */
export interface ItemPlace {
  section: string;
  index: number;
}

export type Direction = 'up' | 'down';

/** Without the keys whose value is undefined, which exact optional properties do not allow. */
function pruned<Value extends object>(value: { [Key in keyof Value]: Value[Key] | undefined }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Value;
}

export type Changes<Value> = { [Key in keyof Value]?: Value[Key] | undefined };

function freeId(prefix: string, taken: readonly { id: string }[]): string {
  const ids = new Set(taken.map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    if (!ids.has(`${prefix}_${number}`)) return `${prefix}_${number}`;
  }
}

function insertAt<Value>(list: readonly Value[], index: number, value: Value): Value[] {
  return [...list.slice(0, index), value, ...list.slice(index)];
}

function withChanges<Value extends { id: string }>(
  list: readonly Value[],
  id: string,
  changes: Changes<Value>,
): Value[] {
  return list.map((entry) => (entry.id === id ? pruned<Value>({ ...entry, ...changes }) : entry));
}

/** The list with the entry at `from` moved before the one that stands at `to` now. */
export function movedTo<Value>(list: readonly Value[], from: number, to: number): readonly Value[] {
  const value = list[from];
  if (value === undefined || to === from || to === from + 1) return list;
  const rest = [...list.slice(0, from), ...list.slice(from + 1)];
  return insertAt(rest, to > from ? to - 1 : to, value);
}

function movedBy<Value>(list: readonly Value[], from: number, direction: Direction): readonly Value[] {
  if (from < 0) return list;
  if (direction === 'up') return from === 0 ? list : movedTo(list, from, from - 1);
  return from === list.length - 1 ? list : movedTo(list, from, from + 2);
}

export function findItem(
  layout: LayoutDocument,
  id: string,
): { section: LayoutSection; item: LayoutItem; index: number } | null {
  for (const section of layout.sections) {
    const index = section.items.findIndex((item) => item.id === id);
    const item = section.items[index];
    if (item) return { section, item, index };
  }
  return null;
}

/** Names of the fields that stand on the form. */
export function placedFields(layout: LayoutDocument): Set<string> {
  return new Set(layout.sections.flatMap((section) => section.items.map((item) => item.field)));
}

function setSectionItems(layout: LayoutDocument, section: string, items: LayoutItem[]): LayoutDocument {
  return { ...layout, sections: layout.sections.map((each) => (each.id === section ? { ...each, items } : each)) };
}

/** Puts a field of the palette on the form; one that stands there already is moved. */
export function placeField(layout: LayoutDocument, field: string, place: ItemPlace): LayoutDocument {
  if (placedFields(layout).has(field)) {
    const item = layout.sections.flatMap((section) => section.items).find((each) => each.field === field);
    return item ? moveItem(layout, item.id, place) : layout;
  }
  const section = layout.sections.find((each) => each.id === place.section);
  if (!section) return layout;
  return setSectionItems(layout, section.id, insertAt(section.items, place.index, { id: field, field }));
}

/** Puts a field at the end of the last section of a tab, where a keyboard user expects it; makes a section if there is none. */
export function appendField(layout: LayoutDocument, field: string, heading: Label, tab?: string): LayoutDocument {
  const candidates =
    tab === undefined ? layout.sections : layout.sections.filter((section) => tabOf(layout, section) === tab);
  const last = candidates.at(-1);
  if (last) return placeField(layout, field, { section: last.id, index: last.items.length });
  const withSection = addSection(layout, heading, tab);
  const added = withSection.sections.at(-1);
  return added ? placeField(withSection, field, { section: added.id, index: 0 }) : layout;
}

export function moveItem(layout: LayoutDocument, id: string, place: ItemPlace): LayoutDocument {
  const found = findItem(layout, id);
  if (!found) return layout;
  if (found.section.id === place.section) {
    const items = movedTo(found.section.items, found.index, place.index);
    return items === found.section.items ? layout : setSectionItems(layout, place.section, [...items]);
  }
  const target = layout.sections.find((section) => section.id === place.section);
  if (!target) return layout;
  const taken = removeItem(layout, id);
  return setSectionItems(taken, target.id, insertAt(target.items, place.index, found.item));
}

/** One step up or down; beyond the edge of a section into the next one. */
export function moveItemBy(layout: LayoutDocument, id: string, direction: Direction): LayoutDocument {
  const found = findItem(layout, id);
  if (!found) return layout;
  const inside = movedBy(found.section.items, found.index, direction);
  if (inside !== found.section.items) return setSectionItems(layout, found.section.id, [...inside]);
  const at = layout.sections.indexOf(found.section);
  const next = layout.sections[direction === 'up' ? at - 1 : at + 1];
  if (!next) return layout;
  return moveItem(layout, id, { section: next.id, index: direction === 'up' ? next.items.length : 0 });
}

export function removeItem(layout: LayoutDocument, id: string): LayoutDocument {
  const found = findItem(layout, id);
  if (!found) return layout;
  return setSectionItems(
    layout,
    found.section.id,
    found.section.items.filter((item) => item.id !== id),
  );
}

export function changeItem(layout: LayoutDocument, id: string, changes: Changes<LayoutItem>): LayoutDocument {
  const found = findItem(layout, id);
  if (!found) return layout;
  return setSectionItems(layout, found.section.id, withChanges(found.section.items, id, changes));
}

export function addSection(layout: LayoutDocument, label: Label, tab?: string): LayoutDocument {
  const section: LayoutSection = pruned<LayoutSection>({
    id: freeId('section', layout.sections),
    label,
    tab,
    columns: 2,
    items: [],
    visible: undefined,
  });
  return { ...layout, sections: [...layout.sections, section] };
}

/** A section that a screen of a plugin fills. */
export function addScreen(layout: LayoutDocument, screen: string, label: Label, tab?: string): LayoutDocument {
  const section: LayoutSection = pruned<LayoutSection>({
    id: freeId('screen', layout.sections),
    label,
    tab,
    columns: 1,
    items: [],
    screen,
    visible: undefined,
  });
  return { ...layout, sections: [...layout.sections, section] };
}

export function changeSection(layout: LayoutDocument, id: string, changes: Changes<LayoutSection>): LayoutDocument {
  return { ...layout, sections: withChanges(layout.sections, id, changes) };
}

/** Takes a section out; its fields go back to the palette. */
export function removeSection(layout: LayoutDocument, id: string): LayoutDocument {
  return { ...layout, sections: layout.sections.filter((section) => section.id !== id) };
}

export function moveSectionBy(layout: LayoutDocument, id: string, direction: Direction): LayoutDocument {
  const section = layout.sections.find((each) => each.id === id);
  if (!section) return layout;
  // Neighbours are the sections of the same tab: one of another tab is not what a person sees beside it.
  const tab = tabOf(layout, section);
  const peers = layout.sections.filter((each) => tabOf(layout, each) === tab);
  const at = peers.indexOf(section);
  const neighbour = peers[direction === 'up' ? at - 1 : at + 1];
  return neighbour ? swapped(layout, id, neighbour.id) : layout;
}

function swapped(layout: LayoutDocument, one: string, other: string): LayoutDocument {
  const at = (id: string): number => layout.sections.findIndex((section) => section.id === id);
  const sections = [...layout.sections];
  const [from, to] = [at(one), at(other)];
  const [first, second] = [sections[from], sections[to]];
  if (!first || !second) return layout;
  sections[from] = second;
  sections[to] = first;
  return { ...layout, sections };
}

/** Id of the tab a section or related list stands on; empty where the layout has no tabs. */
export function tabOf(layout: LayoutDocument, part: { tab?: string }): string {
  const first = layout.tabs?.[0]?.id ?? '';
  return part.tab !== undefined && layout.tabs?.some((tab) => tab.id === part.tab) ? part.tab : first;
}

/** Adds a tab. The first one added takes what stands on the form already. */
export function addTab(layout: LayoutDocument, label: Label, firstLabel: Label): LayoutDocument {
  const existing = layout.tabs ?? [];
  const tabs = existing.length === 0 ? [{ id: 'tab_1', label: firstLabel }] : existing;
  return { ...layout, tabs: [...tabs, { id: freeId('tab', tabs), label }] };
}

export function changeTab(layout: LayoutDocument, id: string, label: Label): LayoutDocument {
  return { ...layout, tabs: withChanges(layout.tabs ?? [], id, { label }) };
}

/** Takes a tab out; what stood on it moves to the first tab that is left. */
export function removeTab(layout: LayoutDocument, id: string): LayoutDocument {
  const left = (layout.tabs ?? []).filter((tab) => tab.id !== id);
  // A single tab is no tab: its name would only cost a line.
  const tabs = left.length > 1 ? left : [];
  const keep = new Set(tabs.map((tab) => tab.id));
  const rehome = <Part extends { tab?: string }>(part: Part): Part => {
    if (part.tab === undefined || keep.has(part.tab)) return part;
    const { tab: _, ...rest } = part;
    return rest as Part;
  };
  return {
    ...layout,
    tabs,
    sections: layout.sections.map((section) => rehome(section)),
    related: layout.related.map((related) => rehome(related)),
  };
}

export function moveTabBy(layout: LayoutDocument, id: string, direction: Direction): LayoutDocument {
  const tabs = layout.tabs ?? [];
  const moved = movedBy(
    tabs,
    tabs.findIndex((tab) => tab.id === id),
    direction,
  );
  if (moved === tabs) return layout;
  return { ...pinnedToTabs(layout), tabs: [...moved] };
}

/** Parts without a tab belong to the first one; before the first one changes, they must say so. */
function pinnedToTabs(layout: LayoutDocument): LayoutDocument {
  const first = layout.tabs?.[0]?.id;
  if (first === undefined) return layout;
  return {
    ...layout,
    sections: layout.sections.map((section) => ({ ...section, tab: tabOf(layout, section) })),
    related: layout.related.map((related) => ({ ...related, tab: tabOf(layout, related) })),
  };
}

export function addRelated(layout: LayoutDocument, related: Omit<RelatedList, 'id'>): LayoutDocument {
  return { ...layout, related: [...layout.related, { ...related, id: freeId(related.object, layout.related) }] };
}

export function changeRelated(layout: LayoutDocument, id: string, changes: Changes<RelatedList>): LayoutDocument {
  return { ...layout, related: withChanges(layout.related, id, changes) };
}

export function removeRelated(layout: LayoutDocument, id: string): LayoutDocument {
  return { ...layout, related: layout.related.filter((related) => related.id !== id) };
}

export function moveRelatedBy(layout: LayoutDocument, id: string, direction: Direction): LayoutDocument {
  const moved = movedBy(
    layout.related,
    layout.related.findIndex((related) => related.id === id),
    direction,
  );
  return moved === layout.related ? layout : { ...layout, related: [...moved] };
}

/** The two plain lists of field names a layout has: its head, and what is asked on creation. */
export type FieldList = 'head' | 'create';

export function placeInList(layout: LayoutDocument, list: FieldList, field: string, index: number): LayoutDocument {
  const at = layout[list].indexOf(field);
  if (at < 0) return { ...layout, [list]: insertAt(layout[list], index, field) };
  const moved = movedTo(layout[list], at, index);
  return moved === layout[list] ? layout : { ...layout, [list]: [...moved] };
}

export function moveInListBy(
  layout: LayoutDocument,
  list: FieldList,
  field: string,
  direction: Direction,
): LayoutDocument {
  const moved = movedBy(layout[list], layout[list].indexOf(field), direction);
  return moved === layout[list] ? layout : { ...layout, [list]: [...moved] };
}

export function removeFromList(layout: LayoutDocument, list: FieldList, field: string): LayoutDocument {
  return { ...layout, [list]: layout[list].filter((each) => each !== field) };
}
