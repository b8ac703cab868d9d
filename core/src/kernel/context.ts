import type { Locale } from '@stratacrm/sdk';
import type { Queryable } from './database.ts';

/**
 * How many records are shared with somebody. With none no statement looks for shares; a few are looked up first, so that
 * indexes still serve; of many each record is asked.
 */
export type Shares = 'none' | 'few' | 'many';

/** Who asks. */
export interface Actor {
  kind: 'user' | 'system' | 'plugin';
  /** null for the system itself. */
  userId: string | null;
  email: string;
  name: string;
  roles: readonly string[];
  /** Ids of the teams he belongs to. */
  teams: readonly string[];
  /** Ids of the teams he manages and all teams beneath them. */
  managedTeams: readonly string[];
  timeZone: string;
  /** Set for somebody from outside: his own record. He may have only roles made for such people. */
  portal?: { record: string };
  /** How many records are shared with him by hand; absent: none. */
  shares?: Shares;
  /** Set when the actor came with an API key. */
  apiKeyId?: string;
}

/** Through which door a change comes; kept with every change. */
export interface Cause {
  kind: 'screen' | 'api' | 'bulk' | 'import' | 'workflow' | 'plugin' | 'strategy' | 'privacy' | 'system';
  /** Import batch, workflow run … */
  id?: string;
}

/** The device a request comes from. */
export interface Origin {
  address: string | null;
  userAgent: string | null;
}

/** What every use case is told first: who, when, why, in which language, in which transaction. */
export interface Context {
  /** The pool, or the client of the transaction one is in. */
  db: Queryable;
  actor: Actor;
  cause: Cause;
  locale: Locale;
  now: Date;
  requestId: string;
  /** Absent for work in the background. */
  origin?: Origin;
  /** The transaction is going to be rolled back: whatever a roll-back does not undo, such as a number drawn, is left alone. */
  trial?: true;
  /** Called after the commit of writes, so that the outbox is looked at; absent: nobody listens. It must not throw. */
  committed?: () => void;
}
