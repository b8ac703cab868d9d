import type { Loose } from '../../testing/api-client.ts';
import { MARKS, type Reader, type World } from './world.ts';

/** One way in which something is withheld from a reader. */
export interface MatrixRule {
  name: string;
  /** Grants of the reader's role `matrix_<n>`. */
  grants: Record<string, Loose>;
  /** Further properties of that role. */
  role?: Record<string, Loose>;
  /** Made ready after the world is as it was at the beginning. */
  prepare?: (world: World, reader: Reader) => Promise<void>;
  /** Texts that he must be told wherever the administrator is. */
  seen?: readonly string[];
  /** The reader comes with an API key that has only this role, while he himself has every right. */
  byKey?: boolean;
  /** Texts that he must not be told through any door. */
  hidden: readonly string[];
  /** Ids that he must not be told. */
  hiddenIds?: (world: World) => readonly string[];
  /** What of it is told by the act of revealing, and by nothing else. */
  revealed?: readonly string[];
  /** Statements that change only what is hidden; what the reader is told must not change with it. */
  change: readonly string[];
  /** A query over everything he must not change. */
  protected: (world: World) => { text: string; values: unknown[] };
}

const OWN = 'record.owner == user.id';
const vaultOpen = { create: true, read: true, update: true, delete: true };
const everything = { create: true, read: true, update: true, delete: true, export: true };
const { secret, deal, deleted, vault, vaultCode, tag, code, file, fileText, linked, part, colleague } = MARKS;

const hiddenLinks = ({ ids }: World) => [ids.linkedVault, ids.hiddenPart];
/** What leads to hidden records, and what belongs to one he sees. */
const otherLinks = [
  `update crm.deal set vaults = null, target = null, target__object = null where name = 'second deal'`,
  `update crm.part set deleted_at = now() where name = '${part}'`,
];

const hiddenRows = (world: World) => ({
  text: `select id::text, name, amount, secret, locked, vault::text, deleted_at is null as lives from crm.deal where id = any($1::uuid[]) order by id`,
  values: [[world.ids.hiddenDeal, world.ids.deletedDeal]],
});
const values = (column: string) => () => ({
  text: `select distinct coalesce(${column}, '') as value from crm.deal where ${column} is distinct from null order by 1`,
  values: [],
});

const byOwner = { create: true, read: OWN, update: OWN, delete: OWN, export: OWN };
const share = (world: World, reader: Reader, id: string, level = 'read') =>
  world.api.admin.ok('POST', `/api/records/deal/${id}/shares`, { body: { user: reader.id, level } });

/** The API gives no share that has ended. */
const endShares = async (world: World, reader: Reader, ids: readonly string[]) => {
  await world.database.query(
    `insert into core.record_share (id, object_id, record_id, subject, subject_kind, level, created_at)
     select gen_random_uuid(), object_id, unnest($2::uuid[]), subject, subject_kind, 'edit', created_at
     from core.record_share where subject = $1 on conflict do nothing`,
    [reader.id, ids],
  );
  await world.database.query(`update core.record_share set expires_at = now() where record_id = any($1::uuid[])`, [
    ids,
  ]);
};

/** Of so many each record is looked up instead of all being read first. */
const shareManyOthers = (world: World, reader: Reader) =>
  world.database.query(
    `insert into core.record_share (id, object_id, record_id, subject, subject_kind, level, created_at)
     select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, 'user', 'edit', now() from generate_series(1, 100)`,
    [reader.id],
  );

export const RULES: readonly MatrixRule[] = [
  {
    name: 'object denied',
    grants: { vault: vaultOpen },
    hidden: [secret, deal, deleted, tag, code, file, fileText, 'first deal', '770047117'],
    change: [`update crm.deal set amount = amount + 1, secret = 'another', name = name || '!'`],
    protected: () => ({
      text: 'select id::text, name, secret, locked, deleted_at is null as lives from crm.deal order by id',
      values: [],
    }),
  },
  {
    name: 'row rule',
    grants: { deal: { create: true, read: OWN, update: OWN, delete: OWN, export: OWN }, vault: vaultOpen },
    hidden: [deal, deleted, tag, code, file, fileText, '770047117', '770008157'],
    change: [
      `update crm.deal set amount = amount + 100000, name = 'another', secret = 'A', code = 'another', tags = array['another'] where name in ('${deal}', '${deleted}')`,
    ],
    protected: hiddenRows,
  },
  {
    name: 'hidden field',
    grants: {
      deal: { ...everything, fields: { '*': 'edit', secret: 'none', code: 'none', attachment: 'none' } },
      vault: vaultOpen,
    },
    hidden: [secret, '"secret"', code, file, fileText],
    change: [
      `update crm.deal set secret = 'Aluminium' where amount = 10`,
      `update crm.deal set secret = null where amount = 20`,
      `update crm.deal set code = 'another' where code = '${code}'`,
    ],
    protected: values('secret'),
  },
  {
    name: 'masked field',
    grants: {
      deal: { ...everything, fields: { '*': 'edit', secret: 'masked', code: 'masked', attachment: 'masked' } },
      vault: vaultOpen,
    },
    hidden: [secret, code, file, fileText],
    revealed: [secret, code, file],
    change: [
      `update crm.deal set secret = 'Aluminium' where amount = 10`,
      `update crm.deal set secret = null where amount = 20`,
      `update crm.deal set code = 'another' where code = '${code}'`,
    ],
    protected: values('secret'),
  },
  {
    name: 'row rule and masked field',
    grants: { deal: { ...everything, read: OWN, fields: { '*': 'edit', secret: 'masked' } }, vault: vaultOpen },
    hidden: [deal, deleted, tag, '770047117', '770008157', secret],
    revealed: [secret],
    change: [`update crm.deal set secret = 'Aluminium'`],
    protected: hiddenRows,
  },
  {
    name: 'read-only field',
    grants: { deal: { ...everything, fields: { '*': 'edit', locked: 'read' } }, vault: vaultOpen },
    hidden: [],
    change: [],
    protected: values('locked'),
  },
  {
    name: 'masked reference',
    grants: { deal: everything, vault: { read: OWN }, part: { read: OWN } },
    hidden: [vault, vaultCode, linked, part],
    hiddenIds: hiddenLinks,
    change: [
      `update crm.vault set above = (select id from crm.vault where code = 'plain') where name = '${vault}'`,
      `update crm.vault set name = 'Aaa', code = 'Aaa' where name = '${vault}'`,
      ...otherLinks,
    ],
    protected: (world) => ({
      text: 'select name, code, deleted_at is null as lives from crm.vault where id = $1',
      values: [world.ids.hiddenVault],
    }),
  },
  {
    name: 'shared for reading',
    grants: { deal: byOwner, vault: { read: OWN } },
    prepare: (world, reader) => share(world, reader, world.ids.hiddenDeal),
    seen: [deal, '770047117'],
    hidden: [deleted, '770008157', vault, vaultCode],
    change: [
      `update crm.deal set amount = amount + 100000, name = 'another', secret = 'A' where name = '${deleted}'`,
      `update crm.vault set name = 'Aaa', code = 'Aaa' where name = '${vault}'`,
    ],
    protected: hiddenRows,
  },
  {
    name: 'shared for reading, with much else',
    grants: { deal: byOwner, vault: { read: OWN } },
    prepare: async (world, reader) => {
      await shareManyOthers(world, reader);
      await share(world, reader, world.ids.hiddenDeal);
    },
    seen: [deal, '770047117'],
    hidden: [deleted, '770008157', vault, vaultCode],
    change: [`update crm.deal set amount = amount + 100000, name = 'another' where name = '${deleted}'`],
    protected: hiddenRows,
  },
  {
    name: 'shared until a moment that has passed',
    grants: { deal: byOwner, vault: { read: OWN } },
    prepare: async (world, reader) => {
      await share(world, reader, world.ids.victim, 'edit');
      await endShares(world, reader, [world.ids.hiddenDeal, world.ids.deletedDeal]);
    },
    hidden: [deal, deleted, tag, code, '770047117', '770008157', vault, vaultCode],
    change: [
      `update crm.deal set amount = amount + 100000, name = 'another', secret = 'A', code = 'another', tags = array['another'] where name in ('${deal}', '${deleted}')`,
    ],
    protected: hiddenRows,
  },
  {
    name: 'portal user',
    grants: {
      deal: {
        create: OWN,
        read: 'record.id == user.record',
        update: 'record.id == user.record',
        fields: { '*': 'edit', secret: 'none', locked: 'read', code: 'none' },
      },
      vault: { read: 'related("deal.vault").exists(d, d == user.record)', fields: { name: 'read', code: 'read' } },
    },
    role: { portal: true },
    prepare: async ({ api, ids }, reader) => {
      const portal = { object: 'deal', record: ids.ownDeal };
      await api.admin.ok('PATCH', `/api/users/${reader.id}`, { body: { portal } });
    },
    hidden: [
      secret,
      '"secret"',
      deal,
      deleted,
      tag,
      code,
      '770047117',
      '770008157',
      vault,
      vaultCode,
      'second deal',
      'admin@example.com',
      colleague,
    ],
    change: [
      `update crm.deal set amount = amount + 100000, name = 'another', code = null where name <> 'first deal'`,
      `update crm.deal set secret = 'Aluminium'`,
      `update crm.vault set name = 'Aaa', code = 'Aaa' where name = '${vault}'`,
    ],
    protected: hiddenRows,
  },
  {
    name: 'API key with fewer roles',
    grants: {
      deal: {
        create: true,
        read: OWN,
        update: OWN,
        delete: OWN,
        fields: { '*': 'edit', secret: 'none', locked: 'read' },
      },
      vault: { read: OWN },
      part: { read: OWN },
    },
    byKey: true,
    hidden: [secret, '"secret"', deal, deleted, file, fileText, '770047117', vault, vaultCode, linked, part],
    hiddenIds: hiddenLinks,
    change: [
      `update crm.deal set amount = amount + 100000, name = 'another' where name in ('${deal}', '${deleted}')`,
      `update crm.deal set secret = 'Aluminium'`,
      `update crm.vault set name = 'Aaa', code = 'Aaa' where name = '${vault}'`,
      ...otherLinks,
    ],
    protected: hiddenRows,
  },
];
