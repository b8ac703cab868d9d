import type { HookRecord, JsonObject, PluginHost } from '@stratacrm/sdk';
import { chunksOf, isOneOf } from '../ids.ts';

/** After a flight has landed: who boarded has flown, who did not was not there. */
export async function landPassengers(flights: readonly HookRecord[], host: PluginHost): Promise<void> {
  const { data } = await host.records.query('air__segment', {
    filter: `${isOneOf(
      'flight',
      flights.map(({ id }) => id),
    )} && status in ["booked", "checked_in", "boarded"]`,
    fields: ['status'],
    sort: 'id',
    limit: 200,
  });
  const update = data.map(({ id, status }): JsonObject => ({ id, status: status === 'boarded' ? 'flown' : 'no_show' }));
  for (const some of chunksOf(update, 200)) await host.records.bulk('air__segment', { update: some });
  // A full aircraft has more members than a page: the rest is found when this is asked again.
  if (data.length === 200) await landPassengers(flights, host);
}
