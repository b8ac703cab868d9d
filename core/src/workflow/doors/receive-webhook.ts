import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { StrataError, sampleValues, type JsonValue } from '@stratacrm/sdk';
import type { SecretBox } from '../../kernel/secret-box.ts';
import type { Engine } from '../engine.ts';
import { startFromOutside } from '../start/start-from-outside.ts';
import { openDoor, refuseFlood } from './door.ts';

/** What another system sends. */
export interface WebhookCall {
  token: string;
  body: Buffer;
  signature: string | undefined;
  idempotencyKey: string | undefined;
}

/** Seconds a signature is good for. */
const WINDOW = 300;

/**
 * Begins a workflow by its webhook; null when the same call has come before. Throws `unknown_door`, `signature_wrong`,
 * `payload_not_json`, `too_many_from_outside`.
 */
export async function receiveWebhook(engine: Engine, box: SecretBox, call: WebhookCall): Promise<string | null> {
  const { database, definitions, model } = engine;
  const door = await openDoor(database, box, await model.refresh(), call.token, 'webhook_received');
  if (door === null) throw new StrataError('unknown_door');
  const { workflow, key } = door;
  const { settings } = workflow.trigger;
  if (settings['unsigned'] !== true || call.signature !== undefined) requireSignature(call, key);
  const payload = readJson(call.body);
  await refuseFlood(database, workflow);
  const results = sampleValues('payload', settings['sample'], payload);
  return database.transaction((tx) =>
    startFromOutside(tx, definitions, { workflow, record: null, results, occasion: occasionOf(call) }),
  );
}

/** Two calls of one key are one; of a signed call its signature is the key, so that whoever overhears it cannot repeat it. */
function occasionOf({ idempotencyKey, signature }: WebhookCall): string | null {
  const key = idempotencyKey ?? signature;
  return key === undefined ? null : `hook ${createHash('sha256').update(key).digest('hex')}`;
}

function requireSignature({ signature, body }: WebhookCall, key: string): void {
  const [, time, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? [];
  if (time === undefined || given === undefined || Math.abs(Date.now() / 1_000 - Number(time)) > WINDOW)
    throw new StrataError('signature_wrong', { seconds: WINDOW });
  const right = createHmac('sha256', key).update(`${time}.`).update(body).digest();
  if (!timingSafeEqual(right, Buffer.from(given, 'hex'))) throw new StrataError('signature_wrong', { seconds: WINDOW });
}

function readJson(body: Buffer): JsonValue {
  try {
    return JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(body)) as JsonValue;
  } catch {
    throw new StrataError('payload_not_json');
  }
}
