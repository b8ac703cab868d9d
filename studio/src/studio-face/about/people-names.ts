import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { api } from '../../api/client.ts';

interface Person {
  id: string;
  name: string;
  email: string;
}

/** People by what an owner is written as, an id or an e-mail; asked for once, where somebody looks. */
export const usePeopleNames = defineStore('studio-people-names', () => {
  const people = shallowRef<readonly Person[]>([]);
  let asked: Promise<void> | null = null;

  function load(): Promise<void> {
    asked ??= fetchPeople().catch(() => {
      // Names are a convenience: without them the e-mail is shown, and the next page asks again.
      asked = null;
    });
    return asked;
  }

  async function fetchPeople(): Promise<void> {
    const query = { fields: 'name,email', filter: 'active == true', sort: 'name', limit: 200 };
    people.value = (await api.get<{ data: Person[] }>('/api/records/user', { query })).data;
  }

  function nameOf(owner: string | undefined): string {
    if (owner === undefined) return '';
    return people.value.find((person) => person.email === owner || person.id === owner)?.name ?? owner;
  }

  return { people, load, nameOf };
});
