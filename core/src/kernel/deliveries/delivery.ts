import type { JsonValue } from '@stratacrm/sdk';

export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'cancelled';

/** Something wished of the world outside the database: a mail, a call. */
export interface DeliveryWish {
  /** Name of the carrier that does it. */
  kind: string;
  /** Tells repetitions: two wishes of one key are one, and whoever is called with it twice can know. */
  key: string;
  payload: JsonValue;
  /** Who it goes to, such as a host: each has a share of the couriers only. Absent: all of this kind go to one. */
  target?: string;
  /** How often it is tried at most; default 7, over some ten hours. */
  tries?: number;
  /** Whose it is, such as a run: what is cancelled takes its deliveries with it. */
  belongsTo?: string;
  /** The job to be done once it is settled, well or not; on the list in the transaction that settles it. */
  then?: { job: string; payload: JsonValue };
  /** What a trial, which sends nothing, takes for the answer. */
  sample?: JsonValue;
}

/** An error as a delivery keeps it: a code of the catalogue and its parameters. */
export interface DeliveryError {
  code: string;
  params: { [name: string]: JsonValue };
}

/** How a delivery stands. */
export interface DeliveryOutcome {
  state: DeliveryState;
  /** What the other side answered; null until it has. */
  response: JsonValue;
  /** Why the last try failed. */
  error: DeliveryError | null;
}

/** One delivery as it is kept. */
export interface DeliveryRow extends DeliveryOutcome {
  id: string;
  key: string;
  kind: string;
  lane: string | null;
  payload: JsonValue;
  attempts: number;
  tries: number;
  next_try: string;
  belongs_to: string | null;
  created_at: string;
  settled_at: string | null;
}
