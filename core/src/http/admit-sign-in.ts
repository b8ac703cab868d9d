import { compileAccess } from '../access/compile-access.ts';
import { signOut } from '../access/sign-in.ts';
import { askSignInHooks } from '../plugins/running/sign-in-hooks.ts';
import type { RequestContext } from './request-context.ts';

/** Lets plugins have their say before a new session is told to anybody; where one says no it is ended. */
export async function admitSignIn(ctx: RequestContext, token: string): Promise<void> {
  const { plugins, database } = ctx.workspace;
  if (plugins.plugins.current.signIn.length === 0) return;
  const identity = await ctx.identities.of(token);
  const session = identity?.sessionId ?? null;
  if (identity === null || session === null) return;
  const { actor } = identity;
  const access = compileAccess(ctx.catalog, actor.roles, actor);
  try {
    await askSignInHooks(plugins, { ...ctx, actor, access, locale: identity.user.locale }, ctx.origin.address);
  } catch (error) {
    await database.transaction(async (tx) => {
      await signOut(tx, { ...ctx, actor }, session);
      await ctx.identities.changed(tx);
    });
    throw error;
  }
}
