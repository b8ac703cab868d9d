import type { TriggerKind } from './trigger-kind.ts';
import { called } from './triggers/called.ts';
import { dateRelative } from './triggers/date-relative.ts';
import { formSubmitted } from './triggers/form-submitted.ts';
import { mailReceived } from './triggers/mail-received.ts';
import { pluginEvent } from './triggers/plugin-event.ts';
import { webhookReceived } from './triggers/webhook-received.ts';
import { manual } from './triggers/manual.ts';
import { moveRequested } from './triggers/move-requested.ts';
import { recordCreated } from './triggers/record-created.ts';
import { recordDeleted } from './triggers/record-deleted.ts';
import { recordUpdated } from './triggers/record-updated.ts';
import { schedule } from './triggers/schedule.ts';

const KINDS = [
  recordCreated,
  recordUpdated,
  recordDeleted,
  dateRelative,
  schedule,
  manual,
  formSubmitted,
  webhookReceived,
  mailReceived,
  pluginEvent,
  called,
  moveRequested,
] as const satisfies readonly TriggerKind[];

/** The kinds of triggers with their settings, for the types of those who write them. */
export type TriggerKinds = typeof KINDS;

/** Every kind of trigger. */
export const TRIGGER_KINDS: readonly TriggerKind[] = KINDS;

const byName = new Map(TRIGGER_KINDS.map((kind) => [kind.name, kind]));

export function triggerKind(name: string): TriggerKind | undefined {
  return byName.get(name);
}
