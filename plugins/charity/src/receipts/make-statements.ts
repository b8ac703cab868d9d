import type { JsonObject, JsonValue, PluginHost } from '@stratacrm/sdk';
import { chunksOf, idOf } from '../ids.ts';

/** Two questions each: as many as a before-hook may ask together. */
const TOGETHER = 8;

/** In January: a statement of the year that has ended for everybody who gave in it. Who has one gets no other. */
export async function makeStatements(payload: JsonValue, host: PluginHost): Promise<JsonValue> {
  const year = typeof payload === 'number' ? payload : Number(host.today().slice(0, 4)) - 1;
  let made = 0;
  let after = '';
  for (;;) {
    const rows = await host.records.aggregate('give__gift', {
      filter: `status == "received" && received_on >= "${year}-01-01" && received_on <= "${year}-12-31"${after === '' ? '' : ` && donor > ${JSON.stringify(after)}`}`,
      group_by: ['donor'],
      aggregates: { n: 'count()' },
      sort: 'donor',
      limit: 200,
    });
    const donors = rows.flatMap(({ donor }) => idOf(donor) ?? []);
    for (const some of chunksOf(donors, TOGETHER)) {
      const create = some.map((donor): JsonObject => ({ donor, year }));
      made += (await host.records.bulk('give__statement', { create, mode: 'partial' })).created.length;
    }
    if (rows.length < 200) return { made };
    after = donors.at(-1) ?? '';
  }
}
