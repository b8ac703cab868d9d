import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { readerSight, type Sight } from '../sight/sight.ts';

const READ = { en: 'read', zh: '查看' };

/** The reader's sight, once it is sure that he may see some records of the object. Throws `unknown_object`, `forbidden`. */
export function sightOn(ctx: AccessContext, objectName: string, past = false): { object: CatalogObject; sight: Sight } {
  const object = ctx.catalog.object(objectName);
  const sight = readerSight(ctx.catalog, ctx.access, past);
  if (sight.model.objects[objectName] === undefined)
    throw new StrataError('forbidden', { verb: READ, object: object.label });
  return { object, sight };
}
