import { StrataError, type PluginManifest } from '@stratacrm/sdk';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { PluginPackage } from '../package/plugin-package.ts';
import type { PackageSignature } from '../package/signature.ts';

/** A package that was read once and is kept: what was planned is what is installed, whatever the registry says later. */
export interface StoredPackage {
  digest: string;
  /** Its name on the registry. */
  name: string;
  manifest: PluginManifest;
  signature: PackageSignature | null;
  size: number;
}

interface Row {
  digest: string;
  package: string;
  manifest: PluginManifest;
  facts: { size: number; signature: PackageSignature | null };
}

/** Packages nobody installed are kept so long. */
const KEPT_FOR = `interval '7 days'`;

export async function storePackage(database: Database, found: PluginPackage): Promise<StoredPackage> {
  const { digest, name, manifest, bundle, signature, size, shown } = found;
  await database.transaction(async (tx) => {
    await tx.query(
      `insert into core.plugin_package (digest, plugin, version, package, manifest, bundle, facts)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (digest) do update set received_at = now()`,
      [
        digest,
        manifest.id,
        manifest.version,
        name,
        JSON.stringify(manifest),
        bundle,
        JSON.stringify({ size, signature }),
      ],
    );
    for (const [path, content] of shown) {
      await tx.query(
        'insert into core.plugin_file (digest, path, content) values ($1, $2, $3) on conflict do nothing',
        [digest, path, content],
      );
    }
  });
  return { digest, name, manifest, signature, size };
}

/** Throws `plugin_not_found`. */
export async function storedPackage(db: Queryable, digest: string): Promise<StoredPackage> {
  const { rows } = await db.query<Row>(
    'select digest, package, manifest, facts from core.plugin_package where digest = $1',
    [digest],
  );
  const [row] = rows;
  if (row === undefined) throw new StrataError('plugin_not_found', { name: digest.slice(0, 12) });
  const { facts, package: name, ...rest } = row;
  return { ...rest, name, ...facts };
}

/** A file that is shown of a package; null when it has none of that name. */
export async function shownFile(db: Queryable, digest: string, path: string): Promise<Buffer | null> {
  const { rows } = await db.query<{ content: Buffer }>(
    'select content from core.plugin_file where digest = $1 and path = $2',
    [digest, path],
  );
  return rows[0]?.content ?? null;
}

/** Paths of what is shown of a package. */
export async function shownPaths(db: Queryable, digest: string): Promise<string[]> {
  const { rows } = await db.query<{ path: string }>(
    'select path from core.plugin_file where digest = $1 order by path',
    [digest],
  );
  return rows.map(({ path }) => path);
}

/** Packages that were looked at and never installed under any release, and what was kept of plugins long gone. */
export async function sweepPackages(db: Queryable): Promise<void> {
  await db.query(
    `delete from core.plugin_package as p where received_at < now() - ${KEPT_FOR}
       and not exists (select from core.plugin where digest = p.digest)
       and not exists (select from core.release_plugin where digest = p.digest)`,
  );
  await db.query(`delete from core.plugin_removed where removed_at < now() - interval '90 days'`);
}
