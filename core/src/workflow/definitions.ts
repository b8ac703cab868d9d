import { createHash } from 'node:crypto';
import { upgradeWorkflow, type WorkflowDocument } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';

/** The documents that runs began with, each kept once. */
export class Definitions {
  /** Immutable, so they may stay; a workspace has few. */
  readonly #known = new Map<string, WorkflowDocument>();
  readonly #digests = new WeakMap<WorkflowDocument, string>();

  /** Makes sure that the document is kept; in the transaction of the run that needs it. */
  async keep(db: Queryable, document: WorkflowDocument): Promise<string> {
    const known = this.#digests.get(document);
    if (known !== undefined) return known;
    const body = JSON.stringify(document);
    const digest = createHash('sha256').update(body).digest('hex');
    await db.query(
      `insert into core.workflow_definition (digest, body) values ($1, $2::jsonb) on conflict do nothing`,
      [digest, body],
      'workflow_definition_keep',
    );
    return digest;
  }

  /** Told once the transaction that kept it has committed: it need not be asked again. */
  remember(document: WorkflowDocument, digest: string): void {
    this.#digests.set(document, digest);
  }

  async read(db: Queryable, digest: string): Promise<WorkflowDocument> {
    const known = this.#known.get(digest);
    if (known !== undefined) return known;
    const { rows } = await db.query<{ body: WorkflowDocument }>(
      'select body from core.workflow_definition where digest = $1',
      [digest],
      'workflow_definition_read',
    );
    const document = upgradeWorkflow(rows[0]!.body);
    this.#known.set(digest, document);
    return document;
  }
}
