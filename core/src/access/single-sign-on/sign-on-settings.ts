import type { Config } from '../../kernel/config.ts';
import { StartupError } from '../../kernel/startup-error.ts';

/** How one signs in elsewhere, as whoever runs the server has set it. */
export interface SignOnSettings {
  issuer: URL;
  clientId: string;
  /** null: a public client, which PKCE alone protects. */
  clientSecret: string | null;
  /** What stands on the button. */
  label: string;
  scope: string;
  /** The claim that says to which groups a person belongs there. */
  rolesClaim: string;
  /** Role here by group there; empty: roles are given here only. */
  roles: ReadonlyMap<string, string>;
  /** Whether who has no account gets one. */
  createUsers: boolean;
}

/** null where no provider is set. */
export function signOnSettings(config: Config): SignOnSettings | null {
  if (config.oidcIssuer === null) return null;
  if (config.oidcClientId === null)
    throw new StartupError('STRATA_OIDC_ISSUER is set but STRATA_OIDC_CLIENT_ID is not; single sign-on needs both.');
  return {
    issuer: new URL(config.oidcIssuer),
    clientId: config.oidcClientId,
    clientSecret: config.oidcClientSecret,
    label: config.oidcLabel,
    scope: config.oidcScope,
    rolesClaim: config.oidcRolesClaim,
    roles: config.oidcRoles ?? new Map(),
    createUsers: config.oidcCreateUsers,
  };
}
