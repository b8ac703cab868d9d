import type { Loose } from '../../testing/api-client.ts';
import { MARKS, type World } from './world.ts';

/** One way in which something is withheld from a reader. */
export interface MatrixRule {
  name: string;
  /** Grants of the reader's role `matrix_<n>`. */
  grants: Record<string, Loose>;
  /** The reader comes with an API key that has only this role, while he himself has every right. */
  byKey?: boolean;
  /** Texts that he must not be told through any door. */
  hidden: readonly string[];
  /** Statements that change only what is hidden; what the reader is told must not change with it. */
  change: readonly string[];
  /** A query over everything he must not change. */
  protected: (world: World) => { text: string; values: unknown[] };
}

const OWN = 'record.owner == user.id';
const vaultOpen = { create: true, read: true, update: true, delete: true };
const everything = { create: true, read: true, update: true, delete: true, export: true };
const { secret, deal, deleted, vault, vaultCode, tag, code } = MARKS;

const hiddenRows = (world: World) => ({
  text: `select id::text, name, amount, secret, locked, vault::text, deleted_at is null as lives from crm.deal where id = any($1::uuid[]) order by id`,
  values: [[world.ids.hiddenDeal, world.ids.deletedDeal]],
});
const values = (column: string) => () => ({
  text: `select distinct coalesce(${column}, '') as value from crm.deal where ${column} is distinct from null order by 1`,
  values: [],
});

export const RULES: readonly MatrixRule[] = [
  {
    name: 'object denied',
    grants: { vault: vaultOpen },
    hidden: [secret, deal, deleted, tag, code, 'first deal', '770047117'],
    change: [`update crm.deal set amount = amount + 1, secret = 'another', name = name || '!'`],
    protected: () => ({
      text: 'select id::text, name, secret, locked, deleted_at is null as lives from crm.deal order by id',
      values: [],
    }),
  },
  {
    name: 'row rule',
    grants: { deal: { create: true, read: OWN, update: OWN, delete: OWN, export: OWN }, vault: vaultOpen },
    hidden: [deal, deleted, tag, code, '770047117', '770008157'],
    change: [
      `update crm.deal set amount = amount + 100000, name = 'another', secret = 'A', code = 'another', tags = array['another'] where name in ('${deal}', '${deleted}')`,
    ],
    protected: hiddenRows,
  },
  {
    name: 'hidden field',
    grants: { deal: { ...everything, fields: { '*': 'edit', secret: 'none', code: 'none' } }, vault: vaultOpen },
    hidden: [secret, '"secret"', code],
    change: [
      `update crm.deal set secret = 'Aluminium' where amount = 10`,
      `update crm.deal set secret = null where amount = 20`,
      `update crm.deal set code = 'another' where code = '${code}'`,
    ],
    protected: values('secret'),
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
    grants: { deal: everything, vault: { read: OWN } },
    hidden: [vault, vaultCode],
    change: [`update crm.vault set name = 'Aaa', code = 'Aaa' where name = '${vault}'`],
    protected: (world) => ({
      text: 'select name, code, deleted_at is null as lives from crm.vault where id = $1',
      values: [world.ids.hiddenVault],
    }),
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
    },
    byKey: true,
    hidden: [secret, '"secret"', deal, deleted, '770047117', vault, vaultCode],
    change: [
      `update crm.deal set amount = amount + 100000, name = 'another' where name in ('${deal}', '${deleted}')`,
      `update crm.deal set secret = 'Aluminium'`,
      `update crm.vault set name = 'Aaa', code = 'Aaa' where name = '${vault}'`,
    ],
    protected: hiddenRows,
  },
];
