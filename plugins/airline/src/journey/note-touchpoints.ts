import {
  label,
  type HookOutput,
  type HookRecord,
  type HookVerdict,
  type JsonObject,
  type JsonValue,
  type PluginHost,
} from '@stratacrm/sdk';
import { idOf, isOneOf } from '../ids.ts';
import { touchpointKind } from '../option-sets.ts';

/** Completes what somebody told: the flight of the segment, and a title. */
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
    const flight = segment?.['flight'] as JsonObject | null | undefined;
    const number = flight?.['number'];
    return {
      set: {
        title: after?.['title'] ?? titleOf(number, after?.['kind']),
        flight: after?.['flight'] ?? idOf(segment?.['flight'] ?? null),
      },
    };
  });
}

/** Kept and read by everybody, so it is in the language of none, or in both: `SK837`, `值机 Check-in`. */
function titleOf(flight: JsonValue | undefined, kind: JsonValue | undefined): string | null {
  if (typeof flight === 'string') return flight;
  const found = touchpointKind.options.find(({ value }) => value === kind);
  return found === undefined ? null : `${found.label.zh} ${found.label.en}`;
}
