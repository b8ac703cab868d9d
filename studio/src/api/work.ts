import type {
  BulkDecision,
  DecisionPage,
  WorkAnswers,
  WorkCount,
  WorkDetail,
  WorkItem,
  WorkList,
  WorkProfile,
  WorkProfileInput,
} from '@stratacrm/sdk';
import { api } from './client.ts';

export interface WorkPage {
  data: WorkItem[];
  /** The offset of the next page; null: this is the last. */
  next: number | null;
}

/** Tasks and approvals, the most urgent first. */
export function listWork(show: WorkList, offset = 0): Promise<WorkPage> {
  return api.get<WorkPage>('/api/my-work', { query: { show, offset } });
}

/** How much waits for me. */
export async function countWork(): Promise<WorkCount> {
  return (await api.get<{ data: WorkCount }>('/api/my-work/count')).data;
}

export async function getWork(id: string): Promise<WorkDetail> {
  return (await api.get<{ data: WorkDetail }>(`/api/my-work/${id}`)).data;
}

export type Decided = 'approved' | 'rejected';

async function change(id: string, path: string, body: object = {}): Promise<WorkDetail> {
  return (await api.post<{ data: WorkDetail }>(`/api/my-work/${id}/${path}`, body)).data;
}

export function decideWork(id: string, decision: Decided, comment: string): Promise<WorkDetail> {
  return change(id, 'decide', { decision, comment });
}

export function completeWork(id: string, answers: WorkAnswers, comment: string): Promise<WorkDetail> {
  return change(id, 'complete', { answers, comment });
}

/** Changes of a task that need nothing but the wish. */
export function changeWork(id: string, how: 'claim' | 'release' | 'take-back' | 'recall'): Promise<WorkDetail> {
  return change(id, how);
}

export function handOnWork(id: string, to: string, comment: string): Promise<WorkDetail> {
  return change(id, 'hand-on', { to, comment });
}

export function commentWork(id: string, comment: string): Promise<WorkDetail> {
  return change(id, 'comment', { comment });
}

export async function decideMany(ids: readonly string[], decision: Decided, comment: string): Promise<BulkDecision> {
  return (await api.post<{ data: BulkDecision }>('/api/my-work/decide', { ids, decision, comment })).data;
}

/** Tasks and approvals about a record. */
export async function recordWork(object: string, id: string): Promise<WorkDetail[]> {
  return (await api.get<{ data: WorkDetail[] }>(`/api/records/${object}/${id}/work`)).data;
}

/** What a link in an e-mail asks. */
export async function showDecision(secret: string): Promise<DecisionPage> {
  return (await api.get<{ data: DecisionPage }>(`/api/decisions/${encodeURIComponent(secret)}`)).data;
}

export async function decideByLink(secret: string, decision: Decided, comment: string): Promise<void> {
  await api.post(`/api/decisions/${encodeURIComponent(secret)}`, { decision, comment });
}

/** What somebody can do, and when he is away; without a user: what concerns me. */
export async function workProfile(user?: string): Promise<WorkProfile> {
  return (await api.get<{ data: WorkProfile }>(profilePath(user))).data;
}

export async function changeWorkProfile(input: WorkProfileInput, user?: string): Promise<WorkProfile> {
  return (await api.patch<{ data: WorkProfile }>(profilePath(user), input)).data;
}

function profilePath(user: string | undefined): string {
  return user === undefined ? '/api/me/work' : `/api/users/${user}/work`;
}
