import type {
  ActionDocument,
  CompiledField,
  CompiledModel,
  CompiledObject,
  DashboardDocument,
  OptionSetDocument,
  PluginPartDocument,
  RoleDocument,
  EmailTemplateDocument,
  WorkflowDocument,
} from '@stratacrm/sdk';
import type { Context } from '../kernel/context.ts';
import type { RateTable } from './exchange-rates/rate-table.ts';
import type { WriteHooks } from './write-hooks.ts';

/** An object of the catalog with what only the server knows of it. */
export interface CatalogObject extends CompiledObject {
  table: { schema: string; name: string };
  /** Fields of objects whose values may point here. */
  incoming: readonly { object: string; field: CompiledField }[];
}

/**
 * The compiled, immutable snapshot of one release and variant. Look-ups are synchronous. A request sees exactly one
 * catalog from beginning to end.
 */
export interface Catalog {
  release: number;
  variant: string;
  /** Differs whenever the model does, also by the workspace's settings; for ETags. */
  etag: string;
  model: CompiledModel;
  /** What currencies are worth, on any day; not sent to anybody with the model. */
  rates: RateTable;
  /** Throws `unknown_object`, with a suggestion. */
  object(name: string): CatalogObject;
  has(name: string): boolean;
  roles: ReadonlyMap<string, RoleDocument>;
  optionSets: ReadonlyMap<string, OptionSetDocument>;
  /** Ids of the roll-ups whose stored values are still being worked out. */
  unfinished: ReadonlySet<string>;
  workflows: ReadonlyMap<string, WorkflowDocument>;
  emailTemplates: ReadonlyMap<string, EmailTemplateDocument>;
  /** In their order. */
  dashboards: ReadonlyMap<string, DashboardDocument>;
  actions: ReadonlyMap<string, ActionDocument>;
  /** What code of plugins can be named by other documents. */
  pluginParts: ReadonlyMap<string, PluginPartDocument>;
  /** Memory for values derived from this catalog (checked expressions, compiled statements); dies with it. */
  derived: Map<string, unknown>;
  /** Asked before records change; absent: nobody is. */
  hooks?: WriteHooks;
}

export interface ModelContext extends Context {
  catalog: Catalog;
}
