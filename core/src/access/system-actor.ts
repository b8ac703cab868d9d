import type { Actor } from '../kernel/context.ts';
import type { AccessProfile } from './access-profile.ts';

/** Strata itself: first start, demonstration data, back-fills. */
export const SYSTEM_ACTOR: Actor = {
  kind: 'system',
  userId: null,
  email: '',
  name: 'Strata',
  roles: [],
  teams: [],
  managedTeams: [],
  timeZone: 'UTC',
};

/** Everything is allowed. Only for work that no person asked for. */
export const SYSTEM_ACCESS: AccessProfile = {
  key: 'system',
  permission: () => ({ kind: 'all' }),
  field: () => 'edit',
  right: () => true,
  serves: () => true,
};
