import type { Catalog } from '../../model/catalog.ts';
import type { Identity } from '../identity.ts';

/** Whether one of these roles is only for those who sign in with a second factor. */
export function demandsSecondFactor(catalog: Catalog, roles: readonly string[]): boolean {
  return roles.some((name) => {
    const role = catalog.roles.get(name);
    return role?.second_factor === 'required' && role.archived !== true;
  });
}

/** Whether a session must first set up a second factor. A key is no session; who signed in elsewhere proved himself there. */
export function lacksSecondFactor(catalog: Catalog, identity: Identity): boolean {
  if (identity.sessionId === null || identity.byPassword !== true || identity.secondFactor === true) return false;
  return demandsSecondFactor(catalog, identity.actor.roles);
}
