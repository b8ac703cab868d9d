import { DATE_BUCKETS, StrataError, VIEW_KINDS, type SavedView, type ViewBody } from '@stratacrm/sdk';
import { z } from 'zod';
import { checkFilter } from '../query/filter.ts';
import { orderBy } from '../query/ordering.ts';
import { sightOn } from '../query/readable-object.ts';
import { select } from '../query/selection.ts';
import { RecordSource } from '../sql/record-source.ts';
import type { AccessContext } from '../../access/access-profile.ts';

/** What a person says of a view he saves. */
export interface SavedViewInput extends ViewBody {
  name: string;
  shared_with: SavedView['shared_with'];
}

const field = z.string().min(1).max(400);

const shape = z.strictObject({
  name: z.string().trim().min(1).max(100),
  shared_with: z.enum(['nobody', 'team', 'everybody']).default('nobody'),
  object: z.string().max(100),
  type: z.enum(VIEW_KINDS),
  columns: z
    .array(z.strictObject({ name: field, width: z.int().min(20).max(2000).optional(), pinned: z.boolean().optional() }))
    .max(100),
  filter: z.string().max(20_000).optional(),
  sort: z.string().max(1000).optional(),
  group_by: field.optional(),
  group_bucket: z.enum(DATE_BUCKETS).optional(),
  totals: z
    .array(z.strictObject({ field, function: z.enum(['sum', 'avg', 'min', 'max']) }))
    .max(50)
    .optional(),
  board: z.strictObject({ field, sum: field.optional() }).optional(),
  calendar: z.strictObject({ field }).optional(),
  declared: z.strictObject({ view_type: z.string().max(100), parts: z.record(z.string().max(100), field) }).optional(),
});

/** Checks the shape, and that the view shows something its owner can see. Throws what is wrong with a path for each. */
export function checkView(ctx: AccessContext, input: unknown): SavedViewInput {
  const parsed = shape.safeParse(input);
  if (!parsed.success) throw StrataError.invalid(parsed.error.issues.map(toIssue));
  const view = parsed.data as SavedViewInput;
  if (ctx.actor.portal !== undefined && view.shared_with !== 'nobody') throw new StrataError('portal_closed');
  const { sight } = sightOn(ctx, view.object);
  const { record } = new RecordSource(sight, view.object);
  select(record, [...view.columns.map((column) => column.name), ...Object.values(view.declared?.parts ?? {})]);
  orderBy(record, view.sort);
  if (view.filter !== undefined && view.filter.trim() !== '') checkFilter(sight, view.object, view.filter);
  return view;
}

function toIssue(issue: z.core.$ZodIssue) {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const name = issue.keys[0] ?? '';
    return {
      path: [path, name].filter(Boolean).join('.'),
      code: 'unknown_property' as const,
      params: { name, suggestion: '' },
    };
  }
  const expected = issue.code === 'invalid_type' ? issue.expected : issue.message;
  return { path, code: 'wrong_type' as const, params: { expected, got: 'something else' } };
}
