import {
  describeError,
  type ErrorCode,
  type ErrorParameters,
  type PluginTrouble,
  type StrataError,
} from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** What could not be done when a plugin came, as it is kept. */
export interface Trouble {
  what: PluginTrouble['what'];
  version: string;
  code: ErrorCode;
  params: ErrorParameters;
  at: string;
}

/** Keeps it for the plugin's page until it is tried again. */
export async function noteTrouble(
  db: Queryable,
  { id, version }: { id: string; version: string },
  what: Trouble['what'],
  { code, params }: StrataError,
): Promise<void> {
  const trouble: Trouble = { what, version, code, params, at: new Date().toISOString() };
  await db.query('update core.plugin set trouble = $2::jsonb, changed_at = now() where id = $1', [
    id,
    JSON.stringify(trouble),
  ]);
}

export function troubleShown(trouble: Trouble | null): PluginTrouble | null {
  if (trouble === null) return null;
  const { what, version, at, code, params } = trouble;
  return {
    what,
    version,
    at,
    reason: { en: describeError('en', code, params), zh: describeError('zh', code, params) },
  };
}
