import type { JsonObject } from '../json.ts';
import type { Locale } from '../label.ts';
import type { SystemRight } from '../documents/role.ts';
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
}

export interface Me extends UserInfo {
  rights: SystemRight[];
  /** A role demands a second factor that is not set up yet; until then nothing else is open. */
  second_factor_needed: boolean;
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

/** What the audit log tells of. Append-only. */
export const AUDIT_ACTIONS = [
  'signed_in',
  'sign_in_refused',
  'sign_in_locked',
  'signed_out',
  'sessions_ended',
  'user_created',
  'user_changed',
  'team_created',
  'team_changed',
  'api_key_created',
  'api_key_deleted',
  'published',
  'rolled_back',
  'plugin_installed',
  'settings_changed',
  'second_factor_on',
  'second_factor_off',
  'second_factor_reset',
  'recovery_code_used',
  'recovery_codes_renewed',
  'team_deleted',
  'record_shared',
  'record_unshared',
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

/** One reason why something is allowed or not. */
export interface Explanation {
  allowed: boolean;
  /** Each role looked at, what it says of the object, row and field. */
  grants: {
    role: string;
    object: boolean;
    row: 'all' | 'matches' | 'does_not_match' | 'none';
    field?: 'none' | 'read' | 'edit';
  }[];
  /** What is missing, when not allowed. */
  missing: string | null;
}
