import { StrataError, type SystemRight } from '@stratacrm/sdk';
import type { Transaction } from '../kernel/database.ts';
import { inTransaction } from '../kernel/in-transaction.ts';
import type { SecretBox } from '../kernel/secret-box.ts';
import type { AccessContext } from './access-profile.ts';
import type { Identities } from './identities.ts';
import { RIGHT_WORDS } from './right-words.ts';

/** The context of what changes people, teams and keys: all processes must hear of it. */
export interface PeopleContext extends AccessContext {
  identities: Identities;
  secrets: SecretBox;
}

/** Any constant; whoever changes people waits for the other, so that what is checked still holds at the commit. */
const PEOPLE_LOCK = 7_281_951_020;

/** One change of people, teams or keys: serial, and forgotten by every cache at its commit. */
export function changePeople<Result>(ctx: PeopleContext, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return inTransaction(ctx.db, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [PEOPLE_LOCK]);
    const result = await work(tx);
    await ctx.identities.changed(tx);
    return result;
  });
}

/** Throws `forbidden_right` unless one of the actor's roles gives the right. */
export function requireRight(ctx: AccessContext, right: SystemRight): void {
  if (!ctx.access.right(right)) {
    const { en, zh } = RIGHT_WORDS[right];
    throw new StrataError('forbidden_right', { right: { en: `${en} (${right})`, zh: `${zh}（${right}）` } });
  }
}

/** The id of the person who acts; what belongs to a person is not for the system. */
export function personOf(ctx: AccessContext): string {
  if (ctx.actor.userId === null) throw new StrataError('unauthenticated');
  return ctx.actor.userId;
}
