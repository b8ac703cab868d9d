import type { Label } from '../label.ts';
import type { WorkflowSetting } from '../workflow/setting.ts';

/** One setting of a connection. A secret one is written and never read. */
export interface ConnectionSetting extends WorkflowSetting {
  type: 'text' | 'integer' | 'select';
  secret?: true;
}

/** A kind of connection to something outside: its form, its check and its documentation come from this. */
export interface ConnectionKind {
  name: string;
  label: Label;
  description: Label;
  /** Name of a Lucide icon. */
  icon: string;
  /** A workspace has at most one, and this is its name. */
  only?: string;
  settings: readonly ConnectionSetting[];
}

/** A connection as the API shows it. */
export interface ConnectionInfo {
  kind: string;
  name: string;
  title: string;
  settings: { [name: string]: string | number | null };
  /** Names of the secrets that it has. */
  secrets: string[];
  updated_at: string;
}
