import type { CheckedExpression, Issue, Verb } from '@stratacrm/sdk';
import type { ObjectPermission } from '../../access/access-profile.ts';
import { VERBS, forbiddenRow } from './authorise-object.ts';
import { holds, holdsAlready, prepareFor } from './write-bindings.ts';
import { soundEdits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** The row rules must also hold of the record as it is to be: nobody writes a record out of his own reach, or into it. */
export const authoriseResult: WriteStage = {
  name: 'authorise resulting row',
  async run(batch) {
    const writes = soundEdits(batch);
    const verbs: Verb[] = ['read', ...new Set(writes.map((write) => VERBS[write.action]))];
    const open = writes.filter((write) => verbsOf(write).some((verb) => !permits(batch, write, verb, holdsAlready)));
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
  return isShared(write, permission, verb) || permission.rules.some((rule) => test(batch, write, rule));
}
