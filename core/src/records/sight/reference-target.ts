import type { CompiledField } from '@stratacrm/sdk';
import { referenceTarget as targetOf } from '../../model/build-catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';

/** Name of the object a field points to; null for a field that holds no reference. */
export const referenceTarget: (field: CompiledField) => string | null = oncePerObject(targetOf);
