import type { SearchHit } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

export interface SearchOptions {
  /** Only in these objects. */
  objects?: readonly string[];
  /** 1 to 200, default 20. */
  limit?: number;
}

/** Finds records by a part of any text the reader may see, over all objects at once, best first. */
export async function searchRecords(
  _ctx: AccessContext,
  _text: string,
  _options: SearchOptions = {},
): Promise<SearchHit[]> {
  throw new Error('Not built yet');
}
