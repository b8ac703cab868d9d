import {
  label,
  type HookOutput,
  type HookRecord,
  type HookVerdict,
  type JsonObject,
  type PluginHost,
} from '@stratacrm/sdk';
import { idOf, isOneOf } from '../ids.ts';
import { touchpointKind } from '../option-sets.ts';

/** Completes what somebody told: the flight of the segment, and a title for the timeline. */
export async function noteTouchpoints(records: readonly HookRecord[], host: PluginHost): Promise<HookOutput> {
  const ids = records.flatMap(({ after }) => idOf(after?.['segment']) ?? []);
  const segments = new Map<string, JsonObject>();
  if (ids.length > 0) {
    const fields = ['member', 'flight.number'];
    const { data } = await host.records.query('air__segment', { filter: isOneOf('id', ids), fields, limit: 200 });
    for (const segment of data) segments.set(segment.id, segment);
  }
  return records.map(({ after }): HookVerdict => {
    const segment = segments.get(idOf(after?.['segment']) ?? '');
    if (segment !== undefined && idOf(segment['member']) !== idOf(after?.['member']))
      return {
        errors: [{ field: 'segment', message: label('This is another member’s segment.', '该航段不属于这位会员。') }],
      };
    const kind = touchpointKind.options.find(({ value }) => value === after?.['kind']);
    const flight = segment?.['flight'] as JsonObject | null | undefined;
    const number = flight?.['number'];
    const title = `${kind === undefined ? '' : host.text(kind.label)}${typeof number === 'string' ? ` · ${number}` : ''}`;
    return {
      set: {
        title: after?.['title'] ?? title,
        flight: after?.['flight'] ?? idOf(segment?.['flight'] ?? null),
      },
    };
  });
}
