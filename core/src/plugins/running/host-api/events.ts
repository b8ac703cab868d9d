import { StrataError, pluginPartName } from '@stratacrm/sdk';
import { getRecord } from '../../../records/get-record.ts';
import { raisePluginEvent } from '../../../workflow/start/raise-plugin-event.ts';
import { isObject, objectOf, requireEffects, textOf, type HostMethod } from './host-call.ts';

/** What happens in a plugin begins workflows that wait for `prefix:event`. */
export const eventMethods: Readonly<Record<string, HostMethod>> = {
  async 'events.emit'(call) {
    requireEffects(call);
    call.call.spend('jobs');
    const { plugin, ctx, runtime } = call;
    const name = textOf(call, 'trigger', 100);
    const declared = plugin.manifest.triggers?.find((trigger) => trigger.name === name);
    if (declared === undefined)
      throw new StrataError('unknown_plugin_part', { plugin: plugin.manifest.label, kind: 'trigger', name });
    const { record, results } = objectOf(call, 'event');
    const about =
      declared.object !== undefined && typeof record === 'string' ? { object: declared.object, id: record } : null;
    // A record is named only by who may see it.
    if (about !== null) await getRecord(ctx, about.object, about.id, { fields: ['id'] });
    await raisePluginEvent(runtime, {
      name: `${plugin.manifest.prefix}:${name}`,
      part: pluginPartName(plugin.manifest.prefix, 'trigger', name),
      payload: isObject(results) ? results : {},
      ...(about !== null && { record: about }),
    });
    return null;
  },
};
