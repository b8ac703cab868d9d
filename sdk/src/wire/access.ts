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
