import { traitsOf, type ChartGroup, type CompiledField, type GroupBy, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { referenceTarget } from '../model/build-catalog.ts';
import { fieldAt } from '../model/field-at.ts';
import { queryRecords } from '../records/query-records.ts';
import { groupFilter, otherFilter } from './group-filter.ts';
import { settingText, type TileQuestion } from './tile-question.ts';

/** By what a chart puts records together. */
export interface Axis {
  path: string;
  field: CompiledField;
  bucket: Exclude<GroupBy, string>['bucket'] | null;
  by: GroupBy;
}

/** The axis that a setting names; undefined where it names none. */
export function axisOf({ ctx, tile }: TileQuestion, setting: 'group_by' | 'split_by'): Axis | undefined {
  const path = settingText(tile, setting);
  const field = path === undefined ? null : fieldAt(ctx.catalog, String(tile.settings['object']), path);
  if (path === undefined || field === null) return undefined;
  if (!traitsOf(field).bucketable) return { path, field, bucket: null, by: path };
  const bucket = (settingText(tile, 'bucket') ?? 'month') as NonNullable<Axis['bucket']>;
  return { path, field, bucket, by: { field: path, bucket } };
}

/** The groups of an axis as the reader is told them, with the names of the records they stand for. */
export async function shownGroups(ctx: AccessContext, axis: Axis, values: readonly JsonValue[]): Promise<ChartGroup[]> {
  const records = await namedRecords(ctx, axis.field, values);
  return values.map((value) => {
    const record = records.get(String(value));
    const filter = groupFilter(axis.path, axis.field, value, axis.bucket);
    return { value, filter, ...(record && { record }) };
  });
}

/** What is in none of the groups shown. */
export function otherGroup(axis: Axis, shown: readonly JsonValue[]): ChartGroup {
  return { value: null, filter: otherFilter(axis.path, axis.field, shown), other: true };
}

async function namedRecords(ctx: AccessContext, field: CompiledField, values: readonly JsonValue[]) {
  const target = referenceTarget(field);
  const ids = values.filter((value) => typeof value === 'string');
  if (target === null || ids.length === 0 || ctx.access.permission(target, 'read').kind === 'no')
    return new Map<string, never>();
  const filter = `id in [${ids.map((id) => JSON.stringify(id)).join(', ')}]`;
  const fields = ['id', ctx.catalog.object(target).name_field];
  const { data } = await queryRecords(ctx, target, { fields, filter, limit: ids.length });
  return new Map(data.map((record) => [record.id, record]));
}
