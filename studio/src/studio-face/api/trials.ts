import type {
  JsonValue,
  ProcessDocument,
  Replay,
  ReplayDetail,
  TrialBeginning,
  TrialResult,
  TriedProcess,
  WorkflowDay,
  WorkflowDocument,
  WorkflowTestResult,
  WorkflowVersion,
} from '@stratacrm/sdk';
import { api } from '../../api/client.ts';

/** On what a workflow is tried. */
export interface TryInput {
  record?: string;
  change?: string;
  /** What the trigger tells. */
  input?: { [name: string]: JsonValue };
  assumed?: { [step: string]: { outcome: string } };
}

const of = ({ name }: WorkflowDocument, path: string): string => `/api/workflows/${name}/${path}`;

/** The document as JSON that may be sent. */
const sent = (document: WorkflowDocument | ProcessDocument): JsonValue =>
  JSON.parse(JSON.stringify(document)) as JsonValue;

export async function tryWorkflow(document: WorkflowDocument, input: TryInput): Promise<TrialResult> {
  return (await api.post<{ data: TrialResult }>(of(document, 'try'), { document: sent(document), ...input })).data;
}

/** Which moves of a record a process would open to these people. */
export async function tryProcess(document: ProcessDocument, record: string, people: string[]): Promise<TriedProcess[]> {
  const body = { document: sent(document), record, people };
  return (await api.post<{ data: TriedProcess[] }>('/api/processes/try', body)).data;
}

/** The last changes that would have begun it. */
export async function fetchBeginnings(document: WorkflowDocument): Promise<TrialBeginning[]> {
  return (await api.post<{ data: TrialBeginning[] }>(of(document, 'beginnings'), { document: sent(document) })).data;
}

export async function runWorkflowTests(document: WorkflowDocument): Promise<WorkflowTestResult[]> {
  return (await api.post<{ data: WorkflowTestResult[] }>(of(document, 'tests'), { document: sent(document) })).data;
}

export async function startReplay(document: WorkflowDocument, days: number): Promise<string> {
  const body = { document: sent(document), days };
  return (await api.post<{ data: { id: string } }>(of(document, 'replays'), body)).data.id;
}

export async function fetchReplays(document: WorkflowDocument): Promise<Replay[]> {
  return (await api.get<{ data: Replay[] }>(of(document, 'replays'))).data;
}

export async function fetchReplay(id: string): Promise<ReplayDetail> {
  return (await api.get<{ data: ReplayDetail }>(`/api/workflows/replays/${id}`)).data;
}

export async function cancelReplay(id: string): Promise<void> {
  await api.post(`/api/workflows/replays/${id}/cancel`, {});
}

/** Published versions of a workflow, newest first. */
export async function fetchVersions(name: string): Promise<WorkflowVersion[]> {
  return (await api.get<{ data: WorkflowVersion[] }>(`/api/workflows/${name}/versions`)).data;
}

/** What a workflow did, day by day. */
export async function fetchDays(name: string, days: number): Promise<WorkflowDay[]> {
  return (await api.get<{ data: WorkflowDay[] }>(`/api/workflows/${name}/days`, { query: { days } })).data;
}
