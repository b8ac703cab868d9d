import type { WorkspaceSettings } from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

/** From this day on one unit of the currency is worth so many of the workspace currency. */
export interface ExchangeRate {
  currency: string;
  valid_from: string;
  rate: string;
}

export interface RateList {
  data: ExchangeRate[];
  currency: string;
  converting: boolean;
  without_rate: Record<string, number>;
}

export async function updateWorkspace(change: Partial<WorkspaceSettings>): Promise<WorkspaceSettings> {
  return (await api.patch<{ data: WorkspaceSettings }>('/api/studio/workspace', change)).data;
}

export function fetchRates(): Promise<RateList> {
  return api.get('/api/studio/exchange-rates');
}

/** A rate of null takes the one of that day out. */
export function changeRates(rates: readonly (Omit<ExchangeRate, 'rate'> & { rate: string | null })[]): Promise<void> {
  return api.post('/api/studio/exchange-rates', { rates });
}
