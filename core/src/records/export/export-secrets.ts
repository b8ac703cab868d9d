import { StrataError, type Label } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { ExportRequest } from './export-request.ts';

/** As whom records are taken out: without the right to secrets as somebody to whom these, and all worked out from them, are hidden. */
export function exporting(ctx: AccessContext): AccessContext {
  const { access, catalog } = ctx;
  if (access.right('export_secret')) return ctx;
  return {
    ...ctx,
    access: {
      key: `${access.key} without secrets`,
      permission: (object, verb) => access.permission(object, verb),
      field: (object, field) => (isSecret(catalog, object, field) ? 'none' : access.field(object, field)),
      right: (right) => access.right(right),
      serves: (roles) => access.serves(roles),
    },
  };
}

/** Says of a column that its reader sees on the screen why it cannot be taken out. Throws `secret_not_exported`. */
export function requireNoSecrets(
  asker: AccessContext,
  ctx: AccessContext,
  object: string,
  request: ExportRequest,
): void {
  if (asker === ctx) return;
  const [seen, taken] = [asker, ctx].map(({ catalog, access }) => readablePaths(catalog.model, access));
  const secret = (request.fields ?? []).filter((path) => {
    const steps = path.split('.');
    return seen!.path(object, steps) && !taken!.path(object, steps);
  });
  if (secret.length === 0) return;
  const fields = secret.map((path) => labelOf(ctx.catalog, object, path));
  const joined = { en: fields.map((each) => each.en).join(', '), zh: fields.map((each) => each.zh).join('、') };
  throw new StrataError('secret_not_exported', { fields: joined });
}

function isSecret(catalog: Catalog, object: string, field: string): boolean {
  return catalog.has(object) && catalog.object(object).fields[field]?.sensitivity === 'secret';
}

function labelOf(catalog: Catalog, object: string, path: string): Label {
  const own = path.includes('.') ? undefined : catalog.object(object).fields[path]?.label;
  return own ?? { en: path, zh: path };
}
