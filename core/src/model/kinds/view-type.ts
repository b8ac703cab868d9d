import { ARRANGEMENTS, VIEW_PLACES, type Arrangement, type ViewPlace } from '@stratacrm/sdk';
import { z } from 'zod';
import type { Kind } from './kind.ts';
import { base, keyed, label, name, text } from './shape.ts';

const MANY: readonly ViewPlace[] = ['line', 'figure'];
const ON_TIME: readonly ViewPlace[] = ['from', 'to', 'lane'];

const schema = z
  .strictObject({
    ...base('view_type'),
    icon: text(50).optional(),
    arrangement: z.enum(ARRANGEMENTS),
    parts: keyed(
      z.strictObject({ name, label, place: z.enum(VIEW_PLACES), required: z.boolean().optional() }),
      'name',
      30,
    ),
  })
  .superRefine(checkPlaces);

interface Placed {
  arrangement: Arrangement;
  parts: readonly { place: ViewPlace; required?: boolean | undefined }[];
}

function checkPlaces({ arrangement, parts }: Placed, out: z.RefinementCtx): void {
  const seen = new Set<ViewPlace>();
  parts.forEach(({ place }, index) => {
    const refuse = (code: string): void =>
      out.addIssue({ code: 'custom', path: ['parts', index, 'place'], params: { code, place } });
    if (seen.has(place) && !MANY.includes(place)) refuse('view_place_taken');
    if (arrangement === 'cards' && ON_TIME.includes(place)) refuse('view_place_on_timeline');
    seen.add(place);
  });
  if (arrangement === 'timeline' && !parts.some(({ place, required }) => place === 'from' && required === true))
    out.addIssue({
      code: 'custom',
      path: ['parts'],
      params: { code: 'timeline_without_begin' },
    });
}

export const viewTypeKind: Kind<'view_type'> = {
  kind: 'view_type',
  packaged: true,
  schema: () => schema,
  object: () => null,
  references: () => [],
  expressions: () => [],
};
