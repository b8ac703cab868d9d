import type { AccessContext } from '../access/access-profile.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../access/system-actor.ts';
import type { Queryable } from '../kernel/database.ts';
import type { Catalog } from '../model/catalog.ts';

/** The context in which conditions of triggers are looked at: as with rules, their author decides and not their reader. */
export function systemContext(db: Queryable, catalog: Catalog): AccessContext {
  return {
    db,
    actor: SYSTEM_ACTOR,
    access: SYSTEM_ACCESS,
    cause: { kind: 'workflow' },
    catalog,
    locale: catalog.model.workspace.locale,
    now: new Date(),
    requestId: 'workflow',
  };
}
