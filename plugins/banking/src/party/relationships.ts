import type { Handler, HookInput, HookOutput, HookRecord, HookVerdict, JsonObject, PluginHost } from '@stratacrm/sdk';
import { among, everyRecord, inPieces, isObject, TOGETHER } from '../host-records.ts';
import { exact } from '../money/exact.ts';
import { numberSetting } from '../settings.ts';
import { namesOf, PENDING, pointer } from './find-owners.ts';

const MORE_THAN_ALL = {
  en: 'Together with the other owners this is more than 100 %.',
  zh: '与其他股东合计超过 100%。',
};
const ITSELF = { en: 'Nobody stands in a relationship to himself.', zh: '主体与对象不能相同。' };

/** Names each relationship after its two sides, and refuses owners who together own more than there is. */
export const nameRelationships: Handler<HookInput, HookOutput> = async ({ records }, host) => {
  const edges = records.map(({ after }) => ({ owner: nodeOf(after, 'from'), owned: nodeOf(after, 'to') }));
  const names = await namesOf(host, edges);
  const owned = await ownedAlready(host, records);
  return records.map((record, at): HookVerdict => {
    const { owner, owned: other } = edges[at]!;
    if (owner === other) return { errors: [{ field: 'to', message: ITSELF }] };
    const errors =
      isOwnership(record) && tooMuch(record, other, owned) ? [{ field: 'share', message: MORE_THAN_ALL }] : [];
    return { set: { name: `${names.get(owner) ?? ''} → ${names.get(other) ?? ''}` }, errors };
  });
};

function nodeOf(state: JsonObject | null, end: 'from' | 'to'): string {
  const { object, id } = pointer(state?.[end]);
  return `${object}/${id}`;
}

function isOwnership({ after }: HookRecord): boolean {
  return after?.['type'] === 'owns' && !isOver(after);
}

function isOver({ until }: JsonObject): boolean {
  return typeof until === 'string';
}

/** Owned company → its stakes that are kept already, by record. */
type Owned = Map<string, Map<string, bigint>>;

async function ownedAlready(host: PluginHost, records: readonly HookRecord[]): Promise<Owned> {
  const companies = [...new Set(records.filter(isOwnership).map(({ after }) => pointer(after?.['to']).id))];
  const found: Owned = new Map();
  for (const piece of inPieces(companies, TOGETHER)) {
    const kept = await everyRecord(host, 'bank__relationship', {
      fields: ['to', 'share'],
      filter: `type == "owns" && until == null && ${among('to.id', piece)}`,
    });
    for (const { id, to, share } of kept) note(found, `${pointer(to).object}/${pointer(to).id}`, id, exact(share));
  }
  return found;
}

function note(owned: Owned, company: string, record: string, share: bigint): void {
  const stakes = owned.get(company) ?? new Map<string, bigint>();
  stakes.set(record, share);
  owned.set(company, stakes);
}

/** Each record of the save counts for those after it. */
function tooMuch({ id, after }: HookRecord, company: string, owned: Owned): boolean {
  note(owned, company, id, exact(after?.['share']));
  const all = [...(owned.get(company) ?? new Map<string, bigint>()).values()].reduce((sum, share) => sum + share, 0n);
  return all > 100_000_000n;
}

/** Whose owners may be others now: noted, and worked out together by one job. */
export const afterRelationships: Handler<HookInput, HookOutput> = async ({ records }, host) => {
  const states = records.flatMap(({ before, after }) => [before, after]).filter(isObject);
  const companies = new Set(
    states
      .filter((state) => state['type'] === 'owns' && pointer(state['to']).object === 'account')
      .map((state) => pointer(state['to']).id),
  );
  if (companies.size === 0) return;
  for (const company of companies) await host.kv.set(`${PENDING}${company}`, true);
  const after_seconds = await numberSetting(host, 'gather_seconds');
  await host.jobs.start('find_owners', null, { key: 'owners', after_seconds });
};
