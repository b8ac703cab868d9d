import { z } from 'zod';
import { problem } from './problem.ts';
import { record } from './records.ts';
import { json, label, timestamp } from './values.ts';

const range = z.strictObject({ from: z.string(), to: z.string() }).meta({
  id: 'DayRange',
  description: 'Days from the first to the one before `to`.',
});

export const dashboardInfo = z
  .strictObject({
    name: z.string(),
    label,
    description: label.optional(),
    icon: z.string().optional(),
    home: z.boolean().meta({ description: 'It is mine at home unless I choose another.' }),
  })
  .meta({ id: 'DashboardInfo' });

/** As the model says it; its shape is that of the document. */
export const dashboard = z
  .looseObject({ kind: z.literal('dashboard'), name: z.string(), label, filters: z.array(json), tiles: z.array(json) })
  .meta({ id: 'Dashboard', description: 'The document, less what I may not know of.' });

export const filterValues = z
  .record(z.string().max(50), z.union([z.string().max(200), z.array(z.string().max(200)).max(50)]))
  .meta({
    id: 'FilterValues',
    description: 'By the id of a filter: a period, or a list of ids or values; empty for no narrowing.',
  });

const group = z
  .strictObject({
    value: json,
    record: record.optional(),
    filter: z.string().nullable().meta({ description: 'CEL that finds the records of the group.' }),
    other: z.literal(true).optional(),
  })
  .meta({ id: 'ChartGroup' });

const tileData = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('number'),
      value: json,
      before: z.strictObject({ value: json, range }).optional(),
    }),
    z.strictObject({
      kind: z.literal('chart'),
      groups: z.array(group),
      parts: z.array(group),
      values: z.array(z.array(json)),
      partial: z.literal(true).optional(),
    }),
    z.strictObject({
      kind: z.literal('list'),
      fields: z.array(z.string()),
      sort: z.string(),
      records: z.array(record),
      count: z.int(),
      estimated: z.literal(true).optional(),
    }),
    z.strictObject({ kind: z.literal('none') }),
  ])
  .meta({ id: 'TileData' });

const tileAnswer = z
  .union([
    z.strictObject({
      data: tileData,
      filter: z.string().meta({ description: 'CEL with which all its records are found.' }),
      range: range.optional(),
      untouched: z.array(z.string()).meta({ description: 'Filters chosen that do not narrow it.' }),
    }),
    z.strictObject({ problem }),
  ])
  .meta({ id: 'TileAnswer' });

export const dashboardAnswer = z
  .strictObject({ at: timestamp, tiles: z.record(z.string(), tileAnswer) })
  .meta({ id: 'DashboardAnswer' });
