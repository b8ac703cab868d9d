import type { Document, Issue } from '@stratacrm/sdk';
import { KINDS } from './kinds/index.ts';
import type { Kind } from './kinds/kind.ts';
import { issuesOf } from './zod-issues.ts';

export type DocumentCheck = { ok: true; document: Document } | { ok: false; issues: Issue[] };

/** Checks the shape of a document of a known kind: every property, with the path of whatever is wrong. */
export function checkDocument(kind: Document['kind'], input: Record<string, unknown>): DocumentCheck {
  const definition = KINDS[kind] as unknown as Kind;
  const schema = definition.schema(input);
  const result = schema.safeParse(input, { reportInput: true });
  const issues = result.success ? [] : result.error.issues.flatMap((issue) => issuesOf(issue, schema));
  issues.push(...reservedName(definition, input['name']));
  return issues.length > 0 ? { ok: false, issues } : { ok: true, document: input as unknown as Document };
}

function reservedName(definition: Kind, name: unknown): Issue[] {
  const owner = typeof name === 'string' ? definition.reservedName?.(name) : null;
  return owner == null ? [] : [{ path: 'name', code: 'reserved_name', params: { name: String(name), owner } }];
}
