import { partField, type CheckedExpression, type CompiledField, type RuleDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { modelExpression } from '../sight/checked-expression.ts';
import { referenceTarget } from '../sight/reference-target.ts';
import type { Way } from './ways.ts';

/**
 * Whether everything that decides on a move of the object is for this reader to see. Where it is not, an answer worked out
 * from it would tell him what is hidden.
 */
export function seesWhatDecides(ctx: AccessContext, object: CatalogObject, ways: readonly Way[]): boolean {
  const may = readablePaths(ctx.catalog.model, ctx.access);
  const permission = ctx.access.permission(object.name, 'update');
  const expressions = [
    ...ways.flatMap(({ guard, allowed, set }) => [guard, allowed, ...set.map(({ value }) => value)]),
    ...object.rules.flatMap(sourcesOf).map((source) => modelExpression(ctx.catalog, object.name, source)),
    ...(permission.kind === 'rows' ? permission.rules : []),
  ].filter((each) => each !== null);
  return expressions.every(
    (each) => may.expression(object.name, each.source, 'record') && staysInSight(ctx, object, each),
  );
}

function sourcesOf(rule: RuleDocument): string[] {
  if (rule.archived === true || rule.type === 'visibility' || rule.type === 'check') return [];
  const sources = rule.type === 'validation' ? [rule.when, rule.assert] : [rule.when, rule.value];
  return sources.filter((source) => source !== undefined);
}

/** It asks for no records but those of which this reader sees every one. */
function staysInSight(ctx: AccessContext, object: CatalogObject, { paths, oldPaths, usesRecords }: CheckedExpression) {
  if (usesRecords) return readsEverything(ctx);
  return [...paths, ...oldPaths].every((path) => {
    let at: CatalogObject | undefined = object;
    for (const name of path.slice(0, -1)) {
      const field: CompiledField | undefined = at?.fields[name];
      if (field !== undefined && partField(field, path.at(-1)!) !== undefined) return true;
      const target: string | null = field === undefined ? null : referenceTarget(field);
      if (target === null || ctx.access.permission(target, 'read').kind !== 'all') return false;
      at = ctx.catalog.object(target);
    }
    return true;
  });
}

function readsEverything({ catalog, access }: AccessContext): boolean {
  return Object.keys(catalog.model.objects).every((name) => access.permission(name, 'read').kind === 'all');
}
