import { checkExpression, StrataError, type Issue, type RecordData } from '@stratacrm/sdk';
import type { Catalog } from '../model/catalog.ts';
import { breakingRecords, type TestedRule } from '../records/breaking-records.ts';
import { scanRecords } from '../records/scan-records.ts';
import type { RequestContext } from './request-context.ts';

const SHOWN = 10;

/** Tries a rule of a draft on the records there are. What it says of fields that are not live yet cannot be tried. */
export async function testRule(
  ctx: RequestContext,
  layer: string,
  rule: TestedRule,
): Promise<{ breaking: number; sample: RecordData[] }> {
  requireChecked(await ctx.workspace.model.previewCatalog(layer), rule);
  if (!ctx.catalog.has(rule.object) || problems(ctx.catalog, rule).length > 0) return { breaking: 0, sample: [] };
  const found = await breakingRecords(ctx, ctx.catalog, rule, SHOWN);
  if (found === null || found.count === 0) return { breaking: 0, sample: [] };
  const { name_field } = ctx.catalog.object(rule.object);
  const sample = await scanRecords(ctx, rule.object, { fields: ['id', name_field], ids: found.sample, limit: SHOWN });
  return { breaking: found.count, sample };
}

function requireChecked(catalog: Catalog, rule: TestedRule): void {
  catalog.object(rule.object);
  const [first, ...rest] = problems(catalog, rule);
  if (first !== undefined) throw new StrataError(first.code, first.params, [first, ...rest]);
}

function problems(catalog: Catalog, { object, assert, when }: TestedRule): Issue[] {
  return Object.entries({ assert, when }).flatMap(([path, source]) => {
    if (source === undefined) return [];
    const result = checkExpression(source, { model: catalog.model, object, form: 'record', expect: { type: 'bool' } });
    return result.ok
      ? []
      : result.problems.map(({ code, params }) => ({ path: `rule.${path}`, code, ...(params && { params }) }));
  });
}
