import type { RoleName } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { readInstalled } from './installed-plugins.ts';

/** The plugins that are switched on and were granted a field: to read it, or to set it. */
export async function pluginsWithField(db: Queryable): Promise<(object: string, field: string) => RoleName[]> {
  const plugins = (await readInstalled(db)).filter((plugin) => plugin.enabled);
  return (object, field) =>
    plugins
      .filter(({ granted }) =>
        granted.some(
          (each) =>
            each.kind === 'records' && each.object === object && (each.fields === '*' || each.fields.includes(field)),
        ),
      )
      .map(({ id, manifest }) => ({ name: id, label: manifest.label }));
}
