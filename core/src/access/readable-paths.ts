import { checkExpression, childListOf, partField, relationOf, type CompiledModel } from '@stratacrm/sdk';
import { rollupOf, type Rollup } from '../model/rollups/rollup.ts';
import type { AccessProfile } from './access-profile.ts';
import { allowsField } from './compile-access.ts';

/** Which places of the model a reader may see, each named by a field or a dotted path through references. */
export interface ReadablePaths {
  object(name: string): boolean;
  field(object: string, field: string): boolean;
  /** Whether every field on the way may be read. */
  path(object: string, path: readonly string[]): boolean;
  /** Whether an expression names only what may be read; one that cannot be checked might name anything. */
  expression(object: string, source: string, form: 'filter' | 'record'): boolean;
}

export function readablePaths(model: CompiledModel, access: AccessProfile): ReadablePaths {
  const known = new Map<string, boolean>();
  const object = (name: string): boolean =>
    Object.hasOwn(model.objects, name) &&
    model.objects[name]!.archived !== true &&
    access.permission(name, 'read').kind !== 'no';
  const granted = (of: string, name: string): boolean => {
    const fields = object(of) ? model.objects[of]!.fields : {};
    if (!Object.hasOwn(fields, name) || fields[name]!.archived === true) return false;
    if (!allowsField(access.field(of, name), 'read')) return false;
    const list = childListOf(fields[name]!);
    if (list !== undefined) return field(list.object, list.via);
    // A formula tells of everything it reads, and so does a roll-up.
    const formula = fields[name]!.expression;
    if (formula !== undefined) return expression(of, formula, 'record');
    const rollup = rollupOf(fields[name]!);
    return rollup === undefined || inputs(rollup);
  };
  const inputs = ({ children, via, of, where }: Rollup): boolean =>
    [via, ...(of === null ? [] : [of])].every((name) => field(children, name)) &&
    (where === null || expression(children, where, 'record'));
  const field = (of: string, name: string): boolean => {
    const key = `${of}.${name}`;
    let readable = known.get(key);
    if (readable === undefined) {
      // While it is being decided a formula that reads itself counts as hidden.
      known.set(key, false);
      known.set(key, (readable = granted(of, name)));
    }
    return readable;
  };
  const path = (of: string, [first, ...rest]: readonly string[]): boolean => {
    if (first === undefined) return true;
    if (!field(of, first)) return false;
    const target = model.objects[of]!.fields[first]!;
    if (rest.length === 1 && partField(target, rest[0]!) !== undefined) return true;
    if (rest.length === 0) return true;
    const relation = relationOf(target);
    const next = relation?.kind === 'any' ? undefined : (relation?.to ?? childListOf(target)?.object);
    return next !== undefined && path(next, rest);
  };
  const expression: ReadablePaths['expression'] = (of, source, form) => {
    const result = checkExpression(source, { model, object: of, form, sql: false });
    if (!result.ok) return false;
    return result.expression.reads.every((each) => {
      const [on = '', name = ''] = each.split('.');
      return field(on, name);
    });
  };
  return { object, field, path, expression };
}
