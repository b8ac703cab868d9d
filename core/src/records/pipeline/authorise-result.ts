import type { CheckedExpression, Issue, Verb } from '@stratacrm/sdk';
import { isDeepStrictEqual } from 'node:util';
import type { ObjectPermission } from '../../access/access-profile.ts';
import { formulaOf } from '../sight/checked-expression.ts';
import { planned } from '../sql/catalog-memory.ts';
import { VERBS, forbiddenRow } from './authorise-object.ts';
import { holds, holdsAlready, prepareFor } from './write-bindings.ts';
import { soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** The row rules must also hold of the record as it is to be: nobody writes a record out of his own reach, or into it. */
export const authoriseResult: WriteStage = {
  name: 'authorise resulting row',
  async run(batch) {
    const writes = soundEdits(batch);
    const verbs: Verb[] = ['read', ...new Set(writes.map((write) => VERBS[write.action]))];
    const open = writes.filter((write) => verbsOf(write).some((verb) => !permitsAlready(batch, write, verb)));
    if (open.length > 0)
      await prepareFor(
        batch,
        verbs.flatMap((verb) => rulesOf(batch, verb)),
        open,
      );
    for (const write of writes) {
      if (!permits(batch, write, VERBS[write.action])) write.issues.push(forbiddenRow(write.action));
      if (takesOver(write)) write.issues.push(forbiddenOwner(batch));
      write.readable = permits(batch, write, 'read');
    }
  },
};

function verbsOf({ action }: Write): readonly Verb[] {
  return ['read', VERBS[action]];
}

function rulesOf({ ctx, object }: WriteBatch, verb: Verb): readonly CheckedExpression[] {
  const permission = ctx.access.permission(object.name, verb);
  return permission.kind === 'rows' ? permission.rules : [];
}

/** Who is let in for a while must not make the record his own by it. */
function takesOver({ byShareAlone, before, after }: Write): boolean {
  return byShareAlone && before !== null && before['owner'] !== after['owner'];
}

function forbiddenOwner({ object }: WriteBatch): Issue {
  return { path: 'owner', code: 'forbidden_field', params: { label: object.fields['owner']?.label ?? 'owner' } };
}

function isShared({ shared }: Write, permission: ObjectPermission, verb: Verb): boolean {
  if (permission.kind !== 'rows' || permission.shares === 'none') return false;
  return verb === 'read' ? shared !== null : verb === 'update' && shared === 'edit';
}

function permits(batch: WriteBatch, write: Write, verb: Verb, test = holds): boolean {
  const permission = batch.ctx.access.permission(batch.object.name, verb);
  if (permission.kind !== 'rows') return permission.kind === 'all';
  if (isShared(write, permission, verb) || isAsItWas(batch, write, verb)) return true;
  return permission.rules.some((rule) => test(batch, write, rule));
}

function permitsAlready(batch: WriteBatch, write: Write, verb: Verb): boolean {
  return permits(batch, write, verb, holdsAlready);
}

/**
 * The record was read through these rules, and nothing of what they ask is another than it was: they hold of it as they did.
 * Most changes are of this kind, and nobody's team needs to be looked up for them.
 */
function isAsItWas(batch: WriteBatch, { before, after, byShareAlone }: Write, verb: Verb): boolean {
  if (before === null || batch.upper !== null || (byShareAlone && verb !== 'read')) return false;
  return rulesOf(batch, verb).every((rule) => {
    const read = fieldsRead(batch, rule);
    return read?.every((name) => isDeepStrictEqual(before[name], after[name])) === true;
  });
}

/** Stored fields that a rule reads of the record, itself or by its formulas; null where it asks for lists of records. */
function fieldsRead({ ctx, object }: WriteBatch, rule: CheckedExpression): readonly string[] | null {
  return planned(ctx.catalog, `read by rule|${object.name}|${rule.source}`, () => {
    const read = new Set<string>();
    const follow = ({ paths, oldPaths, usesRecords }: CheckedExpression): boolean =>
      !usesRecords &&
      oldPaths.length === 0 &&
      paths.every(([name]) => {
        const formula = formulaOf(ctx.catalog, object.name, object.fields[name!]!);
        if (formula !== undefined) return follow(formula);
        read.add(name!);
        return true;
      });
    return follow(rule) ? [...read] : null;
  });
}
