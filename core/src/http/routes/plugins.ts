import { StrataError, type DataChoice, type PluginPackageInfo } from '@stratacrm/sdk';
import { z } from 'zod';
import { describePackage } from '../../plugins/life/describe-package.ts';
import { getPackage, takeTarball } from '../../plugins/life/get-package.ts';
import { installPlugin } from '../../plugins/life/install-plugin.ts';
import { findInstalled, requireInstalled } from '../../plugins/life/installed-plugins.ts';
import { describeInstalled, listPlugins } from '../../plugins/life/list-plugins.ts';
import { shownFile, storedPackage, type StoredPackage } from '../../plugins/life/package-store.ts';
import { planPlugin } from '../../plugins/life/plan-plugin.ts';
import { listPluginExports, readPluginExport } from '../../plugins/life/plugin-exports.ts';
import { changeSettings, settingsOf } from '../../plugins/life/plugin-settings.ts';
import type { PluginsContext } from '../../plugins/life/plugins-context.ts';
import { distrustPublisher, listPublishers, trustPublisher } from '../../plugins/life/publishers.ts';
import { planRemoval } from '../../plugins/life/removal-plan.ts';
import { removePlugin } from '../../plugins/life/remove-plugin.ts';
import { settleAgain } from '../../plugins/life/settle-again.ts';
import { switchPlugin } from '../../plugins/life/switch-plugin.ts';
import { PACKAGE_LIMITS } from '../../plugins/package/package-files.ts';
import { openRegistry } from '../../plugins/package/registry.ts';
import { contentDisposition } from '../content-disposition.ts';
import type { RequestContext } from '../request-context.ts';
import { route, type Route } from '../route.ts';
import {
  consent,
  dataChoices,
  installedPlugin,
  offeredPlugin,
  pluginExport,
  pluginPackage,
  pluginPlan,
  pluginSettings,
  pluginSource,
  registryPackage,
  removalPlan,
  trustedPublisher,
} from '../wire/plugins.ts';
import { releaseInfo } from '../wire/studio.ts';
import { data, id, json } from '../wire/values.ts';

const tag = 'Plugins';
const door = 'configuration';
const right = 'configure';
const byId = z.strictObject({ id: z.string().max(214) });
const released = z.strictObject({ plugin: installedPlugin.nullable(), release: releaseInfo });

const PICTURES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
};

/** Getting, installing, upgrading, switching and removing plugins. */
export const pluginRoutes: readonly Route[] = [
  route({
    id: 'listPlugins',
    method: 'GET',
    path: '/api/plugins',
    tag,
    summary: 'The plugins of the workspace',
    door,
    right,
    success: { status: 200, description: 'Plugins', schema: data(z.array(installedPlugin)) },
    handle: async ({ ctx }) => ({ body: { data: await listPlugins(contextOf(ctx)) } }),
  }),
  route({
    id: 'planPlugin',
    method: 'POST',
    path: '/api/plugins/plan',
    tag,
    summary: 'What installing a package, or upgrading to it, would change, touch and ask for',
    door,
    right,
    body: z.strictObject({ source: pluginSource }),
    success: { status: 200, description: 'The plan; nothing is done', schema: data(pluginPlan) },
    async handle({ ctx, body }) {
      const plugins = contextOf(ctx);
      return { body: { data: await planPlugin(plugins, await getPackage(plugins, body.source)) } };
    },
  }),
  route({
    id: 'installPlugin',
    method: 'POST',
    path: '/api/plugins/install',
    tag,
    summary: 'Install a package, or upgrade to it, in one release',
    door,
    right,
    body: z.strictObject({ source: pluginSource, ...consent }),
    success: { status: 200, description: 'The plugin and its release', schema: released },
    async handle({ ctx, body: { source, grants = [], ...given } }) {
      const plugins = contextOf(ctx);
      return install(plugins, await getPackage(plugins, source), { grants, ...given });
    },
  }),
  route({
    id: 'upgradePlugin',
    method: 'POST',
    path: '/api/plugins/{id}/upgrade',
    tag,
    summary:
      'Upgrade a plugin to another package of it, in one release; without a source to the latest of the registry',
    door,
    right,
    params: byId,
    body: z.strictObject({ source: pluginSource.optional(), ...consent }),
    success: { status: 200, description: 'The plugin and its release', schema: released },
    async handle({ ctx, params, body: { source, grants = [], ...given } }) {
      const plugins = contextOf(ctx);
      const present = await requireInstalled(ctx.db, params.id);
      const found = await getPackage(plugins, source ?? { package: present.package });
      if (found.manifest.id !== present.id) throw new StrataError('plugin_not_found', { name: present.id });
      return install(plugins, found, { grants, ...given });
    },
  }),
  route({
    id: 'uploadPluginPackage',
    method: 'POST',
    path: '/api/plugin-packages',
    tag,
    summary: 'Upload a package, to be planned and installed by its digest; the body is the tarball as npm packs it',
    door,
    right,
    file: true,
    bodyLimit: PACKAGE_LIMITS.tarball,
    body: z.custom<Buffer>(),
    success: { status: 201, description: 'What is in it', schema: data(pluginPackage) },
    async handle({ ctx, body }) {
      const found = await takeTarball(contextOf(ctx), Buffer.from(body));
      return { status: 201, body: { data: await described(ctx, found) } };
    },
  }),
  route({
    id: 'getPluginPackage',
    method: 'GET',
    path: '/api/plugin-packages/{digest}',
    tag,
    summary: 'A package that was planned or uploaded: its readme, pictures and what it asks for',
    door,
    right,
    params: z.strictObject({ digest: z.string() }),
    success: { status: 200, description: 'The package', schema: data(pluginPackage) },
    async handle({ ctx, params }) {
      return { body: { data: await described(ctx, await storedPackage(ctx.db, params.digest)) } };
    },
  }),
  route({
    id: 'getPluginPicture',
    method: 'GET',
    path: '/api/plugin-packages/{digest}/files/{path}',
    tag,
    summary: 'A picture of a package',
    door,
    right,
    params: z.strictObject({ digest: z.string(), path: z.string() }),
    success: {
      status: 200,
      description: 'The picture',
      media: 'application/octet-stream',
      schema: z.string().meta({ format: 'binary' }),
    },
    async handle({ ctx, params: { digest, path } }) {
      const type = PICTURES[path.split('.').at(-1)?.toLowerCase() ?? ''];
      const content = type === undefined ? null : await shownFile(ctx.db, digest, path);
      if (content === null) throw new StrataError('not_found', { what: path });
      return {
        stream: once(content),
        headers: { 'Content-Type': type!, 'Cache-Control': 'private, max-age=86400, immutable' },
      };
    },
  }),
  route({
    id: 'searchPlugins',
    method: 'GET',
    path: '/api/plugin-registry',
    tag,
    summary: 'Plugins that the registry offers',
    door,
    right,
    query: z.strictObject({ q: z.string().max(200).optional() }),
    success: { status: 200, description: 'Offered plugins', schema: data(z.array(offeredPlugin)) },
    async handle({ ctx, query }) {
      return { body: { data: await registryOf(ctx).search(query.q ?? '') } };
    },
  }),
  route({
    id: 'listPluginVersions',
    method: 'GET',
    path: '/api/plugin-registry/{package}',
    tag,
    summary: 'A package of the registry with its versions, newest first',
    door,
    right,
    params: z.strictObject({ package: z.string().max(214) }),
    success: { status: 200, description: 'The package', schema: data(registryPackage) },
    async handle({ ctx, params }) {
      return { body: { data: await registryOf(ctx).versions(params.package) } };
    },
  }),
  route({
    id: 'getPlugin',
    method: 'GET',
    path: '/api/plugins/{id}',
    tag,
    summary: 'A plugin of the workspace',
    door,
    right,
    params: byId,
    success: { status: 200, description: 'The plugin', schema: data(installedPlugin) },
    async handle({ ctx, params }) {
      const plugin = await requireInstalled(ctx.db, params.id);
      return { body: { data: await describeInstalled(ctx.workspace, plugin, ctx.catalog) } };
    },
  }),
  ...(['enable', 'disable'] as const).map((way) =>
    route({
      id: `${way}Plugin`,
      method: 'POST',
      path: `/api/plugins/{id}/${way}`,
      tag,
      summary:
        way === 'enable'
          ? "Switch a plugin's code on"
          : "Switch a plugin's code off; its objects and data stay as they are",
      door,
      right,
      params: byId,
      success: { status: 200, description: 'The plugin', schema: data(installedPlugin) },
      async handle({ ctx, params }) {
        await switchPlugin(contextOf(ctx), params.id, way === 'enable');
        const plugin = await requireInstalled(ctx.db, params.id);
        return { body: { data: await describeInstalled(ctx.workspace, plugin, ctx.catalog) } };
      },
    }),
  ),
  route({
    id: 'settlePlugin',
    method: 'POST',
    path: '/api/plugins/{id}/settle',
    tag,
    summary: 'Try again what could not be done with the records of a plugin, or bring in its demonstration data',
    door,
    right,
    params: byId,
    body: z.strictObject({ demo: z.boolean().optional() }).optional(),
    success: { status: 200, description: 'The plugin; the work is under way', schema: data(installedPlugin) },
    async handle({ ctx, params, body }) {
      await settleAgain(contextOf(ctx), params.id, body?.demo === true);
      const plugin = await requireInstalled(ctx.db, params.id);
      return { body: { data: await describeInstalled(ctx.workspace, plugin, ctx.catalog) } };
    },
  }),
  route({
    id: 'planPluginRemoval',
    method: 'POST',
    path: '/api/plugins/{id}/uninstall/plan',
    tag,
    summary: 'What removing a plugin would do: what reads it, and what data there is',
    door,
    right,
    params: byId,
    body: z.strictObject({ data: dataChoices.optional() }).optional(),
    success: { status: 200, description: 'The plan; nothing is done', schema: data(removalPlan) },
    async handle({ ctx, params, body }) {
      return { body: { data: await planRemoval(contextOf(ctx), params.id, choicesOf(body?.data)) } };
    },
  }),
  route({
    id: 'uninstallPlugin',
    method: 'POST',
    path: '/api/plugins/{id}/uninstall',
    tag,
    summary: 'Remove a plugin in one release; its data is kept, or exported and dropped, as is said for each',
    door,
    right,
    params: byId,
    body: z.strictObject({ data: dataChoices.optional(), release: z.int().optional() }).optional(),
    success: { status: 200, description: 'The release', schema: z.strictObject({ release: releaseInfo }) },
    async handle({ ctx, params, body }) {
      const decision = { data: choicesOf(body?.data), release: body?.release };
      return { body: { release: await removePlugin(contextOf(ctx), params.id, decision) } };
    },
  }),
  route({
    id: 'getPluginSettings',
    method: 'GET',
    path: '/api/plugins/{id}/settings',
    tag,
    summary: 'The settings of a plugin; of secrets only whether there is one',
    door,
    right,
    params: byId,
    success: { status: 200, description: 'The settings', schema: data(pluginSettings) },
    async handle({ ctx, params }) {
      return { body: { data: settingsOf(await requireInstalled(ctx.db, params.id)) } };
    },
  }),
  route({
    id: 'changePluginSettings',
    method: 'PATCH',
    path: '/api/plugins/{id}/settings',
    tag,
    summary: 'Change some settings of a plugin; null empties one',
    door,
    right,
    params: byId,
    body: z.record(z.string(), json),
    success: { status: 200, description: 'The settings', schema: data(pluginSettings) },
    async handle({ ctx, params, body }) {
      return { body: { data: await changeSettings(contextOf(ctx), params.id, body as never) } };
    },
  }),
  route({
    id: 'listPublishers',
    method: 'GET',
    path: '/api/plugin-publishers',
    tag,
    summary: 'Publishers whose plugins may be installed',
    door,
    right,
    success: { status: 200, description: 'Publishers', schema: data(z.array(trustedPublisher)) },
    handle: async ({ ctx }) => ({ body: { data: await listPublishers(ctx.db) } }),
  }),
  route({
    id: 'trustPublisher',
    method: 'POST',
    path: '/api/plugin-publishers',
    tag,
    summary: 'Trust a publisher by his public key',
    door,
    right,
    body: z.strictObject({ key: z.string().max(100), name: z.string().trim().min(1).max(200) }),
    success: { status: 200, description: 'Publishers', schema: data(z.array(trustedPublisher)) },
    async handle({ ctx, body }) {
      await trustPublisher(contextOf(ctx), body.key, body.name);
      return { body: { data: await listPublishers(ctx.db) } };
    },
  }),
  route({
    id: 'distrustPublisher',
    method: 'DELETE',
    path: '/api/plugin-publishers/{key}',
    tag,
    summary: 'Take nothing more of a publisher; what is installed stays',
    door,
    right,
    params: z.strictObject({ key: z.string().max(100) }),
    success: { status: 204, description: 'No longer trusted' },
    async handle({ ctx, params }) {
      await distrustPublisher(contextOf(ctx), params.key);
      return {};
    },
  }),
  route({
    id: 'listPluginExports',
    method: 'GET',
    path: '/api/plugin-exports',
    tag,
    summary: 'Data that was exported as plugins were removed',
    door,
    right,
    success: { status: 200, description: 'Exports, newest first', schema: data(z.array(pluginExport)) },
    handle: async ({ ctx }) => ({ body: { data: await listPluginExports(ctx.db) } }),
  }),
  route({
    id: 'downloadPluginExport',
    method: 'GET',
    path: '/api/plugin-exports/{id}',
    tag,
    summary: 'Exported data, one record a line as JSON',
    door,
    right,
    params: z.strictObject({ id }),
    success: {
      status: 200,
      description: 'The records',
      media: 'application/x-ndjson',
      schema: z.string().meta({ format: 'binary' }),
    },
    async handle({ ctx, params }) {
      const { name, lines } = await readPluginExport(ctx.db, params.id);
      const headers = {
        'Content-Type': 'application/x-ndjson; charset=utf-8',
        'Content-Disposition': contentDisposition('attachment', name),
      };
      return { stream: lines, headers };
    },
  }),
];

function contextOf(ctx: RequestContext): PluginsContext {
  const { database, model, secrets, config, outbound } = ctx.workspace;
  return {
    author: ctx,
    locale: ctx.locale,
    database,
    model,
    secrets,
    registry: config.pluginRegistry === null ? null : openRegistry(config.pluginRegistry, outbound),
    development: config.pluginDevelopment,
  };
}

function registryOf(ctx: RequestContext): NonNullable<PluginsContext['registry']> {
  const { registry } = contextOf(ctx);
  if (registry === null) throw new StrataError('plugin_registry_off');
  return registry;
}

async function described(ctx: RequestContext, found: StoredPackage): Promise<PluginPackageInfo> {
  const present = await findInstalled(ctx.db, found.manifest.id);
  return describePackage(ctx.db, found, { catalog: ctx.catalog, granted: present?.granted ?? [] });
}

async function install(
  plugins: PluginsContext,
  found: StoredPackage,
  given: Parameters<typeof installPlugin>[2],
): Promise<{ body: unknown }> {
  const release = await installPlugin(plugins, found, given);
  const plugin = await findInstalled(plugins.database, found.manifest.id);
  const info = plugin && (await describeInstalled(plugins, plugin, plugins.model.catalog()));
  return { body: { plugin: info, release } };
}

function choicesOf(given: Record<string, DataChoice> = {}): Readonly<Record<string, DataChoice>> {
  return given;
}

async function* once(content: Buffer): AsyncIterable<Uint8Array> {
  yield content;
}
