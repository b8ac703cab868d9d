import type { AccessChange, FieldPermission, Impact, Label, Verb } from '@stratacrm/sdk';
import { RIGHT_WORDS } from '../../access/right-words.ts';
import type { Context } from '../../kernel/context.ts';
import type { Database } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { permissionDiff } from './permission-diff.ts';

/** What people gain and lose by other roles, as sentences for whoever publishes them. */
export async function accessImpact(
  database: Database,
  ctx: Context,
  before: Catalog,
  after: Catalog,
): Promise<Impact[]> {
  const changes = await permissionDiff(database, ctx, before, after);
  return changes.map((access) => ({
    kind: 'users',
    ...(access.object === undefined ? {} : { object: access.object }),
    count: access.count,
    sample: access.people.map((person) => person.id),
    text: sentence(after, access),
    access,
  }));
}

const VERB_WORDS: Readonly<Record<Verb, Label>> = {
  create: { en: 'create', zh: '新建' },
  read: { en: 'read', zh: '查看' },
  update: { en: 'change', zh: '修改' },
  delete: { en: 'delete', zh: '删除' },
  export: { en: 'export', zh: '导出' },
  share: { en: 'share', zh: '共享' },
};

const FIELD_WORDS: Readonly<Record<FieldPermission, Label>> = {
  none: { en: 'no longer see', zh: '不再能查看' },
  masked: { en: 'see only one at a time, each noted,', zh: '只能逐条查看（每次留痕）' },
  read: { en: 'only read', zh: '只能查看' },
  edit: { en: 'edit', zh: '可以编辑' },
};

function sentence({ model }: Catalog, access: AccessChange): Label {
  const { count, people, object: name, verb, field, permission, right, way } = access;
  const who = {
    en: count === 1 ? (people[0]?.name ?? '1 person') : `${count} people`,
    zh: count === 1 ? (people[0]?.name ?? '1 人') : `${count} 人`,
  };
  const can = way === 'gain' ? { en: 'can now', zh: '将可以' } : { en: 'can no longer', zh: '将不能再' };
  if (right !== undefined)
    return { en: `${who.en} ${can.en} ${RIGHT_WORDS[right].en}.`, zh: `${who.zh}${can.zh}${RIGHT_WORDS[right].zh}。` };
  const object = model.objects[name!]!;
  const plural = { en: object.label_plural.en.toLowerCase(), zh: object.label_plural.zh };
  if (field !== undefined) {
    const { en, zh } = object.fields[field]!.label;
    const words = permission === 'read' && way === 'gain' ? { en: 'see', zh: '可以查看' } : FIELD_WORDS[permission!];
    const now = way === 'gain' ? 'can now' : permission === 'none' ? 'can' : 'can now';
    return {
      en: `${who.en} ${now} ${words.en} ${en} of ${plural.en}.`,
      zh: `${who.zh}${words.zh}${plural.zh}的“${zh}”。`,
    };
  }
  const most = people.find((person) => person.records !== null)?.records ?? null;
  const up = count === 1 ? { en: '', zh: ' ' } : { en: 'up to ', zh: '最多 ' };
  const much = most === null ? { en: '', zh: '' } : { en: ` ${up.en}${most}`, zh: `${up.zh}${most} 条` };
  return {
    en: `${who.en} ${can.en} ${VERB_WORDS[verb!].en}${much.en} ${plural.en}.`,
    zh: `${who.zh}${can.zh}${VERB_WORDS[verb!].zh}${much.zh}${plural.zh}。`,
  };
}
