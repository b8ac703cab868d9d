import type { JsonObject, JsonValue } from '../json.ts';
import type { RecordHost, RecordTypes } from '../plugin/host.ts';
import type { Connection } from './connection.ts';
import type { ServerMethod } from './messages.ts';

/** Records as code of the plugin sees them, for its screens. */
export function recordHost<Types extends { [Name in keyof Types]: object } = RecordTypes>(
  connection: Connection,
): RecordHost<Types> {
  // The server answers in these shapes, which is said once here instead of at each of them.
  const ask = <Answer>(method: ServerMethod, given: { [name: string]: unknown }): Promise<Answer> =>
    connection.ask(method, given as JsonObject) as Promise<JsonValue> as Promise<Answer>;
  return {
    query: (object, query = {}) => ask('records.query', { object, query }),
    get: (object, id, fields) => ask('records.get', { object, id, ...(fields && { fields }) }),
    count: (object, filter) => ask('records.count', { object, ...(filter !== undefined && { filter }) }),
    aggregate: (object, query) => ask('records.aggregate', { object, query }),
    create: (object, values) => ask('records.create', { object, values }),
    update: (object, id, values, options = {}) => ask('records.update', { object, id, values, options }),
    delete: (object, id) => ask('records.delete', { object, id }),
    bulk: (object, request) => ask('records.bulk', { object, request }),
  };
}
