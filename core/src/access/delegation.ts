import {
  StrataError,
  SYSTEM_RIGHTS,
  VERBS,
  type CompiledField,
  type CompiledObject,
  type ErrorCode,
  type ExpressionNode,
  type Issue,
  type ObjectGrant,
  type Permission,
  type RoleDocument,
  type UserInfo,
  type Verb,
} from '@stratacrm/sdk';
import type { AccessContext, AccessProfile } from './access-profile.ts';
import { allowsField, fieldPermission, grantOf, rowRule } from './compile-access.ts';

/**
 * Nobody hands out more than he holds: throws `beyond_own_rights` for a role that allows anything the actor's own
 * roles do not, and `not_an_option` for one there is not.
 */
export function requireMayHandOut(ctx: AccessContext, roles: readonly string[]): void {
  const unknown = roles.flatMap((name, index) => (ctx.catalog.roles.has(name) ? [] : [unknownRole(name, index)]));
  if (unknown.length > 0) throw StrataError.invalid(unknown);
  const beyond = roles.find((name) => !holds(ctx, name));
  if (beyond === undefined) return;
  const role = ctx.catalog.roles.get(beyond)?.label ?? beyond;
  const issue: Issue = { path: `roles.${roles.indexOf(beyond)}`, code: 'beyond_own_rights', params: { role } };
  throw new StrataError('beyond_own_rights', { role }, [issue]);
}

/** Whether the actor's own roles allow at least what this role allows; a role there is not (any longer) allows nothing. */
export function holds(ctx: Pick<AccessContext, 'actor' | 'access' | 'catalog'>, name: string): boolean {
  const role = ctx.catalog.roles.get(name);
  if (role === undefined || ctx.actor.roles.includes(name)) return true;
  const rights = SYSTEM_RIGHTS.filter((right) => role.rights?.includes(right) ?? false);
  return rights.every((right) => ctx.access.right(right)) && holdsGrants(ctx, role);
}

/** Who could open the account of somebody with more rights would hold those rights: throws `beyond_own_rights`. */
export function requireNoMorePowerful(ctx: AccessContext, user: Pick<UserInfo, 'roles'>): void {
  const beyond = user.roles.find((role) => !holds(ctx, role));
  if (beyond === undefined) return;
  throw new StrataError('beyond_own_rights', { role: ctx.catalog.roles.get(beyond)?.label ?? beyond });
}

function holdsGrants(ctx: Pick<AccessContext, 'access' | 'catalog'>, role: RoleDocument): boolean {
  return Object.values(ctx.catalog.model.objects)
    .filter((object) => !object.managed)
    .every((object) => {
      const grant = grantOf(role, object.name);
      return grant === undefined || holdsGrant(ctx, object, grant);
    });
}

function holdsGrant(
  ctx: Pick<AccessContext, 'access' | 'catalog'>,
  object: CompiledObject,
  grant: ObjectGrant,
): boolean {
  const { access } = ctx;
  const verbs = VERBS.every((verb) => holdsVerb(ctx, object.name, verb, grant[verb] ?? false));
  const fields = Object.values(object.fields).every((field) => {
    const own = access.field(object.name, field.name);
    return allowsField(own, fieldPermission(grant, field)) || (own === 'masked' && mayUnmask(access, field));
  });
  return verbs && fields;
}

function holdsVerb(
  { access, catalog }: Pick<AccessContext, 'access' | 'catalog'>,
  object: string,
  verb: Verb,
  given: Permission,
): boolean {
  if (given === false) return true;
  const own = access.permission(object, verb);
  if (own.kind !== 'rows') return own.kind === 'all';
  const rule = given === true ? null : rowRule(catalog, object, given);
  return rule !== null && holdsRule(new Set(own.rules.flatMap(({ node }) => alternativesOf(node))), rule.node);
}

/**
 * Whether every record the rule lets through is let through by what one holds, as far as it can be read off the rules:
 * who has his own and his team's may hand out his own, and his own of one region.
 */
function holdsRule(held: ReadonlySet<string>, node: ExpressionNode): boolean {
  if (held.has(comparable(node))) return true;
  if (node.kind !== 'logic') return false;
  const holdsPart = (part: ExpressionNode): boolean => holdsRule(held, part);
  return node.operator === 'or' ? node.operands.every(holdsPart) : node.operands.some(holdsPart);
}

function alternativesOf(node: ExpressionNode): string[] {
  const parts = node.kind === 'logic' && node.operator === 'or' ? node.operands.flatMap(alternativesOf) : [];
  return [comparable(node), ...parts];
}

/** Equal for conditions that differ in spaces and brackets only. */
function comparable(node: ExpressionNode): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value));
}

/** What is secret is masked for administrators too; who writes the roles decides which of them opens it, and for whom. */
function mayUnmask(access: AccessProfile, field: CompiledField): boolean {
  return field.sensitivity === 'secret' && access.right('configure');
}

function unknownRole(value: string, index: number): Issue {
  const code: ErrorCode = 'not_an_option';
  return { path: `roles.${index}`, code, params: { value } };
}
