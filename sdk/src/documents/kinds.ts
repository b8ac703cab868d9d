import type { ActionDocument } from './action.ts';
import type { DashboardDocument } from './dashboard.ts';
import type { EmailTemplateDocument } from './email-template.ts';
import type { FieldDocument, OptionSetDocument } from './field.ts';
import type { LayoutDocument } from './layout.ts';
import type { ObjectDocument } from './object.ts';
import type { PageDocument } from './page.ts';
import type { PluginPartDocument } from './plugin-part.ts';
import type { ProcessDocument } from './process.ts';
import type { RoleDocument } from './role.ts';
import type { RuleDocument } from './rule.ts';
import type { ScreenDocument } from './screen.ts';
import type { ViewDocument } from './view.ts';
import type { ViewTypeDocument } from './view-type.ts';
import type { WorkflowDocument } from './workflow.ts';

/** Every kind of document and its shape. */
export interface DocumentKinds {
  object: ObjectDocument;
  field: FieldDocument;
  option_set: OptionSetDocument;
  layout: LayoutDocument;
  view: ViewDocument;
  rule: RuleDocument;
  process: ProcessDocument;
  role: RoleDocument;
  workflow: WorkflowDocument;
  email_template: EmailTemplateDocument;
  screen: ScreenDocument;
  page: PageDocument;
  dashboard: DashboardDocument;
  action: ActionDocument;
  plugin_part: PluginPartDocument;
  view_type: ViewTypeDocument;
}

export type DocumentKind = keyof DocumentKinds;

/** One piece of configuration. */
export type Document = DocumentKinds[DocumentKind];

export const DOCUMENT_KINDS = [
  'object',
  'field',
  'option_set',
  'layout',
  'view',
  'rule',
  'process',
  'role',
  'workflow',
  'email_template',
  'screen',
  'page',
  'dashboard',
  'action',
  'plugin_part',
  'view_type',
] as const satisfies readonly DocumentKind[];

/** The key of a document in addresses: its name, for a field `object.name`. */
export function documentKey(document: Document): string {
  return document.kind === 'field' ? `${document.object}.${document.name}` : document.name;
}
