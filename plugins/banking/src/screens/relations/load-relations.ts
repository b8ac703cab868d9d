import { dateAt, type JsonValue } from '@stratacrm/sdk';
import type { Screen } from '@stratacrm/sdk/screen';

/** A customer on the map. */
export interface Party {
  object: string;
  id: string;
  /** null: whoever looks may not see it. */
  name: string | null;
}

/** One relationship as seen from the customer in the middle. */
export interface Link {
  id: string;
  other: Party;
  type: string;
  /** Leads away from the customer in the middle. */
  away: boolean;
  share: string | null;
  over: boolean;
}

export interface UltimateOwner {
  name: string;
  party: Party;
  share: string;
  role: string;
}

export interface Relations {
  middle: Party;
  links: Link[];
  owners: UltimateOwner[];
}

/** Everything the map shows, with the rights of whoever looks. */
export async function loadRelations(screen: Screen, object: string, id: string): Promise<Relations> {
  const at = (end: string): string => `(${end}.object == "${object}" && ${end}.id == "${id}")`;
  const { data } = await screen.records.query('bank__relationship', {
    fields: ['from', 'to', 'type', 'share', 'until'],
    filter: `${at('from')} || ${at('to')}`,
    sort: 'type,-share',
    limit: 60,
  });
  const owners = object === 'account' ? await ownersOf(screen, id) : [];
  const pointers = data.flatMap(({ from, to }) => [pointer(from), pointer(to)]);
  const names = await namesOf(screen, [{ object, id }, ...pointers]);
  const party = (of: { object: string; id: string }): Party => ({ ...of, name: names.get(of.id) ?? null });
  const today = dateAt(Date.now(), screen.timeZone) ?? '';
  const links = data.map(({ id: relation, from, to, type, share, until }): Link => {
    const away = pointer(from).id === id;
    return {
      id: relation,
      other: party(pointer(away ? to : from)),
      type: String(type),
      away,
      share: typeof share === 'string' ? share : null,
      over: typeof until === 'string' && until < today,
    };
  });
  return { middle: party({ object, id }), links, owners };
}

async function ownersOf(screen: Screen, company: string): Promise<UltimateOwner[]> {
  const { data } = await screen.records.query('bank__owner', {
    fields: ['name', 'person', 'top_company', 'share', 'role'],
    filter: `company == "${company}"`,
    sort: '-share',
    limit: 20,
  });
  return data.map(({ name, person, top_company: top, share, role }) => ({
    name: String(name),
    party: { object: person === null ? 'account' : 'contact', id: String(person ?? top), name: String(name) },
    share: String(share),
    role: String(role),
  }));
}

function pointer(value: JsonValue | undefined): { object: string; id: string } {
  const { object, id } = (value ?? {}) as { object?: string; id?: string };
  return { object: object ?? '', id: id ?? '' };
}

async function namesOf(
  screen: Screen,
  parties: readonly { object: string; id: string }[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const object of ['account', 'contact']) {
    const ids = [...new Set(parties.filter((party) => party.object === object).map(({ id }) => id))];
    if (ids.length === 0) continue;
    const list = ids.map((id) => JSON.stringify(id)).join(', ');
    const { data } = await screen.records.query(object, { fields: ['name'], filter: `id in [${list}]`, limit: 200 });
    for (const { id, name } of data) names.set(id, String(name));
  }
  return names;
}
