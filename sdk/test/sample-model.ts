import type { CompiledField, CompiledModel, CompiledObject } from '../src/index.ts';

const label = { en: '', zh: '' };

/** A field as a compiled model has it. */
export function sampleField(type: string, settings: Partial<CompiledField> = {}): CompiledField {
  const name = settings.name ?? 'x';
  return {
    kind: 'field',
    id: name,
    name,
    label: { en: name, zh: name },
    object: 'sample',
    type,
    system: false,
    origin: 'test',
    ...settings,
  };
}

function sampleObject(name: string, fields: Record<string, CompiledField>): CompiledObject {
  const named = Object.entries(fields).map(([field, document]) => [field, { ...document, name: field, object: name }]);
  return {
    kind: 'object',
    id: name,
    name,
    label,
    label_plural: label,
    name_field: 'name',
    origin: 'test',
    managed: false,
    fields: Object.fromEntries(named) as Record<string, CompiledField>,
    layouts: [],
    views: [],
    rules: [],
  };
}

export const STAGES = [
  { value: 'prospecting', label: { en: 'Prospecting', zh: '初步接洽' } },
  { value: 'proposal', label: { en: 'Proposal', zh: '方案报价' } },
  { value: 'closed_won', label: { en: 'Closed won', zh: '赢单' } },
  { value: 'closed_lost', label: { en: 'Closed lost', zh: '输单' }, archived: true },
];

const INDUSTRIES = [
  { value: 'energy', label: { en: 'Energy', zh: '能源' } },
  { value: 'aviation', label: { en: 'Aviation', zh: '航空' } },
];

const TAGS = [
  { value: 'vip', label: { en: 'VIP', zh: '贵宾' } },
  { value: 'renewal', label: { en: 'Renewal', zh: '续约' } },
];

/** A small model that looks like a CRM: opportunities of accounts, owned by users in teams. */
export const sampleModel: Pick<CompiledModel, 'objects'> = {
  objects: {
    opportunity: sampleObject('opportunity', {
      id: sampleField('reference', { to: 'opportunity', system: true }),
      name: sampleField('text'),
      stage: sampleField('select', { options: STAGES }),
      amount: sampleField('currency'),
      discount: sampleField('percent'),
      probability: sampleField('integer'),
      employees: sampleField('integer'),
      close_date: sampleField('date'),
      created_at: sampleField('datetime', { system: true }),
      urgent: sampleField('boolean'),
      tags: sampleField('multi_select', { options: TAGS }),
      phone: sampleField('phone'),
      website: sampleField('url'),
      notes: sampleField('long_text'),
      opens: sampleField('time'),
      spent: sampleField('duration'),
      address: sampleField('address'),
      contact_name: sampleField('person_name'),
      location: sampleField('geolocation'),
      owner: sampleField('user', { system: true }),
      account: sampleField('reference', { to: 'account' }),
      lines: sampleField('children', { children: 'line', via: 'opportunity' }),
      partners: sampleField('multi_reference', { to: 'account' }),
      margin: sampleField('formula', { expression: 'record.amount * 0.3', result: 'currency' }),
      gone: sampleField('text', { archived: true }),
    }),
    account: sampleObject('account', {
      id: sampleField('reference', { to: 'account', system: true }),
      name: sampleField('text'),
      industry: sampleField('select', { options: INDUSTRIES }),
      owner: sampleField('user', { system: true }),
      parent: sampleField('reference', { to: 'account', hierarchy: true }),
    }),
    line: sampleObject('line', {
      id: sampleField('reference', { to: 'line', system: true }),
      name: sampleField('text'),
      opportunity: sampleField('reference', { to: 'opportunity', on_delete: 'cascade', required: true }),
      quantity: sampleField('integer'),
      price: sampleField('currency'),
      due: sampleField('date'),
      supplier: sampleField('reference', { to: 'account' }),
    }),
    user: sampleObject('user', {
      name: sampleField('text'),
      email: sampleField('email'),
      team: sampleField('reference', { to: 'team' }),
    }),
    team: sampleObject('team', { name: sampleField('text'), parent: sampleField('reference', { to: 'team' }) }),
  },
};
