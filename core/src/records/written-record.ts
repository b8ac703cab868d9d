import type { Issue, JsonValue, RecordData } from '@stratacrm/sdk';

/** Field name → value as people and programs send it, not yet looked at. */
export type RecordInput = { readonly [field: string]: JsonValue };

/** A record as one reader sees it. */
export interface FoundRecord {
  data: RecordData;
  /** For the ETag; also when `version` is not among the fields asked for. */
  version: number;
}

/** A record as its writer sees it after the write; only its id where he may no longer read it. */
export interface WrittenRecord extends FoundRecord {
  /** What rules in `warn` mode have to say. */
  warnings: Issue[];
}
