import { shallowRef } from 'vue';
import { queryRecords } from '../api/records.ts';
import { label } from '../i18n/i18n.ts';
import { nameOf as nameOfRecord } from '../record/record-actions.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** What is said of a record by its object and id alone. */
interface Mention {
  object: string | null;
  record: string | null;
}

/** As many as one question may ask for. */
const AT_ONCE = 200;

/** Names of records that lists of runs speak of, as far as the reader may read them; of others what they are. */
export function useRecordNames() {
  const catalogue = useCatalogue();
  const names = shallowRef<ReadonlyMap<string, string>>(new Map());

  async function load(mentions: readonly Mention[]): Promise<void> {
    const wanted = mentions.filter(
      ({ object, record }) => object !== null && record !== null && !names.value.has(record),
    );
    const groups = Map.groupBy(wanted, ({ object }) => object!);
    await Promise.all(
      [...groups].map(([object, group]) => ask(object, [...new Set(group.map((each) => each.record!))])),
    );
  }

  async function ask(name: string, ids: readonly string[]): Promise<void> {
    const object = catalogue.object(name);
    if (object === undefined) return;
    const filter = `id in ${JSON.stringify(ids.slice(0, AT_ONCE))}`;
    const query = { fields: ['id', object.name_field], filter, limit: AT_ONCE };
    // A name is a convenience: without it the object is named.
    const { data } = await queryRecords(name, query).catch(() => ({ data: [] }));
    names.value = new Map([
      ...names.value,
      ...data.map((record) => [record.id, nameOfRecord(object, record)] as const),
    ]);
  }

  function nameOf({ object, record }: Mention): string {
    if (object === null) return '';
    return names.value.get(record ?? '') || label(catalogue.object(object)?.label) || object;
  }

  return { load, nameOf };
}
