import type { PeopleContext } from '../access/people-context.ts';
import type { Origin } from '../kernel/context.ts';
import type { Workspace } from './workspace.ts';

/** The context of every use case a request calls. */
export interface RequestContext extends PeopleContext {
  workspace: Workspace;
  /** False only where a route is open to everybody. */
  signedIn: boolean;
  /** The session the request came with, if it was not a key. */
  sessionId: string | null;
  origin: Origin;
  /** The administrator who looks through the actor's eyes, and so changes nothing. */
  viewer?: { id: string; name: string };
  /** The session has yet to set up the second factor its roles demand. */
  lacksSecondFactor: boolean;
}
