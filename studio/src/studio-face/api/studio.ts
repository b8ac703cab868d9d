import type {
  ConversionProgress,
  Document,
  DocumentChange,
  DocumentInfo,
  DocumentKind,
  LayerInfo,
  ModelResponse,
  PublishPlan,
  RecordData,
  ReleaseInfo,
  ValidationRule,
} from '@stratacrm/sdk';
import { api } from '../../api/client.ts';
import type { NewDocument } from '../draft/draft-documents.ts';

/** A release with what it changed and all documents as they were under it. */
export interface ReleaseDetail {
  release: ReleaseInfo;
  diff: DocumentChange[];
  documents: Document[];
}

/** How many records break a rule, and some of them; null when standing records cannot tell. */
export interface RuleTest {
  breaking: number | null;
  sample: RecordData[];
  untested: 'not_live' | 'about_changes' | null;
}

const at = encodeURIComponent;

function addressOf(layer: string, kind: DocumentKind, key: string): string {
  return `/api/studio/layers/${at(layer)}/documents/${at(kind)}/${at(key)}`;
}

export async function fetchLayers(): Promise<LayerInfo[]> {
  return (await api.get<{ data: LayerInfo[] }>('/api/studio/layers')).data;
}

export async function fetchDocuments(layer: string, kind?: DocumentKind): Promise<DocumentInfo[]> {
  return (await api.get<{ data: DocumentInfo[] }>('/api/studio/documents', { query: { layer, kind } })).data;
}

/** Refused when the document is not of this version any more, or, for null, when there is one already. */
export async function putDocument(
  layer: string,
  key: string,
  document: Document | NewDocument,
  version: string | null,
): Promise<DocumentInfo> {
  const address = addressOf(layer, document.kind, key);
  const condition = version === null ? { ifNoneMatch: '*' } : { ifMatch: version };
  return (await api.put<{ data: DocumentInfo }>(address, document, condition)).data;
}

export function deleteDocument(layer: string, kind: DocumentKind, key: string, version: string): Promise<void> {
  return api.delete(addressOf(layer, kind, key), { ifMatch: version });
}

/** How many records have a value in each field of an object. */
export interface FillRates {
  records: number;
  filled: Record<string, number>;
}

export async function fetchFillRates(object: string): Promise<FillRates> {
  return (await api.get<{ data: FillRates }>('/api/studio/fill-rates', { query: { object } })).data;
}

/** Gives a document another name and rewrites everything that refers to it. */
export async function renameDocument(layer: string, kind: DocumentKind, key: string, to: string): Promise<void> {
  await api.post(`/api/studio/layers/${at(layer)}/rename`, { kind, key, to });
}

export function discardDraft(layer: string): Promise<void> {
  return api.delete(`/api/studio/layers/${at(layer)}/draft`);
}

/** The effective model as it would be with this layer's draft. */
export async function fetchPreview(layer: string): Promise<ModelResponse> {
  const answer = await api.get<ModelResponse | { data: ModelResponse }>('/api/studio/preview', { query: { layer } });
  return 'data' in answer ? answer.data : answer;
}

export async function testRule(layer: string, rule: ValidationRule): Promise<RuleTest> {
  const answer = await api.post<RuleTest | { data: RuleTest }>('/api/studio/test-rule', { layer, rule });
  return 'data' in answer ? answer.data : answer;
}

export async function fetchPlan(layer: string): Promise<PublishPlan> {
  const answer = await api.post<PublishPlan | { data: PublishPlan }>('/api/studio/plan', { layer });
  return 'data' in answer ? answer.data : answer;
}

/** What a publish is converting just now. */
export async function fetchPublishProgress(): Promise<ConversionProgress[]> {
  return (await api.get<{ data: ConversionProgress[] }>('/api/studio/publish')).data;
}

/** Refused when another release than the expected one is live by now: the plan one read would not be what happens. */
export async function publish(layer: string, message: string, expected?: number): Promise<ReleaseInfo> {
  const body = { layers: [layer], message, ...(expected === undefined ? {} : { expected }) };
  const answer = await api.post<{ release: ReleaseInfo }>('/api/studio/publish', body);
  return answer.release;
}

/** Newest first. */
export async function fetchReleases(): Promise<ReleaseInfo[]> {
  return (await api.get<{ data: ReleaseInfo[] }>('/api/studio/releases')).data;
}

export async function fetchRelease(number: number): Promise<ReleaseDetail> {
  const answer = await api.get<ReleaseDetail | { data: ReleaseDetail }>(`/api/studio/releases/${number}`);
  return 'data' in answer ? answer.data : answer;
}

export async function rollBack(number: number): Promise<ReleaseInfo> {
  return (await api.post<{ release: ReleaseInfo }>(`/api/studio/releases/${number}/rollback`, {})).release;
}
