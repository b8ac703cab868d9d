import type { JsonObject, JsonValue } from '@stratacrm/sdk';
import type { SettingsHook, SwitchHook } from '../../model/model.ts';
import { writeAudit } from './write-audit.ts';

/** Above this a release's differences are only named; the release itself keeps them. */
const MOST_DETAIL = 64_000;

/** Part of the switch to a release: who published what. */
export const auditRelease: SwitchHook = (tx, diff, { author, way, release, message }) => {
  const changes = JSON.parse(JSON.stringify(diff)) as JsonValue;
  const named = diff.map(({ kind, key, action }) => ({ kind, key, action }));
  const detail: JsonObject = {
    release,
    message,
    changes: JSON.stringify(changes).length <= MOST_DETAIL ? changes : named,
  };
  return writeAudit(tx, author, { action: way, subject: { kind: 'release', id: `${release}`, name: message }, detail });
};

/** Part of a change of the workspace's settings. */
export const auditSettings: SettingsHook = (tx, author, { before, change }) => {
  const was = Object.fromEntries(Object.keys(change).map((key) => [key, before[key as keyof typeof before]]));
  return writeAudit(tx, author, {
    action: 'settings_changed',
    detail: { from: was as JsonObject, to: change as JsonObject },
  });
};
