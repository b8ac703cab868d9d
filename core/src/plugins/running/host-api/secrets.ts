import { StrataError, type JsonValue } from '@stratacrm/sdk';
import { capabilitiesOf, notGranted } from '../grants.ts';
import type { RunningPlugin } from '../running-plugin.ts';
import { textOf, type HostCall, type HostMethod } from './host-call.ts';

/** Settings the code may know. Of secrets it only says where they go. */
export const settingMethods: Readonly<Record<string, HostMethod>> = {
  setting(call) {
    const name = textOf(call, 'name', 100);
    const declared = call.plugin.manifest.settings?.find((setting) => setting.name === name);
    if (declared === undefined || declared.type === 'secret')
      throw new StrataError('plugin_bad_argument', {
        method: 'setting',
        expected: 'the name of a setting that is no secret',
      });
    const { settings } = call.plugin;
    const value: JsonValue = Object.hasOwn(settings, name) ? settings[name]! : (declared.default ?? null);
    return Promise.resolve(value);
  },
};

/** For which of the box's uses a plugin's secret is sealed. */
export function secretPurpose(plugin: string, name: string): string {
  return `plugin ${plugin} ${name}`;
}

/** Throws `plugin_not_granted`, also where there is no such secret, and `plugin_setting_missing` where nobody has filled it in. */
export function requireSecret({ plugin, runtime }: Pick<HostCall, 'plugin' | 'runtime'>, name: string): string {
  const granted = capabilitiesOf(plugin, 'secrets').some(({ names }) => names.includes(name));
  const declared = plugin.manifest.settings?.find((setting) => setting.name === name && setting.type === 'secret');
  if (!granted || declared === undefined) throw notGranted(plugin, 'secrets', name.slice(0, 60));
  const sealed = sealedSecret(plugin, name);
  if (sealed === undefined)
    throw new StrataError('plugin_setting_missing', { plugin: plugin.manifest.label, setting: declared.label });
  return runtime.secrets.open(Buffer.from(sealed, 'base64'), secretPurpose(plugin.id, name)).toString('utf8');
}

function sealedSecret({ secrets }: RunningPlugin, name: string): string | undefined {
  return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
}
