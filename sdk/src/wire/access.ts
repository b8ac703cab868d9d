import type { JsonObject, JsonValue } from '../json.ts';
import type { Label, Locale } from '../label.ts';
import type { FieldPermission, SystemRight } from '../documents/role.ts';
import type { ViewBody } from '../documents/view.ts';

export interface UserInfo {
  id: string;
  email: string;
  name: string;
  roles: string[];
  teams: string[];
  locale: Locale;
  time_zone: string;
  active: boolean;
  portal: PortalInfo | null;
}

/** Somebody from outside, who sees what his own record opens. */
export interface PortalInfo {
  /** Id of the object's document. */
  object_id: string;
  /** Id of his record: a contact, an account. */
  record: string;
}

export interface Me extends UserInfo {
  rights: SystemRight[];
  /** What his roles are called, by their names. */
  role_labels: Record<string, Label>;
  /** A role demands a second factor that is not set up yet; until then nothing else is open. */
  second_factor_needed: boolean;
  /** The administrator who looks through his eyes in this session. */
  seen_by: { id: string; name: string } | null;
}

/** How it stands with somebody's codes beside the password. */
export interface SecondFactorInfo {
  enabled: boolean;
  /** One of his roles demands it. */
  required: boolean;
  recovery_codes_left: number;
}

/** One device somebody is signed in on. */
export interface SessionInfo {
  id: string;
  /** The session that asks. */
  current: boolean;
  created_at: string;
  /** Of its last use, exact to five minutes. */
  seen_at: string;
  /** When it ends if it is not used again. */
  expires_at: string;
  address: string | null;
  user_agent: string | null;
}

/** A key that a program signs in with, as it is seen later; the key itself is told once. */
export interface ApiKeyInfo {
  id: string;
  name: string;
  /** Its last characters, to tell keys apart. */
  hint: string;
  /** The roles it is limited to; null: all of the user's. */
  roles: string[] | null;
  created_at: string;
  used_at: string | null;
  expires_at: string | null;
}

/** What the audit log tells of. Append-only. */
export const AUDIT_ACTIONS = [
  'signed_in',
  'sign_in_refused',
  'sign_in_locked',
  'signed_out',
  'sessions_ended',
  'user_created',
  'user_changed',
  'see_as_started',
  'see_as_ended',
  'team_created',
  'team_changed',
  'api_key_created',
  'api_key_deleted',
  'published',
  'rolled_back',
  'plugin_installed',
  'plugin_upgraded',
  'plugin_removed',
  'plugin_enabled',
  'plugin_disabled',
  'plugin_settings_changed',
  'plugin_connector_changed',
  'publisher_trusted',
  'publisher_distrusted',
  'settings_changed',
  'second_factor_on',
  'second_factor_off',
  'second_factor_reset',
  'recovery_code_used',
  'recovery_codes_renewed',
  'team_deleted',
  'record_shared',
  'record_unshared',
  'records_exported',
  'value_revealed',
  'records_purged',
  'person_exported',
  'person_anonymised',
  'connection_changed',
  'connection_deleted',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** To whom or what something was done. */
export interface AuditSubject {
  kind: string;
  id: string | null;
  name: string;
}

/** One line of the audit log; it is never changed or taken out. */
export interface AuditEntry {
  /** Counts from 1 without a gap. */
  number: number;
  at: string;
  action: AuditAction;
  /** Who did it, as he was called then; without an id: Strata itself, or nobody known. */
  actor: { id: string | null; name: string; email: string };
  api_key: string | null;
  address: string | null;
  user_agent: string | null;
  request_id: string | null;
  subject: AuditSubject | null;
  detail: JsonObject;
  /** SHA-256 over the hash of the entry before and all of this one, in hexadecimal. */
  hash: string;
}

/** Whether the audit log is as it was written. */
export interface AuditCheck {
  intact: boolean;
  /** How many entries are in order, from the first on. */
  entries: number;
  /** Hash of the last of them: noted elsewhere, it proves later that nothing up to there was changed. */
  head: string;
  /** The first entry that was changed or is missing. */
  broken: number | null;
}

/** A role as it is called. */
export interface RoleName {
  name: string;
  label: Label;
}

/** A field whose values tell of a person or are secret. */
export interface SensitiveField {
  object: string;
  object_label: Label;
  field: string;
  label: Label;
  sensitivity: 'personal' | 'secret';
  /** Said of the field itself; false: suggested by its type. */
  stated: boolean;
  /** Living records of the object. */
  records: number;
  /** How many of them have a value in it; null for what is computed. */
  filled: number | null;
  /** The roles that show it. */
  read_by: RoleName[];
  /** The roles that mask it. */
  masked_for: RoleName[];
  /** The plugins that were granted it, by their ids. */
  plugins: RoleName[];
}

export interface DelegationInfo {
  user: { id: string; name: string; email: string };
  /** Names of his roles that give the right. */
  given_by: string[];
  /** Ids of the teams he manages and all beneath them. */
  teams: string[];
  /** How many users he manages. */
  people: number;
  /** Names of the roles he may hand out. */
  roles: string[];
}

/** A team of the tree of teams. */
export interface TeamInfo {
  id: string;
  name: string;
  parent: string | null;
  manager: string | null;
}

/** A view a person saved. */
export interface SavedView extends ViewBody {
  id: string;
  name: string;
  owner: string;
  shared_with: 'nobody' | 'team' | 'everybody';
}

/** What a share lets somebody do with the record; what his roles say of the object's fields stands. */
export type ShareLevel = 'read' | 'edit';

/** A record handed to a person or a team by hand. */
export interface RecordShare {
  id: string;
  with: { kind: 'user' | 'team'; id: string; name: string };
  level: ShareLevel;
  reason: string;
  /** null: until somebody ends it. */
  expires_at: string | null;
  created_at: string;
  created_by: { id: string; name: string } | null;
}

/** The shares of a record that the asker may know of, and what he himself may hand out. */
export interface RecordShares {
  shares: RecordShare[];
  /** null: he may not share it. */
  may_share: ShareLevel | null;
}

export interface ShareInput {
  /** Id of a user; or of a team. */
  user?: string;
  team?: string;
  level: ShareLevel;
  reason?: string;
  expires_at?: string | null;
}

/** A value that a condition reads. */
export interface ExplainedValue {
  /** As the rule names it: `record.owner`, `user.id`. */
  name: string;
  value: JsonValue;
  /** Of a record or records: what they are called. */
  text?: string;
}

/** A row rule, or a part of it, and whether it holds of the record in question. */
export interface ExplainedCondition {
  source: string;
  /** null: neither, for something is missing; `hidden`: it reads what whoever asks may not see. */
  holds: boolean | null | 'hidden';
  /** How the parts are joined; absent where there are none. */
  join?: 'and' | 'or' | 'not';
  parts?: ExplainedCondition[];
  /** What it reads, of a condition without parts; nothing of what is hidden. */
  values?: ExplainedValue[];
}

/** What one role says of an action on an object, a record and a field. */
export interface ExplainedGrant {
  role: string;
  label?: Label;
  object: boolean;
  row: 'all' | 'matches' | 'does_not_match' | 'none';
  field?: FieldPermission;
  /** The row rule as it is written; absent without one, and for whoever may not know its fields. */
  rule?: string;
  /** The rule on this record, piece by piece; absent where the asker does not see the record. */
  condition?: ExplainedCondition;
}

/** Why something is allowed or not. */
export interface Explanation {
  user: { id: string; name: string; active: boolean };
  allowed: boolean;
  /** Each role looked at. */
  grants: ExplainedGrant[];
  /** The record is shared with him, and what that adds counts. */
  shares: RecordShare[];
  /** Who owns the record; null where nobody does or it is not told. */
  owner: { id: string; name: string } | null;
  /** Roles of his that the API key he came with leaves out. */
  left_out_by_key: string[];
  /** What is missing, when not allowed. */
  missing: string | null;
  /** Where it is missing. */
  missing_at: 'object' | 'record' | 'field' | null;
  /** What would allow it; empty when it is allowed. */
  remedies: ExplainedRemedy[];
}

/** One thing that would allow it. */
export type ExplainedRemedy =
  /** A role that he has not. */
  | { kind: 'role'; role: string; label: Label }
  /** A share, which these may give. */
  | { kind: 'share'; by: { id: string; name: string }[] }
  /** Nobody else can help: those who give roles. */
  | { kind: 'administrator'; by: { id: string; name: string }[] };

/** Somebody who can see a record, and why. */
export interface RecordReader {
  id: string;
  name: string;
  /** By which of his roles. */
  roles: { role: string; label: Label }[];
  /** By which shares. */
  shares: string[];
  /** He may change it too. */
  edit: boolean;
}
