import type { RunsChanged, WorkflowMetric, WorkflowRun, WorkflowRunDetail, WorkflowRunStatus } from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

/** Which runs to show. */
export interface RunQuery {
  workflow: string;
  status: WorkflowRunStatus | '';
}

export interface RunPage {
  data: WorkflowRun[];
  next: string | null;
}

export function fetchRuns({ workflow, status }: RunQuery, before: string | null): Promise<RunPage> {
  return api.get<RunPage>('/api/workflows/runs', {
    query: { workflow: workflow || null, status: status || null, before, limit: 100 },
  });
}

export async function fetchRun(id: string): Promise<WorkflowRunDetail> {
  return (await api.get<{ data: WorkflowRunDetail }>(`/api/workflows/runs/${id}`)).data;
}

export async function fetchMetrics(days: number): Promise<WorkflowMetric[]> {
  return (await api.get<{ data: WorkflowMetric[] }>('/api/workflows/metrics', { query: { days } })).data;
}

export async function cancelRun(id: string): Promise<void> {
  await api.post(`/api/workflows/runs/${id}/cancel`, {});
}

export async function resumeRun(id: string, version: 'own' | 'live'): Promise<void> {
  await api.post(`/api/workflows/runs/${id}/resume`, { version });
}

export async function rerunWorkflow(id: string): Promise<string> {
  return (await api.post<{ data: { run: string } }>(`/api/workflows/runs/${id}/rerun`, {})).data.run;
}

export async function changeRuns(
  ids: readonly string[],
  how: 'resume' | 'resume_live' | 'cancel',
): Promise<RunsChanged> {
  return (await api.post<{ data: RunsChanged }>('/api/workflows/runs/change', { ids, how })).data;
}
