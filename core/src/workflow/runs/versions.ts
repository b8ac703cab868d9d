import type { WorkflowDocument, WorkflowVersion } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** So many versions are shown; older ones keep their numbers. */
const SHOWN = 20;

/** The versions of a workflow that were published, newest first: each release that changed it is one. */
export async function workflowVersions(db: Queryable, name: string): Promise<WorkflowVersion[]> {
  const { rows } = await db.query<{
    version: number;
    release: number;
    at: string;
    message: string;
    document: WorkflowDocument | null;
  }>(
    `with versions as (
       select number, at, message, documents, (row_number() over (order by number))::int as version
       from core.release where diff @> jsonb_build_array(jsonb_build_object('kind', 'workflow', 'key', $1::text))
       order by number desc limit ${SHOWN}
     )
     select version, number as release, at, message, (
       select d -> 'document' from jsonb_array_elements(documents) d
       where d -> 'document' ->> 'kind' = 'workflow' and d -> 'document' ->> 'name' = $1::text limit 1) as document
     from versions order by number desc`,
    [name],
  );
  return rows.flatMap(({ document, at, ...version }) =>
    document === null ? [] : [{ ...version, at: new Date(at).toISOString(), document }],
  );
}
