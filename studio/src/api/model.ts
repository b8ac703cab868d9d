import type { ModelResponse } from '@stratacrm/sdk';
import { send } from './client.ts';

/** The effective model, or null when it is still the one of that ETag. */
export async function fetchModel(known: string | null): Promise<{ model: ModelResponse; etag: string | null } | null> {
  const answer = await send<ModelResponse | { data: ModelResponse }>(
    'GET',
    '/api/model',
    known === null ? {} : { ifNoneMatch: known },
  );
  if (answer.status === 304) return null;
  return { model: 'data' in answer.body ? answer.body.data : answer.body, etag: answer.etag };
}
