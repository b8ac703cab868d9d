import {
  DASHBOARD_COLUMNS,
  isTileSettingAsked,
  TILE_KINDS,
  tileKind,
  type DashboardDocument,
  type DashboardTile,
  type JsonValue,
  type TileSetting,
} from '@stratacrm/sdk';
import { z } from 'zod';
import type { ExpressionUse, Kind, Path, Reference, Target } from './kind.ts';
import { plainSetting } from './plain-setting.ts';
import { keyReference, sortReferences, valueReference } from './reference.ts';
import { base, expression, fieldPath, keyed, label, longLabel, name, sort, text } from './shape.ts';

const MOST_TILES = 40;
const MOST_FILTERS = 10;
const MOST_FIELDS = 20;
const LOWEST_ROW = 500;
const TALLEST = 40;

const place = z
  .strictObject({
    x: z
      .int()
      .min(0)
      .max(DASHBOARD_COLUMNS - 1),
    y: z.int().min(0).max(LOWEST_ROW),
    w: z.int().min(1).max(DASHBOARD_COLUMNS),
    h: z.int().min(1).max(TALLEST),
  })
  .superRefine(({ x, w }, context) => {
    if (x + w <= DASHBOARD_COLUMNS) return;
    const params = { code: 'out_of_range', min: '1', max: String(DASHBOARD_COLUMNS - x) };
    context.addIssue({ code: 'custom', path: ['w'], params });
  });

const tiles = TILE_KINDS.map((kind) =>
  z.strictObject({
    id: name,
    type: z.literal(kind.name),
    label,
    description: longLabel.optional(),
    at: place,
    settings: settingsShape(kind.settings),
    ignores: z.array(name).max(MOST_FILTERS).optional(),
  }),
);

const [firstTile, ...otherTiles] = tiles;

const filter = z.strictObject({
  id: name,
  type: z.enum(['period', 'owner', 'team', 'field']),
  label: label.optional(),
  fields: z.record(name, fieldPath).optional(),
  default: z.union([text(200), z.array(text(200)).max(50)]).optional(),
});

const schema = z
  .strictObject({
    ...base('dashboard'),
    format: z.literal(1),
    icon: text(50).optional(),
    roles: z.array(name).max(100).optional(),
    home_for: z.array(name).max(100).optional(),
    order: z.number().optional(),
    filters: keyed(filter, 'id', MOST_FILTERS),
    tiles: keyed(z.discriminatedUnion('type', [firstTile!, ...otherTiles]), 'id', MOST_TILES),
  })
  .superRefine(({ filters, tiles: all }, context) => {
    const known = new Set(filters.map(({ id }) => id));
    filters.forEach((each, index) => {
      if (each.type === 'field' && Object.keys(each.fields ?? {}).length === 0)
        context.addIssue({ code: 'custom', path: ['filters', index, 'fields'], params: { code: 'required' } });
    });
    all.forEach(({ ignores = [] }, index) =>
      ignores.forEach((id, at) => {
        if (known.has(id)) return;
        const params = { code: 'not_an_option', suggestion: '' };
        context.addIssue({ code: 'custom', path: ['tiles', index, 'ignores', at], input: id, params });
      }),
    );
  });

/** The settings of a kind of tile, each as its own description says. */
function settingsShape(described: readonly TileSetting[]): z.ZodType<DashboardTile['settings']> {
  const shape = Object.fromEntries(described.map((each) => [each.name, settingShape(each).optional()]));
  return z.strictObject(shape).superRefine((settings, context) => {
    for (const each of described) {
      if (each.required !== true || !isTileSettingAsked(each, settings as DashboardTile['settings'], described))
        continue;
      if (settings[each.name] !== undefined) continue;
      context.addIssue({ code: 'custom', path: [each.name], params: { code: 'required', label: each.label } });
    }
  }) as unknown as z.ZodType<DashboardTile['settings']>;
}

function settingShape(setting: TileSetting): z.ZodType {
  switch (setting.type) {
    case 'text':
    case 'integer':
    case 'number':
    case 'boolean':
    case 'select':
      return plainSetting(setting.type, setting);
    case 'object':
    case 'view':
    case 'screen':
      return name;
    case 'field':
      return fieldPath;
    case 'fields':
      return z.array(fieldPath).max(MOST_FIELDS);
    case 'filter':
      return expression;
    case 'sort':
      return sort;
    case 'rich_text':
      return longLabel;
  }
}

/** Numbers, charts and lists over records of any objects. */
export const dashboardKind: Kind<'dashboard'> = {
  kind: 'dashboard',
  schema: () => schema,
  object: () => null,
  references: (document) => [
    ...roleReferences(document, 'roles'),
    ...roleReferences(document, 'home_for'),
    ...document.filters.flatMap((each, index) => filterReferences(document, each.fields ?? {}, index)),
    ...settingsOf(document).flatMap((each) => settingReferences(document, each)),
  ],
  expressions: (document) => settingsOf(document).flatMap(settingExpressions),
  prune(document, isGone) {
    const stays = (object: unknown, path: string): boolean => !isGone({ kind: 'field', object: String(object), path });
    return {
      ...document,
      tiles: document.tiles
        .filter((tile) => !standsOnGone(tile, isGone))
        .map((tile) => {
          const lists = (tileKind(tile.type)?.settings ?? []).filter((setting) => setting.type === 'fields');
          const kept = lists.flatMap(({ name: list }) => {
            const fields = tile.settings[list];
            if (!Array.isArray(fields)) return [];
            return [[list, fields.filter((path) => stays(tile.settings['object'], String(path)))] as const];
          });
          return kept.length === 0 ? tile : { ...tile, settings: { ...tile.settings, ...Object.fromEntries(kept) } };
        }),
    };
  },
};

/** Without its screen a tile would show nothing. */
function standsOnGone({ type, settings }: DashboardTile, isGone: (target: Target) => boolean): boolean {
  const described: readonly TileSetting[] = tileKind(type)?.settings ?? [];
  return described.some(({ name: of, type: kind }) => kind === 'screen' && isGone(tileScreen(settings[of])));
}

/** A setting that has a value which matters, and where it stands. */
interface Given {
  setting: TileSetting;
  value: JsonValue;
  path: Path;
  settings: DashboardTile['settings'];
}

function settingsOf({ tiles: all }: DashboardDocument): Given[] {
  return all.flatMap(({ type, settings }, index) => {
    const described = tileKind(type)?.settings ?? [];
    return described.flatMap((setting) => {
      const value = settings[setting.name];
      if (value === undefined || !isTileSettingAsked(setting, settings, described)) return [];
      return [{ setting, value, path: ['tiles', index, 'settings', setting.name], settings }];
    });
  });
}

function roleReferences(document: DashboardDocument, list: 'roles' | 'home_for'): Reference[] {
  return (document[list] ?? []).map((role, index) =>
    valueReference(document, [list, index], { kind: 'role', name: role }),
  );
}

/** Which fields of which objects a filter narrows; what an archived object or field had goes unheard. */
function filterReferences(document: DashboardDocument, fields: Record<string, string>, index: number): Reference[] {
  return Object.entries(fields).flatMap(([object, path]) => {
    const at = ['filters', index, 'fields', object];
    const target: Target = { kind: 'field', object, path };
    return [
      { ...keyReference(document, at, { kind: 'object', name: object }), optional: true },
      valueReference(document, at, target, true),
    ];
  });
}

function settingReferences(document: DashboardDocument, { setting, value, path, settings }: Given): Reference[] {
  const object = String(settings['object'] ?? '');
  switch (setting.type) {
    case 'object':
      return [valueReference(document, path, { kind: 'object', name: String(value) })];
    case 'view':
      return [valueReference(document, path, { kind: 'view', object, name: String(value) })];
    case 'screen':
      return [valueReference(document, path, tileScreen(value), true)];
    case 'field': {
      const needs = setting.needs?.(settings);
      const target: Target = { kind: 'field', object, path: String(value), ...(needs && { needs }) };
      return [valueReference(document, path, target)];
    }
    case 'fields':
      return (Array.isArray(value) ? value : []).map((each, at) =>
        valueReference(document, [...path, at], { kind: 'field', object, path: String(each) }, true),
      );
    case 'sort':
      return sortReferences(document, path, String(value), object);
    default:
      return [];
  }
}

function tileScreen(name: JsonValue | undefined): Target {
  return { kind: 'screen', name: String(name), mount: 'dashboard_tile' };
}

function settingExpressions({ setting, value, path, settings }: Given): ExpressionUse[] {
  if (setting.type !== 'filter') return [];
  const object = String(settings['object'] ?? '');
  return [{ path, source: String(value), object, form: 'filter', expect: { type: 'bool' } }];
}
