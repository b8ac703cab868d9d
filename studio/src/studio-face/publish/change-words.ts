import type { DocumentChange, JsonValue, Locale } from '@stratacrm/sdk';
import type { TextKey } from '../../i18n/i18n.ts';

/** Changes of one object's documents, or of those that belong to none. */
export interface ChangeGroup {
  object: string | null;
  changes: DocumentChange[];
}

/** Grouped by object in the order in which they come; what belongs to no object last. */
export function groupByObject(changes: readonly DocumentChange[]): ChangeGroup[] {
  const groups = new Map<string | null, DocumentChange[]>();
  for (const change of changes) {
    const object = change.kind === 'object' ? change.key : (change.object ?? null);
    groups.set(object, [...(groups.get(object) ?? []), change]);
  }
  return [...groups]
    .map(([object, own]) => ({ object, changes: own }))
    .sort((a, b) => Number(a.object === null) - Number(b.object === null));
}

/** Properties that have a name people know; the rest are shown as they are written. */
const NAMES: Readonly<Record<string, TextKey>> = {
  label: 'studio.label',
  name: 'studio.name',
  required: 'designer.field.required',
  unique: 'designer.field.unique',
  help: 'designer.field.help',
  default: 'designer.field.default',
  options: 'designer.field.options',
  type: 'designer.field.type',
  sections: 'designer.layout.form',
  tabs: 'designer.layout.tab',
  related: 'designer.layout.related',
  create: 'designer.layout.create',
  head: 'designer.layout.head',
  columns: 'designer.view.columns',
  filter: 'designer.view.filter',
  sort: 'designer.view.sort',
  group_by: 'designer.view.group',
  group_bucket: 'list.bucketOf',
  totals: 'designer.view.totals',
  assert: 'designer.rule.assert',
  when: 'designer.rule.when',
  message: 'designer.rule.message',
  mode: 'designer.rule.mode',
  value: 'designer.rule.value',
  visible: 'designer.rule.visible',
  tiles: 'dashboards.designer.tiles',
  filters: 'dashboards.designer.filters',
  roles: 'dashboards.designer.roles',
  home_for: 'dashboards.designer.homeFor',
  stages: 'designer.process.stages',
  transitions: 'designer.process.transitions',
  grants: 'people.role.objects',
  rights: 'people.role.rights',
  icon: 'designer.object.icon',
  label_plural: 'designer.object.plural',
  name_field: 'designer.object.nameField',
  description: 'designer.object.description',
  nav_order: 'designer.object.navigation',
  sensitivity: 'designer.field.sensitivity',
  'meta.owner': 'about.owner',
  'meta.purpose': 'about.purpose',
  'meta.review_by': 'about.reviewBy',
  'meta.expires_on': 'about.expiresOn',
  'meta.strategy': 'about.strategy',
};

type Property = DocumentChange['properties'][number];

/** What was written about a document for the first time comes as one value; it is told line by line. */
export function toldOneByOne(properties: readonly Property[]): Property[] {
  return properties.flatMap((property) => {
    if (property.path !== 'meta') return [property];
    const from = partsOf(property.from);
    const to = partsOf(property.to);
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].map((name) => ({
      ...property,
      path: `meta.${name}`,
      from: from[name] ?? null,
      to: to[name] ?? null,
    }));
  });
}

function partsOf(value: JsonValue): { [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The words for a property's path: a known name, the language, and what is left of the path. */
export function propertyWords(path: string): { known: TextKey | null; rest: string } {
  const whole = NAMES[path];
  if (whole !== undefined) return { known: whole, rest: '' };
  const [first = '', ...rest] = path.split('.');
  const known = NAMES[first];
  return known === undefined ? { known: null, rest: path } : { known, rest: rest.join('.') };
}

/** A value short enough for a line: null for one that is too large to show. */
export function shortValue(value: JsonValue, locale: Locale = 'en'): string | number | boolean | null | undefined {
  if (value === null || typeof value !== 'object') return value;
  if (!Array.isArray(value)) {
    if (isLabel(value)) return [value['en'], value['zh']].filter(Boolean).join(' / ');
    const { label, value: own, name, id } = value;
    if (typeof label === 'object' && label !== null && !Array.isArray(label))
      return String(label[locale] ?? label['en'] ?? label['zh'] ?? '');
    for (const part of [name, own, id]) if (typeof part === 'string') return part;
    return undefined;
  }
  const texts = value.filter((each) => typeof each === 'string' || typeof each === 'number');
  return texts.length === value.length && texts.length > 0 && texts.length < 8 ? texts.join(', ') : undefined;
}

/** A text in both languages: who publishes it reads both. */
function isLabel(value: { [name: string]: JsonValue }): boolean {
  const names = Object.keys(value);
  return names.length > 0 && names.every((name) => (name === 'en' || name === 'zh') && typeof value[name] === 'string');
}
