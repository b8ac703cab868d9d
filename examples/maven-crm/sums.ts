import type { CurrencyValue, GroupPage, RecordPage } from '@stratacrm/sdk';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Api } from './api.ts';

/** What the sales of a folder or of a workspace add up to. */
export interface Sums {
  opportunities: number;
  won: number;
  won_by_region: Record<string, number>;
  won_by_manager: Record<string, number>;
}

/** Plain arithmetic over the files, with nothing of the product in it. */
export async function sumsOfFiles(folder: string): Promise<Sums> {
  const teams = await readRows(path.join(folder, 'sales_teams.csv'));
  const deals = await readRows(path.join(folder, 'sales_pipeline.csv'));
  const agents = new Map(teams.map((team) => [team['sales_agent'], team]));
  const won = deals.filter((deal) => deal['deal_stage'] === 'Won');
  return {
    opportunities: deals.length,
    won: won.length,
    won_by_region: total(won, (deal) => agents.get(deal['sales_agent'])?.['regional_office']?.toLowerCase()),
    won_by_manager: total(won, (deal) => agents.get(deal['sales_agent'])?.['manager']),
  };
}

/** The same through the API: counted, joined and added by the server. */
export async function sumsOfWorkspace(api: Api): Promise<Sums> {
  // Opportunities that were there before have no sales agent.
  const imported = 'agent != null';
  const filter = `${imported} && stage == "won"`;
  const count = async (of: string): Promise<number> =>
    (
      await api.post<RecordPage>('/api/records/opportunity/query', {
        fields: ['id'],
        filter: of,
        limit: 1,
        count: 'exact',
      })
    ).count!;
  const groups = async (by: string): Promise<Record<string, number>> => {
    const query = { filter, group_by: [by], aggregates: { won: 'sum(amount)' } };
    const { data } = await api.post<GroupPage>('/api/records/opportunity/query', query);
    return Object.fromEntries(data.map((group) => [String(group[by]), amountOf(group['won'])]));
  };
  return {
    opportunities: await count(imported),
    won: await count(filter),
    won_by_region: await groups('agent.regional_office'),
    won_by_manager: await groups('agent.manager'),
  };
}

/** A sum of amounts is an amount in the currency of the workspace. */
function amountOf(sum: unknown): number {
  return Number((sum as CurrencyValue).amount);
}

type Row = Record<string, string>;

/** These files have no quoted cells, so a comma is a comma. */
async function readRows(file: string): Promise<Row[]> {
  const [heading, ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  const columns = heading!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}

function total(deals: readonly Row[], groupOf: (deal: Row) => string | undefined): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const deal of deals) {
    const group = groupOf(deal) ?? 'null';
    totals[group] = (totals[group] ?? 0) + Number(deal['close_value']);
  }
  return totals;
}
