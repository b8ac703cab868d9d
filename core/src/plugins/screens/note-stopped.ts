import { describeError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { screenUser } from './answer-screen.ts';
import type { FoundScreen } from './find-screen.ts';

/** Why the browser ends a screen. */
export const STOPPED_FOR = ['screen_not_ready', 'screen_stopped'] as const;

export type StoppedFor = (typeof STOPPED_FOR)[number];

/** Notes on the plugin's page that somebody's browser had to end its screen. */
export function noteStopped(
  runtime: PluginRuntime,
  ctx: AccessContext,
  { screen, plugin }: FoundScreen,
  { code, reason }: { code: StoppedFor; reason: string },
): void {
  runtime.screenQuota.take(screenUser(ctx, plugin), 'host_calls');
  const handler = `screen/${screen.name}`;
  const params = { screen: screen.label, plugin: plugin.manifest.label, reason, seconds: reason };
  const message = describeError('en', code, params);
  runtime.notes.say(plugin.id, handler, null, { level: 'error', message, facts: { code } });
  runtime.notes.use(plugin.id, handler, { failed: true, cpu: 0, wall: 0 });
}
