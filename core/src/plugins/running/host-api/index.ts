import { StrataError } from '@stratacrm/sdk';
import { backgroundMethods } from './background.ts';
import { eventMethods } from './events.ts';
import { fetchMethods } from './fetch.ts';
import { formatMethods } from './format.ts';
import type { HostMethod } from './host-call.ts';
import { keyValueMethods } from './key-value.ts';
import { recordMethods } from './records.ts';
import { settingMethods } from './secrets.ts';

/** All that code can ask the server for. */
const METHODS: ReadonlyMap<string, HostMethod> = new Map(
  Object.entries({
    ...recordMethods,
    ...keyValueMethods,
    ...fetchMethods,
    ...settingMethods,
    ...formatMethods,
    ...backgroundMethods,
    ...eventMethods,
  }),
);

/** Throws `plugin_unknown_method`. */
export function hostMethod(name: string): HostMethod {
  const method = METHODS.get(name);
  if (method === undefined) throw new StrataError('plugin_unknown_method', { method: name.slice(0, 60) });
  return method;
}
