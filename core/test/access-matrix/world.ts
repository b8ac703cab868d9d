import type { Database } from '../../src/kernel/database.ts';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';
import { momentBetween } from '../../testing/moment-between.ts';

/** What must never be told: they stand in no other place of the world than the hidden one. */
export const MARKS = {
  secret: 'Zirkonium',
  deal: 'Xanthippe',
  deleted: 'Kalliope',
  vault: 'Yggdrasil',
  vaultCode: 'Quetzalcoatl',
  tag: 'Melusine',
  code: 'Persephone',
  file: 'Galatea',
  fileText: 'Pygmalion',
  linked: 'Mnemosyne',
  part: 'Terpsichore',
  /** The administrator, by name. */
  colleague: 'Agamemnon',
} as const;

/** Records by what they are for. `own…` belong to the reader, the others to the administrator. */
export interface World {
  api: TestApi;
  database: Database;
  /** When all of them lived. */
  moment: string;
  /** The ends of the addresses at which workflows are begun from outside. */
  doors: { form: string; hook: string };
  ids: {
    ownVault: string;
    hiddenVault: string;
    /** Only lists of references and pointers lead to it. */
    linkedVault: string;
    /** Belongs to the deal in the hidden vault. */
    hiddenPart: string;
    ownDeal: string;
    dealInHiddenVault: string;
    hiddenDeal: string;
    deletedDeal: string;
    victim: string;
    /** What is asked of the reader and of the administrator, about what either may not see. */
    tasks: string[];
  };
}

export interface Reader {
  /** His name in the report. */
  client: ApiClient;
  id: string;
}

const label = (text: string) => ({ en: text, zh: text });

const FIELDS: Record<string, Record<string, Loose>> = {
  vault: {
    name: { type: 'text' },
    code: { type: 'text' },
    top: { type: 'rollup', children: 'deal', via: 'vault', function: 'max', field: 'amount' },
    secrets: {
      type: 'rollup',
      children: 'deal',
      via: 'vault',
      function: 'count',
      where: `record.secret == "${MARKS.secret}"`,
    },
    above: { type: 'reference', to: 'vault', on_delete: 'clear', hierarchy: true },
    riches: {
      type: 'formula',
      result: 'integer',
      expression: 'related("deal.vault").filter(d, d.amount > 1000).size()',
    },
    secretive: {
      type: 'formula',
      result: 'boolean',
      expression: `record.related("deal.vault").exists(d, d.secret == "${MARKS.secret}")`,
    },
  },
  deal: {
    name: { type: 'text' },
    amount: { type: 'integer' },
    secret: { type: 'text' },
    tags: { type: 'tags' },
    locked: { type: 'text' },
    code: { type: 'text', unique: true },
    attachment: { type: 'file' },
    vault: { type: 'reference', to: 'vault', on_delete: 'clear' },
    vaults: { type: 'multi_reference', to: 'vault', on_delete: 'clear' },
    target: { type: 'polymorphic_reference', to: ['part', 'vault'], on_delete: 'clear' },
    parts: { type: 'children', children: 'part', via: 'deal' },
    whisper: { type: 'formula', result: 'text', expression: 'record.secret + "!"' },
    step: {
      type: 'select',
      default: 'draft',
      options: ['draft', 'done'].map((value) => ({ value, label: label(value) })),
    },
    echo: { type: 'formula', result: 'text', expression: 'record.vault.code + "!"' },
  },
  part: {
    name: { type: 'text' },
    deal: { type: 'reference', to: 'deal', required: true, on_delete: 'cascade' },
  },
};

/** A workflow whose button is offered by what may be hidden. */
const BUTTON = {
  name: 'button',
  label: label('Button'),
  format: 1,
  active: true,
  trigger: { type: 'manual', settings: { object: 'deal', when: `record.secret == "${MARKS.secret}"` } },
  first: 'double',
  steps: [{ id: 'double', type: 'compute', version: 1, settings: { value: 'record.amount * 2' }, next: {} }],
};

/** Workflows that are begun from outside and see what may be hidden. */
const FORM = {
  ...BUTTON,
  name: 'enquiry',
  label: label('Enquiry'),
  run_as: 'administrator',
  trigger: { type: 'form_submitted', settings: { object: 'vault', fields: ['name'] } },
  first: 'find',
  steps: [
    { id: 'find', type: 'find_records', version: 1, settings: { object: 'deal', filter: 'name != "x"' }, next: {} },
  ],
};
const HOOK = { ...FORM, name: 'hook', label: label('Hook'), trigger: { type: 'webhook_received', settings: {} } };

/** A process whose way on depends on what may be hidden, and whose condition tells it. */
export const PROCESS = {
  name: 'steps',
  label: label('Steps'),
  object: 'deal',
  field: 'step',
  stages: ['draft', 'done'].map((id) => ({ id, category: 'open' })),
  transitions: [{ id: 'finish', from: 'draft', to: 'done', guard: `record.secret == "${MARKS.secret}!"` }],
};

/** A dashboard that asks of everything, in every manner there is. */
const DASHBOARD = {
  name: 'watch',
  label: label('Watch'),
  format: 1,
  filters: [
    { id: 'owner', type: 'owner' },
    { id: 'secret', type: 'field', fields: { deal: 'secret' } },
    { id: 'vault', type: 'field', fields: { deal: 'vault.code' } },
    { id: 'name', type: 'field', fields: { deal: 'name' } },
  ],
  tiles: [
    ...['name', 'secret', 'whisper', 'vault', 'vault.name', 'vault.code', 'echo'].map((group_by, at) => ({
      id: `by_${at}`,
      type: 'chart',
      settings: { object: 'deal', group_by, aggregate: 'max', field: 'amount' },
    })),
    ...['name', 'secret', 'vault.code', 'amount'].map((field, at) => ({
      id: `most_${at}`,
      type: 'number',
      settings: { object: 'deal', aggregate: 'max', field },
    })),
    { id: 'split', type: 'chart', settings: { object: 'deal', group_by: 'name', split_by: 'secret' } },
    { id: 'rich', type: 'number', settings: { object: 'deal', filter: 'amount > 1000', share: 'secret != "A"' } },
    ...['name', 'secret', 'vault.code'].map((sort, at) => ({
      id: `list_${at}`,
      type: 'list',
      settings: { object: 'deal', fields: ['name', 'secret', 'locked', 'vault', 'vault.code', 'whisper'], sort },
    })),
  ].map((tile) => ({ ...tile, label: label(tile.id), at: { x: 0, y: 0, w: 3, h: 2 } })),
};

/** Two objects, made as an administrator makes them, and a few records of known owners. */
export async function createWorld(roles: Record<string, Loose>): Promise<World> {
  const api = await testApi();
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  for (const [object, fields] of Object.entries(FIELDS)) {
    await put('object', object, {
      name: object,
      label: label(object),
      label_plural: label(object),
      name_field: 'name',
    });
    for (const [name, body] of Object.entries(fields))
      await put('field', `${object}.${name}`, { object, name, label: label(name), ...body });
  }
  await put('workflow', 'button', BUTTON);
  await put('workflow', 'enquiry', FORM);
  await put('workflow', 'hook', HOOK);
  await put('process', 'steps', PROCESS);
  await put('dashboard', 'watch', DASHBOARD);
  for (const [name, body] of Object.entries(roles)) await put('role', name, { name, label: label(name), ...body });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'The world of the matrix' } });
  api.admin.forget();
  await api.admin.ok('PATCH', '/api/me', { body: { name: MARKS.colleague } });
  const doors = { form: await tokenOf(api, 'enquiry'), hook: await tokenOf(api, 'hook') };
  return { api, database: api.database, moment: '', doors, ids: {} as World['ids'] };
}

/** The end of the address at which a workflow is begun from outside. */
async function tokenOf(api: World['api'], workflow: string): Promise<string> {
  const { data } = await api.admin.ok('GET', `/api/workflows/doors/${workflow}`);
  return String(data.path).split('/').at(-1)!;
}

/** Everything as it was at the beginning, for one reader. */
export async function fillWorld(world: World, reader: Reader): Promise<void> {
  const { admin } = world.api;
  // What keeps the search and the outbox reads these tables at the same time, in an order of its own.
  await world.database.transaction(
    (tx) => tx.query('truncate crm.deal, crm.vault, crm.part, core.record_share, core.task, core.notification cascade'),
    { retries: 5 },
  );
  const make = async (object: string, body: Loose): Promise<string> => {
    const { data } = await admin.ok('POST', `/api/records/${object}`, { body });
    return data.id as string;
  };
  const upload = async (name: string, text: string): Promise<Loose> => {
    const { data } = await admin.ok('POST', '/api/files', { query: { name }, body: Buffer.from(text) });
    return data;
  };
  const ownVault = await make('vault', { name: 'open vault', code: 'plain', owner: reader.id });
  const hiddenVault = await make('vault', { name: MARKS.vault, code: MARKS.vaultCode });
  await admin.ok('PATCH', `/api/records/vault/${ownVault}`, { body: { above: hiddenVault } });
  const linkedVault = await make('vault', { name: MARKS.linked });
  const own = { owner: reader.id, secret: MARKS.secret, locked: 'as it was' };
  const ownDeal = await make('deal', { ...own, name: 'first deal', amount: 10, vault: ownVault });
  const dealInHiddenVault = await make('deal', {
    ...own,
    name: 'second deal',
    amount: 20,
    vault: hiddenVault,
    vaults: [linkedVault],
    target: { object: 'vault', id: linkedVault },
  });
  const hiddenPart = await make('part', { name: MARKS.part, deal: dealInHiddenVault });
  const hiddenDeal = await make('deal', {
    name: MARKS.deal,
    vault: ownVault,
    amount: 770047117,
    secret: MARKS.secret,
    locked: 'as it was',
    tags: [MARKS.tag],
    code: MARKS.code,
    attachment: await upload(`${MARKS.file}.txt`, MARKS.fileText),
  });
  const victim = await make('deal', { ...own, name: 'third deal', amount: 30 });
  const deletedDeal = await make('deal', { name: MARKS.deleted, amount: 770008157, secret: MARKS.secret });
  await new Promise((resolve) => setTimeout(resolve, 5));
  world.moment = await momentBetween();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await admin.ok('DELETE', `/api/records/deal/${deletedDeal}`);
  world.ids = {
    ownVault,
    hiddenVault,
    linkedVault,
    hiddenPart,
    ownDeal,
    dealInHiddenVault,
    hiddenDeal,
    deletedDeal,
    victim,
    tasks: await ask(world, reader, [ownDeal, dealInHiddenVault, hiddenDeal, deletedDeal]),
  };
  await tell(world, reader, [ownDeal, dealInHiddenVault, hiddenDeal, deletedDeal]);
}

/** The administrator is told what is hidden; the reader that there is something, by a link alone. */
async function tell(world: World, reader: Reader, deals: readonly string[]): Promise<void> {
  const { data: me } = await world.api.admin.ok('GET', '/api/me');
  await world.database.query(
    `insert into core.notification (id, user_id, title, object, record_id)
     select gen_random_uuid(), who.id, jsonb_build_object('en', who.title, 'zh', who.title), 'deal', deal
     from unnest($1::uuid[]) as deal, (values ($2::uuid, $3::text), ($4::uuid, 'Of a deal')) as who (id, title)`,
    [deals, me.id, `Of a deal: ${MARKS.secret}`, reader.id],
  );
}

/** Asks the reader and the administrator, in the name of a workflow, about deals and the changes that made them. */
async function ask(world: World, reader: Reader, deals: readonly string[]): Promise<string[]> {
  const { data: me } = await world.api.admin.ok('GET', '/api/me');
  const { rows } = await world.database.query<{ id: string }>(
    `with definition as (
       insert into core.workflow_definition (digest, body) values ('matrix', '{"steps":[]}') on conflict do nothing
     ), deal as (
       select c.record_id, c.id as change, gen_random_uuid() as task, gen_random_uuid() as run, gen_random_uuid() as token
       from core.change_log c where c.record_id = any($1::uuid[]) and c.action = 'create'
     ), run as (
       insert into core.workflow_run (id, workflow_id, workflow, digest, status, trigger, object, record_id, depth, started_at)
       select run, gen_random_uuid(), 'button', 'matrix', 'waiting', 'manual', 'deal', record_id, 0, now() from deal
     ), task as (
       insert into core.task (id, kind, run_id, token_id, step, workflow_id, workflow, mode, title, instructions, object,
         record_id, change_id, fields, comment, bulk, by_mail, own, times, created_at)
       select task, 'approval', run, token, 'ask', gen_random_uuid(), 'button', 'all', 'A question', '', 'deal', record_id,
         change, '{secret,name}', 'never', true, true, true,
         '{"due":"","remind_after":"","escalate_after":"","at_most":"","hours":"clock"}', now() from deal returning id
     ), seat as (
       insert into core.task_seat (id, task_id, level, user_id)
       select gen_random_uuid(), t.task, 1, u from deal t cross join unnest($2::uuid[]) as u
     ) select t.task as id from deal t order by array_position($1::uuid[], t.record_id)`,
    [deals, [reader.id, me.id as string]],
  );
  return rows.map((row) => row.id);
}
