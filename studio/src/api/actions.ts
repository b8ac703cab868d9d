import type { ActionAnswer, JsonValue, OfferedAction } from '@stratacrm/sdk';
import { api } from './client.ts';

/** Buttons that this person may press. */
export async function listActions(): Promise<OfferedAction[]> {
  return (await api.get<{ data: OfferedAction[] }>('/api/actions')).data;
}

/** Names of the buttons that stand on a record now. */
export async function recordActions(object: string, id: string): Promise<string[]> {
  return (await api.get<{ data: string[] }>(`/api/records/${object}/${id}/actions`)).data;
}

export async function runAction(
  name: string,
  records: readonly string[],
  input: { [name: string]: JsonValue },
): Promise<ActionAnswer> {
  return (await api.post<{ data: ActionAnswer }>(`/api/actions/${name}`, { records, input })).data;
}
