import type { CompiledObject, JsonObject, RecordData } from '@stratacrm/sdk';
import { isWritable } from '../../form/form-values.ts';

/** What a test of a workflow is given of a record: what somebody could write, and nothing that refers to other records. */
export function givenRecord(object: CompiledObject | undefined, record: RecordData): JsonObject {
  const values = Object.entries(record).filter(([name, value]) => {
    const field = object?.fields[name];
    return field !== undefined && isWritable(field) && name !== 'owner' && value !== null && !refers(value);
  });
  return Object.fromEntries(values) as JsonObject;
}

function refers(value: unknown): boolean {
  return Array.isArray(value) ? value.some(refers) : typeof value === 'object' && value !== null && 'id' in value;
}
