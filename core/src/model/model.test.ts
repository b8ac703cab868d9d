import { StrataError, describeError, type FieldDocument } from '@stratacrm/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../testing/index.ts';
import { libraryPack } from '../../testing/library-pack.ts';
import type { Database } from '../kernel/database.ts';
import { createLog } from '../kernel/log.ts';
import { createModel } from './create-model.ts';
import type { Author, Model, ModelOptions } from './model.ts';

const author = { actor: { userId: null, name: 'Ann' } } as unknown as Author;
const log = createLog({ level: 'error' });

let database: Database;
let model: Model;
const numbered: string[] = [];

async function open(options: Partial<ModelOptions> = {}): Promise<Model> {
  const onNumbered: ModelOptions['onNumbered'] = async (_, object) => void numbered.push(object.name);
  return createModel({ database, log, onNumbered, ...options });
}

beforeAll(async () => {
  database = await testDatabase();
  model = await open();
  await model.installPlugin(author, libraryPack);
  return () => model.close();
});

/** The error a promise ends with. */
async function refusal(promise: Promise<unknown>): Promise<StrataError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StrataError);
  return error as StrataError;
}

function text(object: string, name: string, more: Partial<FieldDocument> = {}): Record<string, unknown> {
  return { object, name, type: 'text', label: { en: name, zh: name }, ...more };
}

async function put(key: string, body: Record<string, unknown>): Promise<void> {
  await model.putDocument(author, 'workspace', 'field', key, body);
}

async function columns(table: string): Promise<Record<string, string>> {
  const { rows } = await database.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = 'crm' and table_name = $1`,
    [table],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.type]));
}

async function addReader(values: Record<string, unknown> = {}): Promise<string> {
  const names = Object.keys(values);
  const { rows } = await database.query<{ id: string }>(
    `insert into crm.reader (id, created_at, updated_at${names.map((name) => `, "${name}"`).join('')})
     values (gen_random_uuid(), now(), now()${names.map((_, index) => `, $${index + 1}`).join('')}) returning id`,
    Object.values(values),
  );
  return rows[0]!.id;
}

describe('installing a pack', () => {
  it('makes real tables with real columns, keys and indexes', async () => {
    expect(await columns('book')).toMatchObject({
      id: 'uuid',
      version: 'bigint',
      deleted_at: 'timestamp with time zone',
      name: 'text',
      price: 'numeric',
      price__currency: 'text',
      price__base: 'numeric',
      borrower: 'uuid',
      due: 'date',
      number: 'text',
    });
    expect(await columns('book')).not.toHaveProperty('late');
    const keys = await database.query(
      `select from pg_constraint where contype = 'f' and conrelid = 'crm.book'::regclass and convalidated`,
    );
    expect(keys.rowCount).toBe(2);
    const unique = await database.query(
      `select from pg_index where indrelid = 'crm.reader'::regclass and indisunique and not indisprimary and indisvalid`,
    );
    expect(unique.rowCount).toBe(1);
  });

  it('compiles the catalog with what nobody wrote down', () => {
    const catalog = model.catalog();
    const reader = catalog.object('reader');
    expect(reader.views).toHaveLength(1);
    expect(reader.layouts[0]?.create).toEqual(['name', 'email', 'tier', 'visits']);
    expect(reader.incoming.map((each) => `${each.object}.${each.field.name}`)).toEqual(['book.borrower']);
    expect(reader.origin).toBe('base');
    expect(Object.keys(reader.fields).slice(0, 4)).toEqual(['name', 'email', 'tier', 'visits']);
    expect(reader.fields['created_at']).toMatchObject({ system: true, type: 'datetime', origin: 'platform' });
    expect(catalog.object('book').fields['borrower']?.on_delete).toBe('clear');
    expect(catalog.object('user')).toMatchObject({ managed: true, table: { schema: 'core', name: 'user' } });
    expect(catalog.roles.get('librarian')?.grants['book']?.update).toBe(true);
  });

  it('knows an object only by its name, and suggests the nearest', () => {
    expect(() => model.catalog().object('boook')).toThrow('Did you mean "book"?');
  });

  it('does nothing a second time', async () => {
    expect(await model.installPlugin(author, libraryPack)).toBeNull();
    expect(await model.releases()).toHaveLength(1);
  });

  it('upgrades and keeps what the workspace changed', async () => {
    await put('reader.tier', { ...(await field('reader.tier')), label: { en: 'Level', zh: '级别' } });
    await model.publish(author);
    const documents = libraryPack.documents.map((document) =>
      document.kind === 'field' && document.name === 'tier'
        ? { ...document, help: { en: 'How good', zh: '多好' }, label: { en: 'Rank', zh: '位' } }
        : document,
    );
    const release = await model.installPlugin(author, { ...libraryPack, version: '1.1.0', documents });
    expect(release?.changes).toBe(1);
    const tier = model.catalog().object('reader').fields['tier'];
    expect(tier).toMatchObject({ label: { en: 'Level', zh: '级别' }, help: { en: 'How good', zh: '多好' } });
    const info = await model.document('workspace', 'field', 'reader.tier');
    expect(info).toMatchObject({ origin: 'base', patched_by: ['workspace'], state: 'published' });
    expect(info.provenance).toEqual({ 'label.en': 'workspace', 'label.zh': 'workspace' });
  });
});

async function field(key: string): Promise<Record<string, unknown>> {
  return { ...(await model.document('workspace', 'field', key)).document };
}

describe('drafts', () => {
  it('are checked property by property, with the place of what is wrong', async () => {
    const body = text('reader', 'nick', { max_length: 0, colour: 'red', help: { en: 'x' } } as never);
    const error = await refusal(model.putDocument(author, 'workspace', 'field', 'reader.nick', body));
    expect(error.code).toBe('invalid_input');
    expect(error.issues.map((issue) => [issue.path, issue.code])).toEqual(
      expect.arrayContaining([
        ['max_length', 'out_of_range'],
        ['colour', 'unknown_property'],
        ['help.zh', 'required'],
      ]),
    );
  });

  it.each([
    ['while', 'reserved_name'],
    ['version', 'reserved_name'],
    ['record', 'reserved_name'],
    ['amount__base', 'reserved_name'],
    ['Name', 'invalid_name'],
    ['x'.repeat(51), 'invalid_name'],
    ['na me', 'invalid_name'],
  ])('refuse the name %s', async (name, code) => {
    const error = await refusal(
      model.putDocument(author, 'workspace', 'field', `reader.${name}`, text('reader', name)),
    );
    expect(error.issues).toMatchObject([{ path: 'name', code }]);
  });

  it('survive whatever is put into them', async () => {
    const label = { en: 'x', zh: 'x' };
    const bodies: [string, string, unknown][] = [
      ['field', 'reader.x', text('reader', 'x', { default: '\0' })],
      ['field', 'reader.x', text('reader', 'x', { label: { en: '\ud800', zh: 'x' } })],
      ['field', 'reader.x', text('reader', 'x', { type: 'multi_select', default: [{ '\0': '\udfff' }] })],
      ['field', 'reader.constructor', text('reader', 'constructor')],
      ['field', 'x', { type: 'text', label }],
      ['view', 'v', { label, object: 'constructor', type: 'table', columns: [{ name: 'constructor' }] }],
      ['role', 'r', { label, grants: { constructor: { read: 1 }, ['__proto__']: { fields: { a: 'b' } } } }],
      ['rule', 'r', { label, object: 'reader', type: 'nonsense' }],
      ['rule', 'r', { label, object: 'reader' }],
      ['process', 'p', { label, object: 'reader', field: 'tier', stages: [{ id: 'a', category: 'x' }, 1, null] }],
      ['layout', 'l', { label, object: 'reader', sections: 'none', head: null, create: [[]], related: {} }],
      ['object', 'o', null],
      ['object', 'o', [1]],
      ['object', 'o', 'text'],
      [
        'option_set',
        's',
        {
          label,
          options: [
            { value: 'a', label },
            { value: 'a', label },
          ],
        },
      ],
    ];
    for (const [kind, key, body] of bodies) {
      const error = await refusal(model.putDocument(author, 'workspace', kind, key, body));
      expect([error.code, error.issues.length > 0]).toEqual(['invalid_input', true]);
      for (const issue of error.issues) expect(describeError('zh', issue.code, issue.params)).not.toMatch(/[{}]/);
    }
    const odd = model.putDocument(author, '\0', 'field', 'reader.x', text('reader', 'x'));
    expect((await refusal(odd)).code).toBe('unknown_layer');
    expect((await refusal(model.publish(author, { message: '\0' }))).code).toBe('invalid_input');
    expect((await refusal(model.discardDraft(author, '\0'))).code).toBe('unknown_layer');
  });

  it('refuse what is unknown or not theirs', async () => {
    const body = text('reader', 'x');
    expect((await refusal(model.putDocument(author, 'nowhere', 'field', 'reader.x', body))).code).toBe('unknown_layer');
    expect((await refusal(model.putDocument(author, 'base', 'field', 'reader.x', body))).code).toBe('layer_read_only');
    expect((await refusal(model.putDocument(author, 'workspace', 'feild', 'reader.x', body))).message).toContain(
      'field',
    );
    expect((await refusal(model.document('workspace', 'field', 'reader.teir'))).message).toContain('reader.tier');
    const onUser = model.putDocument(author, 'workspace', 'field', 'user.x', text('user', 'x'));
    expect((await refusal(onUser)).code).toBe('platform_document');
    const type = model.putDocument(author, 'workspace', 'field', 'reader.x', text('reader', 'x', { type: 'tekst' }));
    expect((await refusal(type)).issues).toMatchObject([{ path: 'type', code: 'unknown_field_type' }]);
  });

  it('keep of a lower layer’s document only the difference, and nothing when there is none', async () => {
    const body = await field('reader.visits');
    await put('reader.visits', { ...body, help: { en: 'How often', zh: '次数' } });
    const { rows } = await database.query(
      `select draft, patch from core.document where layer = 'workspace' and id = $1`,
      [body['id']],
    );
    expect(rows).toEqual([{ patch: true, draft: { help: { en: 'How often', zh: '次数' } } }]);
    expect((await model.document('workspace', 'field', 'reader.visits')).state).toBe('draft_changed');
    await put('reader.visits', body);
    expect((await model.document('workspace', 'field', 'reader.visits')).state).toBe('published');
    expect((await refusal(model.publish(author))).code).toBe('nothing_to_publish');
  });

  it('can be looked at, planned and thrown away', async () => {
    await put('reader.nick', text('reader', 'nick'));
    const preview = await model.previewCatalog('workspace');
    expect(preview.object('reader').fields).toHaveProperty('nick');
    expect(await model.previewCatalog('workspace')).toBe(preview);
    expect(model.catalog().object('reader').fields).not.toHaveProperty('nick');
    expect((await model.layers()).find((layer) => layer.name === 'workspace')?.unpublished).toBe(1);
    const plan = await model.plan(['workspace']);
    expect(plan.diff).toMatchObject([{ kind: 'field', key: 'reader.nick', object: 'reader', action: 'add' }]);
    expect(plan.ddl.map((step) => [step.phase, step.text.en])).toEqual([['expand', 'Add column reader.nick']]);
    expect(await model.discardDraft(author, 'workspace')).toBe(1);
    expect((await model.previewCatalog('workspace')).object('reader').fields).not.toHaveProperty('nick');
  });
});

describe('publishing', () => {
  it('adds a field to a table with rows, its default in each of them', async () => {
    const id = await addReader({ name: 'Zhang San' });
    await put('reader.city', text('reader', 'city', { default: '上海' }));
    const release = await model.publish(author, { message: 'City' });
    expect(release).toMatchObject({ message: 'City', changes: 1, number: model.catalog().release });
    const { rows } = await database.query('select city from crm.reader where id = $1', [id]);
    expect(rows).toEqual([{ city: '上海' }]);
    const later = await addReader();
    expect((await database.query('select city from crm.reader where id = $1', [later])).rows).toEqual([{ city: null }]);
  });

  it('renames by the document’s id: the column follows, its values stay, and all that refers to it', async () => {
    const id = await addReader({ visits: 7 });
    await model.renameDocument(author, 'workspace', 'field', 'reader.visits', 'visit_count');
    await model.renameDocument(author, 'workspace', 'field', 'reader.tier', 'level');
    await model.publish(author);
    const { rows } = await database.query('select visit_count from crm.reader where id = $1', [id]);
    expect(rows).toEqual([{ visit_count: '7' }]);
    const catalog = model.catalog();
    expect(catalog.object('book').views[0]?.filter).toBe('borrower.level == "gold" || due != null');
    expect(catalog.roles.get('librarian')?.grants['book']?.read).toBe('record.borrower.level != "bronze"');
  });

  it('renames an object with all that belongs to it', async () => {
    await model.renameDocument(author, 'workspace', 'object', 'book', 'volume');
    await model.publish(author);
    const catalog = model.catalog();
    expect(catalog.has('book')).toBe(false);
    expect(catalog.object('volume').views.map((view) => view.name)).toEqual(['all_books']);
    expect(catalog.object('volume').rules).toHaveLength(1);
    expect(Object.keys(catalog.roles.get('librarian')!.grants)).toEqual(expect.arrayContaining(['*', 'volume']));
    expect(await columns('volume')).toHaveProperty('due');
    await model.renameDocument(author, 'workspace', 'object', 'volume', 'book');
    await model.publish(author);
    expect(await columns('book')).toHaveProperty('due');
  });

  it('hides an archived field everywhere, keeps its values, and brings them back', async () => {
    await addReader({ city: '北京' });
    const due = await field('book.due');
    await put('book.due', { ...due, archived: true });
    const refused = await model.plan(['workspace'], 'zh');
    // A formula, a rule, a filter and a sort cannot do without it; layouts and columns simply lose it.
    expect(new Set(refused.problems.map((problem) => problem.kind))).toEqual(new Set(['field', 'rule', 'view']));
    expect((await refusal(model.publish(author))).code).toBe('publish_problems');
    await model.discardDraft(author, 'workspace');

    await put('reader.city', { ...(await field('reader.city')), archived: true });
    const plan = await model.plan(['workspace']);
    expect(plan.diff).toMatchObject([{ action: 'archive', key: 'reader.city' }]);
    expect(plan.impact).toMatchObject([{ kind: 'records', object: 'reader', count: 2 }]);
    await model.publish(author);
    expect(model.catalog().object('reader').fields).not.toHaveProperty('city');
    expect(await columns('reader')).toHaveProperty('city');
    const { archived: _archived, ...restored } = await field('reader.city');
    await put('reader.city', restored);
    await model.publish(author);
    const { rows } = await database.query('select count(city)::int as count from crm.reader');
    expect(rows).toEqual([{ count: 2 }]);
  });

  it('takes over the column that a field of the same name and type has left', async () => {
    await put('reader.nick', text('reader', 'nick'));
    await model.publish(author);
    await addReader({ nick: 'Bo' });
    await model.rollback(author, model.catalog().release - 1);
    expect(model.catalog().object('reader').fields).not.toHaveProperty('nick');
    await put('reader.nick', text('reader', 'nick'));
    await model.publish(author);
    const { rows } = await database.query('select nick from crm.reader where nick is not null');
    expect(rows).toEqual([{ nick: 'Bo' }]);
  });

  it('moves aside, and never drops, what a field of another type has left', async () => {
    await model.rollback(author, model.catalog().release - 1);
    await put('reader.nick', text('reader', 'nick', { type: 'boolean' }));
    await model.publish(author);
    expect(await columns('reader')).toMatchObject({ nick: 'boolean', nick__old1: 'text' });
  });

  it('carries values over to a compatible type, without losing the former column', async () => {
    const id = await addReader({ visit_count: 12 });
    const { min: _min, max: _max, ...body } = await field('reader.visit_count');
    await put('reader.visit_count', { ...body, type: 'decimal' });
    await model.publish(author);
    expect(await columns('reader')).toMatchObject({ visit_count: 'numeric', visit_count__old1: 'bigint' });
    const { rows } = await database.query('select visit_count from crm.reader where id = $1', [id]);
    expect(rows).toEqual([{ visit_count: '12.00' }]);
    const triggers = await database.query(`select from pg_trigger where tgname like 'cv\\_%'`);
    expect(triggers.rowCount).toBe(0);
  });

  it('refuses to make unique what is not', async () => {
    await addReader({ name: 'Zhang San' });
    await put('reader.name', { ...(await field('reader.name')), unique: true });
    expect((await refusal(model.publish(author))).issues).toMatchObject([{ code: 'duplicate_values' }]);
    await model.discardDraft(author, 'workspace');
  });

  it('counts the records that have an option taken out, or lack what becomes required', async () => {
    await addReader({ level: 'bronze' });
    const level = (await field('reader.level')) as unknown as FieldDocument;
    await put('reader.level', { ...level, required: true, options: level.options!.slice(0, 2) } as never);
    const { impact } = await model.plan(['workspace']);
    expect(new Set(impact.map((each) => each.count))).toEqual(new Set([1, 7]));
    await model.discardDraft(author, 'workspace');
  });

  it('numbers the records there are when a running number is added', async () => {
    await put('reader.card', text('reader', 'card', { type: 'auto_number', format: 'R-{000}' }));
    await model.publish(author);
    const { rows } = await database.query<{ card: string }>('select card from crm.reader order by created_at, id');
    expect(rows.map((row) => row.card)).toEqual(rows.map((_, index) => `R-00${index + 1}`));
    expect(numbered).toEqual(['reader']);
  });

  it('adds an object with a reference, and refuses references to nothing', async () => {
    const object = { label: { en: 'Loan', zh: '借阅' }, label_plural: { en: 'Loans', zh: '借阅' }, name_field: 'name' };
    await model.putDocument(author, 'workspace', 'object', 'loan', object);
    await put('loan.name', text('loan', 'name'));
    await put('loan.book', text('loan', 'book', { type: 'reference', to: 'boook' }));
    const error = await refusal(model.publish(author));
    expect(error.issues).toMatchObject([{ path: 'field/loan.book/to', code: 'dangling_reference' }]);
    await put('loan.book', text('loan', 'book', { type: 'reference', to: 'book' }));
    await model.publish(author);
    expect(
      model
        .catalog()
        .object('book')
        .incoming.map((each) => each.object),
    ).toContain('loan');
    expect(await columns('loan')).toMatchObject({ book: 'uuid' });
  });

  it('finds formulas that need each other', async () => {
    const formula = (name: string, expression: string) =>
      text('loan', name, { type: 'formula', result: 'boolean', expression });
    await put('loan.a', formula('a', 'record.b'));
    await put('loan.b', formula('b', '!record.a'));
    const error = await refusal(model.publish(author));
    expect(error.issues).toMatchObject([{ code: 'formula_cycle', params: { circle: 'loan.a → loan.b → loan.a' } }]);
    await model.discardDraft(author, 'workspace');
  });

  it('refuses when another release is live than the one looked at', async () => {
    await put('reader.nick2', text('reader', 'nick2'));
    const error = await refusal(model.publish(author, { expected: model.catalog().release - 1 }));
    expect(error.code).toBe('publish_in_progress');
    await model.discardDraft(author, 'workspace');
  });
});

describe('releases', () => {
  it('are listed newest first, each with what it changed', async () => {
    const [newest] = await model.releases();
    expect(newest?.number).toBe(model.catalog().release);
    const detail = await model.release(newest!.number);
    expect(detail.diff.map((change) => change.key)).toEqual(expect.arrayContaining(['loan', 'loan.book']));
    expect((await refusal(model.release(9_999))).code).toBe('unknown_release');
  });

  it('can be gone back to; open drafts stay as they are', async () => {
    await put('reader.later', text('reader', 'later'));
    const release = await model.rollback(author, 1);
    expect(release.number).toBe(model.catalog().release);
    expect(model.catalog().has('loan')).toBe(false);
    expect(model.catalog().object('reader').fields).toHaveProperty('visits');
    expect(await columns('reader')).toHaveProperty('visits');
    expect((await model.document('workspace', 'field', 'reader.later')).state).toBe('draft_new');
    await model.discardDraft(author, 'workspace');
  });
});

describe('settings of the workspace', () => {
  it('are part of the catalog and change its tag', async () => {
    const { etag } = model.catalog();
    await model.updateWorkspace(author, { name: '图书馆', currency: 'USD' });
    expect(model.catalog().model.workspace).toMatchObject({ name: '图书馆', currency: 'USD' });
    expect(model.catalog().etag).not.toBe(etag);
    const error = await refusal(model.updateWorkspace(author, { currency: 'dollar', tempo: 1, time_zone: 'Mars' }));
    expect(error.issues.map((issue) => issue.path).toSorted()).toEqual(['currency', 'tempo', 'time_zone']);
  });

  it('convert the amounts that are there', async () => {
    await database.query(
      `insert into crm.book (id, created_at, updated_at, price, price__currency, price__base)
       values (gen_random_uuid(), now(), now(), 100, 'CNY', 100)`,
    );
    await model.changeExchangeRates(author, [{ currency: 'CNY', valid_from: '1970-01-01', rate: '0.15' }]);
    await model.convertAmounts();
    expect((await database.query('select price__base from crm.book')).rows).toEqual([{ price__base: '15' }]);
  });
});

describe('another process', () => {
  it('hears of a new release by itself', async () => {
    const other = await open();
    const heard = new Promise<number>((resolve) => other.onRelease((catalog) => resolve(catalog.release)));
    await put('reader.heard', text('reader', 'heard'));
    const { number } = await model.publish(author);
    expect(await heard).toBe(number);
    expect(other.catalog().object('reader').fields).toHaveProperty('heard');
    await other.close();
  });

  it('that starts at the same time waits for the pack the first installs', async () => {
    const other = await open();
    const newer = { ...libraryPack, version: '2.0.0', description: { en: 'New', zh: '新' } };
    const documents = newer.documents.map((each) =>
      each.name === 'due' ? { ...each, help: newer.description } : each,
    );
    const installed = await Promise.all(
      [model, other].map((each) => each.installPlugin(author, { ...newer, documents })),
    );
    expect(installed.filter((release) => release !== null)).toHaveLength(1);
    expect((await model.layers()).find((layer) => layer.name === 'base')?.unpublished).toBe(0);
    await other.close();
  });

  it('cannot publish at the same time', async () => {
    let second: Promise<StrataError> | undefined;
    const slow = await open({
      onPhase: async (phase) => {
        if (phase === 'switch') await (second = refusal(model.publish(author)));
      },
    });
    await put('reader.one', text('reader', 'one'));
    await slow.publish(author);
    expect((await second)?.code).toBe('publish_in_progress');
    await slow.close();
  });

  it('makes what is unique of a new object with the release, before anybody can write it twice', async () => {
    const unique = `select from pg_index where indrelid = 'crm.shelf'::regclass and indisunique and not indisprimary`;
    let made: number | undefined;
    const slow = await open({
      onPhase: async (phase) => {
        if (phase === 'switched') made = (await database.query(unique)).rowCount;
      },
    });
    const label = { en: 'Shelf', zh: '书架' };
    await model.putDocument(author, 'workspace', 'object', 'shelf', { label, label_plural: label, name_field: 'name' });
    await put('shelf.name', text('shelf', 'name', { unique: true }));
    await slow.publish(author);
    expect(made).toBe(1);
    expect((await database.query(`${unique} and indisvalid`)).rowCount).toBe(1);
    await slow.close();
    await model.refresh();
  });

  it('that edits the draft while it is published stops the publish', async () => {
    const slow = await open({
      onPhase: async (phase) => {
        if (phase === 'switch') await put('reader.three', text('reader', 'three'));
      },
    });
    await put('reader.two', text('reader', 'two'));
    expect((await refusal(slow.publish(author))).code).toBe('draft_changed');
    await model.refresh();
    expect(model.catalog().object('reader').fields).not.toHaveProperty('two');
    await slow.close();
    await model.publish(author);
    expect(model.catalog().object('reader').fields).toHaveProperty('three');
  });
});
