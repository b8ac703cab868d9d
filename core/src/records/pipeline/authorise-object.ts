import type { Issue, Label, Verb } from '@stratacrm/sdk';
import type { WriteBatch, WriteStage } from './write-batch.ts';
import type { WriteAction } from '../store/record-changes.ts';

/** Who may take a record out of the recycle bin is who may put it there. */
export const VERBS: Readonly<Record<WriteAction, Verb>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  restore: 'delete',
};

const VERB_LABELS: Readonly<Record<Verb, Label>> = {
  create: { en: 'create', zh: '新建' },
  read: { en: 'read', zh: '查看' },
  update: { en: 'change', zh: '修改' },
  delete: { en: 'delete', zh: '删除' },
  export: { en: 'export', zh: '导出' },
  share: { en: 'share', zh: '共享' },
};

/** Some role must allow the verb for some records of the object. Users and teams are managed elsewhere. */
export const authoriseObject: WriteStage = {
  name: 'authorise object',
  run(batch) {
    for (const write of batch.writes) {
      if (!mayAtAll(batch, write.action)) write.issues.push(forbidden(batch, write.action));
    }
  },
};

function mayAtAll({ ctx, object }: WriteBatch, action: WriteAction): boolean {
  return !object.managed && ctx.access.permission(object.name, VERBS[action]).kind !== 'no';
}

function forbidden({ object }: WriteBatch, action: WriteAction): Issue {
  return { path: '', code: 'forbidden', params: { verb: VERB_LABELS[VERBS[action]], object: object.label } };
}

/** The answer to a record that the writer may see but not change in this way. */
export function forbiddenRow(action: WriteAction): Issue {
  return { path: '', code: 'forbidden_row', params: { verb: VERB_LABELS[VERBS[action]] } };
}
