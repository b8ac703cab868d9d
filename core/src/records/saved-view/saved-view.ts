import type { SavedView, ViewBody } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';

/** What a person says of a view he saves. */
export interface SavedViewInput extends ViewBody {
  name: string;
  shared_with?: SavedView['shared_with'];
}

/** The views of an object the actor saved, and those shared with his teams or everybody; his own first. */
export async function listSavedViews(_ctx: AccessContext, _object?: string): Promise<SavedView[]> {
  throw new Error('Not built yet');
}

/** Throws `invalid_input` with a path for everything wrong. `input` is checked here. */
export async function createSavedView(_ctx: AccessContext, _input: unknown): Promise<SavedView> {
  throw new Error('Not built yet');
}

/** Changes some properties of the actor's own view. Throws `not_found`. */
export async function updateSavedView(_ctx: AccessContext, _id: string, _patch: unknown): Promise<SavedView> {
  throw new Error('Not built yet');
}

/** Throws `not_found` unless it is the actor's own. */
export async function deleteSavedView(_ctx: AccessContext, _id: string): Promise<void> {
  throw new Error('Not built yet');
}
