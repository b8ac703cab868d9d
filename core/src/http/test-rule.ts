import { checkExpression, StrataError, type Issue, type RecordData } from '@stratacrm/sdk';
import { referenceTarget } from '../model/build-catalog.ts';
import type { Catalog } from '../model/catalog.ts';
import { breakingRecords, type TestedRule } from '../records/breaking-records.ts';
import { scanRecords } from '../records/scan-records.ts';
import type { RequestContext } from './request-context.ts';

const SHOWN = 10;

/** What a rule would refuse; `breaking` is null where standing records cannot tell, and `untested` says why. */
export interface TestedRecords {
  breaking: number | null;
  sample: RecordData[];
  untested: 'not_live' | 'about_changes' | null;
}

/**
 * Tries a rule of a draft on the records there are. Formulas are taken from the draft; a field of the draft that has no
 * values yet cannot be tried, nor can a rule about the change itself.
 */
export async function testRule(ctx: RequestContext, layer: string, rule: TestedRule): Promise<TestedRecords> {
  const preview = await ctx.workspace.model.previewCatalog(layer);
  requireChecked(preview, rule);
  if (!isLive(preview, ctx.catalog, rule)) return { breaking: null, sample: [], untested: 'not_live' };
  const found = await breakingRecords(ctx, preview, rule, SHOWN);
  if (found === null) return { breaking: null, sample: [], untested: 'about_changes' };
  if (found.count === 0) return { breaking: 0, sample: [], untested: null };
  const { name_field } = ctx.catalog.object(rule.object);
  const sample = await scanRecords(ctx, rule.object, { fields: ['id', name_field], ids: found.sample, limit: SHOWN });
  return { breaking: found.count, sample, untested: null };
}

/** Whether every value that the rule reads, also through formulas, stands in a column of the live release. */
function isLive(preview: Catalog, live: Catalog, { object, assert, when = 'true' }: TestedRule): boolean {
  if (live.model.objects[object] === undefined) return false;
  return [assert, when].every((source) => pathsOf(preview, object, source).every((path) => reads(object, path)));

  function reads(from: string, [name = '', ...rest]: readonly string[]): boolean {
    const field = preview.model.objects[from]?.fields[name];
    if (field === undefined) return true;
    if (field.expression !== undefined)
      return pathsOf(preview, from, field.expression).every((path) => reads(from, path));
    const known = live.model.objects[from]?.fields[name];
    if (known?.id !== field.id || known.type !== field.type || known.to !== field.to) return false;
    const target = rest.length === 0 ? null : referenceTarget(field);
    return target === null || reads(target, rest);
  }
}

function pathsOf({ model }: Catalog, object: string, source: string): readonly (readonly string[])[] {
  const result = checkExpression(source, { model, object, form: 'record' });
  return result.ok ? [...result.expression.paths, ...result.expression.oldPaths] : [];
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
