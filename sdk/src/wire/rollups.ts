import type { Label } from '../label.ts';

/** A roll-up as `GET /api/rollups` tells of it. */
export interface RollupInfo {
  object: string;
  field: string;
  label: Label;
  /** The object whose records are rolled up, and their reference. */
  children: string;
  via: string;
  /** Its stored values have been worked out; until then every read works them out. */
  ready: boolean;
}

/** Answer of `GET /api/rollups`. */
export interface RollupList {
  data: RollupInfo[];
  /** Object → how many records it has, about. */
  records: Record<string, number>;
}

/** A stored value that is not what the children say; the values are null for one who may not read them. */
export interface RollupFinding {
  object: string;
  id: string;
  field: string;
  stored: string | null;
  should: string | null;
}

/** Answer of `POST /api/rollups/check`: one step through an object's records. */
export interface RollupCheck {
  /** The database has all that keeps roll-ups right; false: it was lost, and a repair puts it back. */
  followed: boolean;
  checked: number;
  /** Records of which some roll-up is wrong, or was and has been repaired. */
  wrong: number;
  sample: RollupFinding[];
  /** The `after` of the next step; null after the last. */
  next: string | null;
}
