import {
  unnamedField,
  type CompiledField,
  type FieldPermission,
  type ObjectGrant,
  type Permission,
  type Verb,
} from '@stratacrm/sdk';

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

/** What a grant has to know of a field. */
export type GrantedField = Pick<CompiledField, 'name' | 'sensitivity' | 'system'>;

export function fieldPermission(grant: ObjectGrant, field: GrantedField): FieldPermission {
  return grant.fields?.[field.name] ?? unnamedField(grant, field);
}

/** What is said of all fields that are not named. */
export function otherFields(grant: ObjectGrant): FieldPermission {
  return unnamedField(grant, {});
}

/** The grant with one field set; what it says of the field already, by what it says of all others, is not written down. */
export function withField(grant: ObjectGrant, field: GrantedField, permission: FieldPermission): ObjectGrant {
  const { [field.name]: _, ...named } = grant.fields ?? {};
  const others = { ...named, '*': otherFields(grant) };
  const implied = unnamedField({ fields: others }, field);
  return withFields(grant, implied === permission ? others : { ...others, [field.name]: permission });
}

/** The grant with all fields set that are not named; what is named stays, unless it says the same. */
export function withOthers(
  grant: ObjectGrant,
  permission: FieldPermission,
  secret: (field: string) => boolean,
): ObjectGrant {
  const others = { '*': permission };
  const implied = (name: string) => unnamedField({ fields: others }, secret(name) ? { sensitivity: 'secret' } : {});
  const named = Object.entries(grant.fields ?? {}).filter(([name, value]) => name !== '*' && value !== implied(name));
  return withFields(grant, { ...Object.fromEntries(named), ...others });
}

/** Every field to be edited is what a grant without fields says. */
function withFields(grant: ObjectGrant, fields: Record<string, FieldPermission>): ObjectGrant {
  const { fields: _, ...rest } = grant;
  return Object.keys(fields).length === 1 && fields['*'] === 'edit' ? rest : { ...rest, fields };
}
