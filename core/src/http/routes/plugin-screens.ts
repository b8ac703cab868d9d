import { SCREEN_LIMITS, SCREEN_MOUNTS, SERVER_METHODS, StrataError, type JsonObject } from '@stratacrm/sdk';
import { z } from 'zod';
import { shownFile } from '../../plugins/life/package-store.ts';
import { scriptPath, stylePath } from '../../plugins/package/screen-files.ts';
import { answerScreen } from '../../plugins/screens/answer-screen.ts';
import { findScreen } from '../../plugins/screens/find-screen.ts';
import { noteStopped, STOPPED_FOR } from '../../plugins/screens/note-stopped.ts';
import { NO_CONNECTIONS, OWN_PROCESS, screenPage } from '../../plugins/screens/screen-page.ts';
import { route, type Route } from '../route.ts';
import { data, json, label } from '../wire/values.ts';

const tag = 'Screens of plugins';
const door = 'plugin';
const byName = z.strictObject({ name: z.string().max(100) });

const screenInfo = z
  .strictObject({
    name: z.string(),
    label,
    mount: z.enum(SCREEN_MOUNTS),
    plugin: z.strictObject({ id: z.string(), label, version: z.string() }),
    digest: z.string().meta({ description: 'Of the package it comes with; another one is another page.' }),
    development: z.boolean().meta({ description: 'Its author may be at work on it: look again now and then.' }),
  })
  .meta({ id: 'PluginScreen' });

/** What plugins show by themselves, each in a frame that reaches nothing but what is answered here. */
export const pluginScreenRoutes: readonly Route[] = [
  route({
    id: 'getPluginScreen',
    method: 'GET',
    path: '/api/plugin-screens/{name}',
    tag,
    summary: 'A screen that a plugin brings, and which package it comes with',
    door,
    params: byName,
    success: { status: 200, description: 'The screen', schema: data(screenInfo) },
    async handle({ ctx, params }) {
      const { screen, plugin } = await findScreen(ctx.workspace.plugins, ctx, params.name);
      const { id, version, digest, manifest } = plugin;
      const shown = { name: screen.name, label: screen.label, mount: screen.mount, digest };
      const { pluginDevelopment: development } = ctx.workspace.config;
      return { body: { data: { ...shown, plugin: { id, label: manifest.label, version }, development } } };
    },
  }),
  route({
    id: 'getPluginScreenPage',
    method: 'GET',
    path: '/api/plugin-screens/{name}/page',
    tag,
    summary: 'The page of a screen, for a frame without an origin of its own',
    door,
    params: byName,
    query: z.strictObject({ digest: z.string().max(200).optional() }),
    success: { status: 200, description: 'The page', media: 'text/html', schema: z.string() },
    async handle({ ctx, params, query }) {
      const { screen, plugin } = await findScreen(ctx.workspace.plugins, ctx, params.name);
      const script = await shownFile(ctx.db, plugin.digest, scriptPath(screen.name));
      if (script === null) throw new StrataError('not_found', { what: scriptPath(screen.name) });
      const styles = await shownFile(ctx.db, plugin.digest, stylePath(screen.name));
      const title = screen.label[ctx.locale];
      const { html, policy } = screenPage(title, script.toString('utf8'), styles?.toString('utf8') ?? '');
      return {
        stream: once(html),
        headers: {
          'Content-Type': 'text/html; charset=utf-8',
          'content-security-policy': policy,
          'Connection-Allowlist': NO_CONNECTIONS,
          'Document-Isolation-Policy': OWN_PROCESS,
          // The same package gives the same page; what it shows is asked for anew each time.
          'Cache-Control': query.digest === plugin.digest ? 'private, max-age=3600' : 'private, no-cache',
        },
      };
    },
  }),
  route({
    id: 'callPluginScreen',
    method: 'POST',
    path: '/api/plugin-screens/{name}/calls',
    tag,
    summary:
      'What a screen asks: records, functions and settings of its plugin, with my rights less what that was not granted',
    door,
    params: byName,
    bodyLimit: SCREEN_LIMITS.message_bytes * 2,
    body: z.strictObject({ method: z.enum(SERVER_METHODS), given: z.record(z.string(), json) }),
    success: { status: 200, description: 'The answer', schema: data(json) },
    async handle({ ctx, params, body }) {
      const found = await findScreen(ctx.workspace.plugins, ctx, params.name);
      const answer = await answerScreen(ctx.workspace.plugins, ctx, found, body.method, body.given as JsonObject);
      return { body: { data: answer } };
    },
  }),
  route({
    id: 'reportPluginScreen',
    method: 'POST',
    path: '/api/plugin-screens/{name}/stopped',
    tag,
    summary: 'My browser had to end a screen; it is written down on the page of its plugin',
    door,
    params: byName,
    body: z.strictObject({
      code: z.enum(STOPPED_FOR),
      reason: z.string().max(300).meta({ description: 'Seconds without an answer, or what it was refused.' }),
    }),
    success: { status: 204, description: 'Noted' },
    async handle({ ctx, params, body }) {
      noteStopped(ctx.workspace.plugins, ctx, await findScreen(ctx.workspace.plugins, ctx, params.name), body);
      return {};
    },
  }),
];

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
