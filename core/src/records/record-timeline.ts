import type { TimelineEntry } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

export interface TimelineQuery {
  /** Only activities or only changes; default both. */
  kind?: TimelineEntry['kind'];
  /** 1 to 200, default 50. */
  limit?: number;
  cursor?: string;
}

export interface TimelinePage {
  data: TimelineEntry[];
  page: { next: string | null };
}

/** What happened around one record: activities that refer to it and changes of it, newest first. */
export async function recordTimeline(
  _ctx: AccessContext,
  _object: string,
  _id: string,
  _query: TimelineQuery = {},
): Promise<TimelinePage> {
  throw new Error('Not built yet');
}
