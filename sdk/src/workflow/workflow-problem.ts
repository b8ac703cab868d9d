import type { DocumentKind } from '../documents/kinds.ts';
import type { Issue } from '../errors/strata-error.ts';

/** Something that only several documents together have wrong, told at a place of one of them. */
export interface WorkflowProblem extends Required<Issue> {
  kind: DocumentKind;
  /** Name of the document. */
  key: string;
}

/** A document that is changed. */
export interface ChangedDocument {
  kind: DocumentKind;
  key: string;
}
