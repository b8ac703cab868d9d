import type { RunProblem } from './workflow.ts';

/** Something sent to the outside, or on its way. */
export interface DeliveryInfo {
  id: string;
  /** mail, http … */
  kind: string;
  state: 'pending' | 'delivered' | 'failed' | 'cancelled';
  /** To whom: addresses, or an address of the web. */
  to: string;
  attempts: number;
  tries: number;
  /** When it is tried next; null once it is settled. */
  next_try: string | null;
  /** Why the last try failed. */
  problem: RunProblem | null;
  /** The run of a workflow that wished it. */
  run: string | null;
  created_at: string;
  settled_at: string | null;
}

/** A mail as somebody would get it. */
export interface MailPreview {
  subject: string;
  html: string;
  text: string;
}

/** What became of a trial of a connection. */
export interface ConnectionTrial {
  /** What the other side said. */
  answer: string;
}
