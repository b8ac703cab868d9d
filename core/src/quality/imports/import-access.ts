import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';

/** Importing is a right of its own, beside the grants that every single row still needs. */
export function requireImportRight(ctx: AccessContext): void {
  if (ctx.access.right('import')) return;
  throw new StrataError('forbidden', { verb: { en: 'import', zh: '导入' }, object: { en: 'files', zh: '文件' } });
}

/** Whose imports the caller may see: his own; administrators see everybody's (null). */
export function visibleImportsOf(ctx: AccessContext): string | null {
  requireImportRight(ctx);
  return ctx.access.right('configure') ? null : (ctx.actor.userId ?? systemUser);
}

/** Stands for the system itself where a person is meant; no person has it. */
export const systemUser = '00000000-0000-0000-0000-000000000000';
