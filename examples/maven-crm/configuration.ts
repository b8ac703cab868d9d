import {
  columns,
  defineFields,
  defineObject,
  defineView,
  documentKey,
  field,
  items,
  label,
  option,
  type Document,
  type DocumentInfo,
  type FieldDocument,
  type LayoutDocument,
  type ProcessDocument,
  type ReleaseInfo,
} from '@stratacrm/sdk';
import type { Api } from './api.ts';

/** What the files have and the base pack has not, as an administrator would add it in the Studio. */
const additions = [
  ...defineObject('sales_agent', {
    label: label('Sales agent', '销售代表'),
    plural: label('Sales agents', '销售代表'),
    icon: 'badge-check',
    navOrder: 65,
    fields: {
      name: field.text(label('Name', '姓名'), { required: true, unique: true, max_length: 100 }),
      manager: field.text(label('Manager', '经理'), { max_length: 100 }),
      regional_office: field.select(label('Regional office', '大区'), [
        option('central', label('Central', '中部'), 'blue'),
        option('east', label('East', '东部'), 'teal'),
        option('west', label('West', '西部'), 'amber'),
      ]),
    },
  }),
  ...defineFields('account', {
    year_established: field.integer(label('Year established', '成立年份'), { min: 1800, max: 2100 }),
  }),
  ...defineFields('opportunity', {
    agent: field.reference(label('Sales agent', '销售代表'), 'sales_agent', { on_delete: 'restrict' }),
    product: field.reference(label('Product', '产品'), 'product', { on_delete: 'restrict' }),
    engage_date: field.date(label('Engage date', '接触日期')),
  }),
  defineView({
    name: 'opportunity_won_by_region',
    label: label('Won by region', '各大区赢单'),
    object: 'opportunity',
    order: 60,
    type: 'table',
    columns: columns(['name', 160], 'agent', 'product', 'account', 'amount', 'close_date'),
    filter: 'stage == "won"',
    sort: '-close_date',
    group_by: 'agent.regional_office',
    totals: [{ field: 'amount', function: 'sum' }],
  }),
];

const draft = '/api/studio/layers/workspace/documents';

/** Adds and publishes it. Doing so twice changes nothing. */
export async function configure(api: Api): Promise<void> {
  for (const document of additions) {
    await api.put(`${draft}/${document.kind}/${documentKey(document as Document)}`, document);
  }
  await change<FieldDocument>(api, 'field', 'opportunity.stage', addEngagingStage);
  await change<ProcessDocument>(api, 'process', 'sales_process', admitHistory);
  await change<LayoutDocument>(api, 'layout', 'opportunity_record', placeFields);
  if ((await openChanges(api)) === 0) return;
  await api.post<{ release: ReleaseInfo }>('/api/studio/publish', { message: 'Room for the Maven sales pipeline' });
}

async function openChanges(api: Api): Promise<number> {
  const { data } = await api.get<{ data: { name: string; unpublished: number }[] }>('/api/studio/layers');
  return data.find(({ name }) => name === 'workspace')?.unpublished ?? 0;
}

/** Reads a document of the base pack, changes it, and puts it back: the workspace keeps only the difference. */
async function change<Kind extends Document>(
  api: Api,
  kind: Kind['kind'],
  key: string,
  edit: (document: Kind) => Kind,
): Promise<void> {
  const { data } = await api.get<{ data: DocumentInfo[] }>(`/api/studio/documents?layer=workspace&kind=${kind}`);
  const found = data.find((each) => each.key === key);
  if (found === undefined) throw new Error(`There is no ${kind} ${key}`);
  await api.put(`${draft}/${kind}/${key}`, edit(found.document as Kind));
}

const engaging = 'engaging';

function addEngagingStage(stage: FieldDocument): FieldDocument {
  const options = stage.options ?? [];
  if (options.some(({ value }) => value === engaging)) return stage;
  return { ...stage, options: [...options, option(engaging, label('Engaging', '洽谈中'), 'teal')] };
}

/** The files know of no reason for a loss, and an opportunity may be engaged before its account is known. */
function admitHistory(process: ProcessDocument): ProcessDocument {
  const stages = process.stages.filter(({ id }) => id !== engaging);
  const transitions = (process.transitions ?? []).filter(({ id }) => id !== 'engage');
  return {
    ...process,
    stages: [...stages, { id: engaging, category: 'open', probability: 30 }],
    transitions: [
      ...transitions.map((each) => (each.to === 'lost' ? { ...each, requires: [] } : each)),
      { id: 'engage', from: '*', to: engaging },
    ],
  };
}

function placeFields(layout: LayoutDocument): LayoutDocument {
  const [first, ...others] = layout.sections;
  const missing = items('agent', 'product', 'engage_date').filter(
    ({ id }) => !layout.sections.some((section) => section.items.some((item) => item.id === id)),
  );
  return { ...layout, sections: [{ ...first!, items: [...first!.items, ...missing] }, ...others] };
}
