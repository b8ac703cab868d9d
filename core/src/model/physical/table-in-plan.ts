import type { CompiledObject } from '@stratacrm/sdk';
import type { Catalog } from '../catalog.ts';
import type { PhysicalColumn, Registry } from './registry.ts';

export interface TablePlanInput {
  /** What is to be live. */
  catalog: Catalog;
  /** What is live now. */
  live: Catalog;
  registry: Registry;
}

/** The table of an object while the plan is made: how it is called before the switch, and what it has. */
export interface TableInPlan {
  object: CompiledObject;
  physicalName: string;
  columns: readonly PhysicalColumn[];
}
