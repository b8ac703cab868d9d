import type { JsonValue, StrataError } from '@stratacrm/sdk';

/** One try of a delivery. */
export interface DeliveryTry {
  /** The same at every try. */
  readonly key: string;
  readonly payload: JsonValue;
  /** 1 at the first. */
  readonly attempt: number;
  /** Aborts when the try has taken too long, or the process is asked to stop. */
  readonly signal: AbortSignal;
}

/**
 * Does deliveries of one kind and answers with what came back. Throws a StrataError when trying again is of no use, and
 * `TryLater` when it may be.
 */
export interface Carrier {
  perform(delivery: DeliveryTry): Promise<JsonValue>;
}

/** By kind of delivery. */
export type Carriers = Readonly<Record<string, Carrier>>;

/** The other side could not be reached, or asked to be left alone for a while. */
export class TryLater extends Error {
  readonly reason: StrataError;
  /** Milliseconds the other side asked for. */
  readonly after: number | null;

  constructor(reason: StrataError, after: number | null = null) {
    super(reason.message);
    this.name = 'TryLater';
    this.reason = reason;
    this.after = after;
  }
}
