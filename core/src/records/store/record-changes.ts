import type { JsonValue } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';

export type WriteAction = 'create' | 'update' | 'delete' | 'restore';

/** Field → canonical value. */
export type RecordState = { [field: string]: JsonValue };

/** Field → value before and after. */
export type FieldChanges = { [field: string]: [JsonValue, JsonValue] };

/** One record to be stored: where it stood, what its columns become, what the change log says of it. */
export interface RecordChange {
  action: WriteAction;
  id: string;
  /** The version it was read at; 0 for a new record. */
  version: number;
  /** Values of at least the columns to be written. */
  after: RecordState;
  changes: FieldChanges;
  /** Deletes: the record whose deletion drew this one along; itself, when it was asked for. */
  rootId?: string;
  /** What caused it, where those of one statement have causes of their own, such as workflow runs. */
  causeId?: string;
}

/** Changes of one object that are stored by one statement. All its creates, and all its other changes, write the same columns. */
export interface ObjectChanges {
  object: CatalogObject;
  changes: RecordChange[];
  /** References that are emptied because their record goes, so that they can come back with it. */
  cleared?: { rootId: string; recordId: string; field: string; targetId: string }[];
}
