import { shallowReactive } from 'vue';
import { queryRecords } from '../api/records.ts';
import { nameText } from '../fields/value-context.ts';
import { useCatalogue } from '../stores/catalogue.ts';

const names = shallowReactive(new Map<string, string>());
const asked = new Set<string>();
let waiting = new Map<string, string[]>();

/** The name of a record that is known only by its id; empty until it has come. All asked at once go in one question. */
export function recordName(object: string, id: string): string {
  const key = `${object} ${id}`;
  if (!asked.has(key)) {
    asked.add(key);
    if (waiting.size === 0) queueMicrotask(() => void askNames());
    waiting.set(object, [...(waiting.get(object) ?? []), id]);
  }
  return names.get(key) ?? '';
}

/** Tells a name that is known already. */
export function rememberName(object: string, id: string, name: string): void {
  asked.add(`${object} ${id}`);
  names.set(`${object} ${id}`, name);
}

async function askNames(): Promise<void> {
  const wanted = waiting;
  waiting = new Map();
  for (const [object, ids] of wanted) {
    const nameField = useCatalogue().object(object)?.name_field ?? 'name';
    const filter = `id in [${ids.map((id) => JSON.stringify(id)).join(', ')}]`;
    const page = await queryRecords(object, { fields: ['id', nameField], filter, limit: 200 }).catch(() => null);
    for (const record of page?.data ?? [])
      names.set(`${object} ${record.id}`, nameText(useCatalogue().object(object), record));
  }
}
