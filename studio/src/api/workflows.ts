import type { JsonValue, OfferedWorkflow, RecordRun } from '@stratacrm/sdk';
import { api } from './client.ts';

/** Workflows whose button stands on the record. */
export async function offeredWorkflows(object: string, id: string): Promise<OfferedWorkflow[]> {
  return (await api.get<{ data: OfferedWorkflow[] }>(`/api/records/${object}/${id}/workflows`)).data;
}

export async function startWorkflow(
  object: string,
  id: string,
  workflow: string,
  input: { [name: string]: JsonValue },
): Promise<void> {
  await api.post(`/api/records/${object}/${id}/workflows/${workflow}`, { input });
}

/** Workflows that ran for the record. */
export async function recordRuns(object: string, id: string): Promise<RecordRun[]> {
  return (await api.get<{ data: RecordRun[] }>(`/api/records/${object}/${id}/runs`)).data;
}
