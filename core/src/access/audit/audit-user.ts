import type { JsonObject, UserInfo } from '@stratacrm/sdk';
import type { Transaction } from '../../kernel/database.ts';
import { changedProperties } from './changed-properties.ts';
import { writeAudit, type AuditAuthor } from './write-audit.ts';

/** A user before and after; of a password only that it is another one. */
export interface UserChange {
  before: UserInfo;
  after: UserInfo;
  password: boolean;
}

/** Tells of a change of a user, if there was one. */
export async function auditUser(tx: Transaction, author: AuditAuthor, change: UserChange): Promise<void> {
  const { before, after, password } = change;
  const detail: JsonObject = {
    ...changedProperties({ ...before }, { ...after }),
    ...(password ? { password: 'changed' } : {}),
  };
  if (Object.keys(detail).length === 0) return;
  await writeAudit(tx, author, {
    action: 'user_changed',
    subject: { kind: 'user', id: after.id, name: after.name },
    detail,
  });
}
