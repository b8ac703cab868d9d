import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeHost } from '../testing/fake-host.ts';
import { may } from './capability.ts';
import type { OutsideRow, PushVerdict } from '../plugin/calls.ts';
import { manifestProblems } from '../plugin/manifest-problems.ts';
import { connector, enricher, fieldTypeOf, validator } from './code.ts';
import { label } from './label.ts';
import { definePlugin } from './plugin.ts';
import { begins, defineWorkflow, does } from './workflow.ts';

/** The plugin of the guide "What plugins bring for fields, records and workflows". */
const vatNumber = validator(
  {
    name: 'vat_number',
    label: label('VAT number', '增值税号'),
    types: ['text'],
    inputs: [{ name: 'country', label: label('Country', '国家'), required: true }],
    form: [{ name: 'strict', type: 'boolean', label: label('Only of the European Union', '仅限欧盟') }],
  },
  ({ checks, settings }) =>
    checks.map(({ value, inputs }) => {
      const country = String(inputs['country'] ?? '');
      if (!EUROPEAN.includes(country)) return settings['strict'] ? label('Not of the EU.', '不属于欧盟。') : null;
      return String(value).startsWith(country)
        ? null
        : label(`It must begin with ${country}.`, `必须以 ${country} 开头。`);
    }),
);

const EUROPEAN = ['DE', 'FR', 'IT', 'NL'];

const iban = fieldTypeOf(
  {
    name: 'iban',
    label: label('IBAN', '国际银行账号'),
    icon: 'landmark',
    base: 'text',
    preset: { max_length: 42 },
    display: { group: 4 },
    form: [{ name: 'country', type: 'text', label: label('Only of this country', '仅限该国家') }],
  },
  ({ values, settings }) =>
    values.map((value) => {
      const account = String(value).replaceAll(/\s/g, '').toUpperCase();
      if (settings['country'] !== null && !account.startsWith(String(settings['country'])))
        return { error: label(`It must be of ${settings['country']}.`, `必须属于 ${settings['country']}。`) };
      return isIban(account)
        ? { value: account }
        : { error: label('Not an IBAN: look for a slip.', '不是有效的 IBAN，请检查。') };
    }),
);

/** ISO 13616: letters become numbers, the first four signs go to the end, and the rest by 97 is 1. */
function isIban(account: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account)) return false;
  const digits = [...account.slice(4), ...account.slice(0, 4)].map((each) => String(parseInt(each, 36))).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}

const register = enricher(
  {
    name: 'register',
    label: label('Commercial register', '工商登记'),
    object: 'account',
    reads: ['name'],
    fields: ['website', 'employees'],
    on_create: true,
  },
  async ({ record }, host) => {
    const { body } = await host.fetch(`https://register.example/?name=${encodeURIComponent(String(record['name']))}`, {
      as: 'json',
    });
    const found = body as { site?: string; staff?: number; page: string };
    const source = { source: label('Commercial register', '工商登记'), url: found.page };
    return [
      ...(found.site === undefined ? [] : [{ field: 'website', value: found.site, ...source }]),
      ...(found.staff === undefined ? [] : [{ field: 'employees', value: found.staff, ...source }]),
    ];
  },
);

const askForVat = defineWorkflow('bank__ask_for_vat', {
  label: label('Ask for the VAT number', '索取增值税号'),
  run_as: 'sales_manager',
  trigger: begins('record_created', { object: 'account', when: 'record.type == "customer"' }),
  steps: [
    does('known', 'condition', { when: 'has(record.bank__vat)' }, { next: { no: 'ask' } }),
    does('ask', 'task', {
      title: 'Ask {{ record.name }} for the VAT number',
      people: [{ kind: 'expression', value: 'record.owner' }],
      at_most: '30d',
    }),
  ],
  tests: [
    {
      name: 'asks_whom_it_does_not_know',
      given: { record: { name: 'Acme', type: 'customer' } },
      assumed: { ask: { outcome: 'done' } },
      expect: { steps: ['known', 'ask'] },
    },
  ],
});

const text = label('Bank', '银行');
const bank = definePlugin({
  id: 'com.example.bank',
  prefix: 'bank',
  version: '1.0.0',
  label: text,
  description: text,
  documents: [askForVat],
  capabilities: [
    may.records('account', ['read'], ['name'], label('The register is asked by name.', '按名称查询工商登记。')),
    may.network(['register.example'], label('Asks the register.', '查询工商登记。')),
  ],
  code: [vatNumber, iban, register],
});

const customers = connector(
  {
    name: 'customers',
    label: label('Customers of the shop', '网店客户'),
    object: 'account',
    key: 'number',
    outside: [
      { name: 'number', label: label('Customer number', '客户编号'), to: 'shop__number' },
      { name: 'title', label: label('Company', '公司名称'), to: 'name' },
      { name: 'group', label: label('Belongs to', '所属集团'), to: 'parent.shop__number' },
      { name: 'remark', label: label('Remark', '备注') },
    ],
    pull: { schedule: '*/15 * * * *' },
  },
  {
    async pull({ cursor }, host) {
      const since = typeof cursor === 'string' ? cursor : '2026-01-01';
      const { body } = await host.fetch(`https://shop.example/customers?since=${since}`, {
        headers: { authorization: { ...host.secret('key'), before: 'Bearer ' } },
        as: 'json',
      });
      const page = body as { customers: OutsideRow[]; until: string; more: boolean };
      return { rows: page.customers, cursor: page.until, more: page.more };
    },
    async push({ changes }, host) {
      const told: PushVerdict[] = [];
      for (const { event, key, row } of changes) {
        const method = event === 'delete' ? 'DELETE' : key === null ? 'POST' : 'PUT';
        const { status, body } = await host.fetch(`https://shop.example/customers/${key ?? ''}`, {
          method,
          as: 'json',
          ...(row && { body: row }),
        });
        if (status >= 500) throw new Error(`The shop answers ${status}`);
        const answer = body as { number?: string; reason?: string };
        told.push(status >= 400 ? { error: answer.reason ?? 'Refused' } : { key: answer.number ?? key });
      }
      return told;
    },
  },
);

const shop = definePlugin({
  id: 'com.example.shop',
  prefix: 'shop',
  version: '1.0.0',
  label: text,
  description: text,
  documents: [],
  settings: [{ name: 'key', label: text, type: 'secret' }],
  capabilities: [
    may.records('account', ['read', 'create', 'update'], '*', text),
    may.network(['shop.example'], text),
    may.secrets(['key'], text),
    may.schedule(text),
  ],
  code: [customers],
});

const host = fakeHost();
const told = { object: 'account', name: 'bank__iban', label: text, type: 'text' };
const call = (key: string, input: object, on = host): unknown => bank.handlers[key]!(input as never, on);

describe('the plugin of the guide', () => {
  it('reads accounts as people write them, and finds slips', () => {
    const judge = (values: string[], country: string | null = null) =>
      call('field_type/iban', { field: told, values, settings: { country } });
    expect(judge(['de89 3704 0044 0532 0130 00', 'DE89370400440532013001'])).toEqual([
      { value: 'DE89370400440532013000' },
      { error: label('Not an IBAN: look for a slip.', '不是有效的 IBAN，请检查。') },
    ]);
    expect(judge(['FR1420041010050500013M02606'], 'DE')).toHaveProperty('0.error');
  });

  it('judges a number by the country beside it', () => {
    const checks = [
      { value: 'DE123', inputs: { country: 'DE' } },
      { value: 'DE123', inputs: { country: 'FR' } },
      { value: 'X', inputs: { country: 'US' } },
    ];
    const judge = (strict: boolean) => call('validator/vat_number', { field: told, checks, settings: { strict } });
    expect(judge(false)).toEqual([null, label('It must begin with FR.', '必须以 FR 开头。'), null]);
    expect(judge(true)).toHaveProperty('2', label('Not of the EU.', '不属于欧盟。'));
  });

  it('proposes what the register knows, with where it stands', async () => {
    const known = { site: 'https://acme.example', page: 'https://register.example/7' };
    const on = fakeHost({ fetch: async () => ({ status: 200, headers: {}, body: known }) });
    expect(await call('enricher/register', { object: 'account', record: { id: 'a', name: 'Acme' } }, on)).toEqual([
      { field: 'website', value: known.site, source: label('Commercial register', '工商登记'), url: known.page },
    ]);
  });

  it('reads customers page by page, and tells the shop of changes', async () => {
    const asked: string[] = [];
    const answers = [
      { status: 200, body: { customers: [{ number: 'K-1', title: 'Acme' }], until: '2026-02-01', more: true } },
      { status: 201, body: { number: 'K-2' } },
      { status: 422, body: { reason: 'No such group' } },
      { status: 503, body: {} },
    ];
    const fetch = async (url: string, { method = 'GET' } = {}) => {
      asked.push(`${method} ${url}`);
      return { headers: {}, ...answers.shift()! };
    };
    const act = (input: object): unknown => shop.handlers['connector/customers']!(input as never, fakeHost({ fetch }));
    expect(await act({ cursor: null, settings: {} })).toEqual({
      rows: [{ number: 'K-1', title: 'Acme' }],
      cursor: '2026-02-01',
      more: true,
    });
    const row = { title: 'Beta' };
    const changes = [
      { event: 'create', id: 'b', key: null, row },
      { event: 'update', id: 'a', key: 'K-1', row },
    ];
    expect(await act({ changes, settings: {} })).toEqual([{ key: 'K-2' }, { error: 'No such group' }]);
    const gone = [{ event: 'delete', id: 'a', key: 'K-1', row: null }];
    await expect(act({ changes: gone, settings: {} })).rejects.toThrow('503');
    expect(asked.map((each) => each.replace('https://shop.example/customers', ''))).toEqual([
      'GET ?since=2026-01-01',
      'POST /',
      'PUT /K-1',
      'DELETE /K-1',
    ]);
  });

  it('is told what a connector lacks before it runs', () => {
    expect(manifestProblems(shop)).toEqual([]);
    const outside = [
      { name: 'number', label: text, to: 'parent.name' },
      { name: 'number', label: text },
      { name: 'two words', label: text },
    ];
    const declaration = { name: 'bad', label: text, object: 'account', key: 'number', outside };
    const idle = connector(
      { ...declaration, pull: { schedule: 'often', deletes: true } },
      { pull: () => ({ rows: [] }) },
    );
    const lost = connector({ ...declaration, name: 'lost', key: 'id', outside: [] }, {});
    const bare = definePlugin({
      id: 'com.example.bare',
      prefix: 'bare',
      version: '1.0.0',
      label: text,
      description: text,
      documents: [],
      code: [idle, lost],
    });
    expect(manifestProblems(bare).map(({ path }) => path)).toEqual([
      'connectors/bad/key',
      'connectors/bad/outside/number',
      'connectors/bad/outside/two words',
      'connectors/bad',
      'connectors/bad',
      'connectors/bad',
      'connectors/bad',
      'connectors/bad/pull',
      'connectors/bad/pull/schedule',
      'connectors/lost',
      'connectors/lost/key',
      'connectors/lost',
    ]);
  });

  it('names its parts for documents of others', () => {
    const parts = bank.documents.flatMap((each) => (each.kind === 'plugin_part' ? [`${each.part} ${each.name}`] : []));
    expect(parts).toEqual([
      'validator bank__vat_number_check',
      'field_type bank__iban_type',
      'enricher bank__register_source',
    ]);
  });

  it('stands in the guide as it stands here', () => {
    const source = readFileSync(import.meta.filename, 'utf8');
    for (const name of ['plugin-kinds.md', 'plugin-kinds.zh.md']) {
      const guide = readFileSync(path.resolve(import.meta.dirname, '../../../docs/guides', name), 'utf8');
      const blocks = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);
      expect(blocks.length).toBeGreaterThan(3);
      for (const block of blocks) expect(source).toContain(block);
    }
  });
});
