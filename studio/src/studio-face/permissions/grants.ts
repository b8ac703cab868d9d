import type { FieldPermission, ObjectGrant, Permission, Verb } from '@stratacrm/sdk';

/** Row rules that people ask for most, by name. */
export const ROW_RULES = {
  own: 'record.owner == user.id',
  team: 'record.owner == user.id || record.owner.team in user.teams',
  managed: 'record.owner == user.id || record.owner.team in user.managed_teams',
} as const;

export type RowRule = keyof typeof ROW_RULES;

/** What a permission says in one word. */
export type PermissionChoice = 'no' | 'yes' | RowRule | 'custom';

export const CHOICES: readonly PermissionChoice[] = ['no', 'yes', 'own', 'team', 'managed', 'custom'];

export function choiceOf(permission: Permission | undefined): PermissionChoice {
  if (permission === undefined || permission === false) return 'no';
  if (permission === true) return 'yes';
  const rules = Object.entries(ROW_RULES) as [RowRule, string][];
  return rules.find(([, rule]) => rule === permission)?.[0] ?? 'custom';
}

/** The permission a choice stands for. A condition of one's own begins as what was there before. */
export function permissionOf(choice: PermissionChoice, before: Permission | undefined): Permission {
  if (choice === 'no' || choice === 'yes') return choice === 'yes';
  if (choice !== 'custom') return ROW_RULES[choice];
  return typeof before === 'string' ? before : ROW_RULES.own;
}

/** The grant with one verb set; what is not granted is not written down. */
export function withVerb(grant: ObjectGrant, verb: Verb, permission: Permission): ObjectGrant {
  const { [verb]: _, ...rest } = grant;
  return permission === false ? rest : { ...rest, [verb]: permission };
}

export function fieldPermission(grant: ObjectGrant, field: string): FieldPermission {
  return grant.fields?.[field] ?? grant.fields?.['*'] ?? 'edit';
}

/** The grant with one field set (`*` for all others); what equals the rule for all others is not written down. */
export function withField(grant: ObjectGrant, field: string, permission: FieldPermission): ObjectGrant {
  const fields = { ...grant.fields, [field]: permission };
  const others = fields['*'] ?? 'edit';
  const kept = Object.entries(fields).filter(([name, value]) => (name === '*' ? value !== 'edit' : value !== others));
  const { fields: _, ...rest } = grant;
  return kept.length === 0 ? rest : { ...rest, fields: Object.fromEntries(kept) };
}
