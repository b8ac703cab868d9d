import type { JsonValue } from '@stratacrm/sdk';
import type { WriteJson } from '../store/json-bytes.ts';

/** What a row holds of a record, by the numbers of its columns. */
export interface RecordShape {
  /** The record is missing where this is. */
  readonly id: number;
  readonly fields: readonly ShapeField[];
  /** Records that it refers to. */
  readonly children: readonly { readonly name: string; readonly shape: RecordShape }[];
}

export interface ShapeField {
  readonly name: string;
  readonly column: number;
  /** Absent: it has to be decoded. */
  readonly write: WriteJson | undefined;
  decode(raw: unknown): JsonValue;
}
