import { AUDIT_ACTIONS, type AuditAction } from '@stratacrm/sdk';

/** What one filters the audit log by. */
export const AUDIT_GROUPS = {
  sign_in: ['signed_in', 'sign_in_refused', 'sign_in_locked', 'signed_out', 'sessions_ended', 'recovery_code_used'],
  people: [
    'user_created',
    'user_changed',
    'see_as_started',
    'see_as_ended',
    'team_created',
    'team_changed',
    'team_deleted',
    'api_key_created',
    'api_key_deleted',
    'second_factor_on',
    'second_factor_off',
    'second_factor_reset',
    'recovery_codes_renewed',
    'record_shared',
    'record_unshared',
  ],
  data: ['records_exported', 'value_revealed', 'records_purged', 'person_exported', 'person_anonymised'],
  configuration: ['published', 'rolled_back', 'settings_changed', 'connection_changed', 'connection_deleted'],
  plugins: [
    'plugin_installed',
    'plugin_upgraded',
    'plugin_removed',
    'plugin_enabled',
    'plugin_disabled',
    'plugin_settings_changed',
    'plugin_connector_changed',
    'publisher_trusted',
    'publisher_distrusted',
  ],
} as const satisfies Record<string, readonly AuditAction[]>;

export type AuditGroup = keyof typeof AUDIT_GROUPS;

/** Actions in no group could not be found by it; a test holds this empty. */
export function ungroupedActions(): AuditAction[] {
  const grouped = new Set<AuditAction>(Object.values(AUDIT_GROUPS).flat());
  return AUDIT_ACTIONS.filter((action) => !grouped.has(action));
}
