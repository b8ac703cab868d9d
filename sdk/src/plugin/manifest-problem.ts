import type { Label } from '../label.ts';

/** Something wrong with a manifest, seen without a workspace. */
export interface ManifestProblem {
  /** `documents/field/account.tier`. */
  path: string;
  message: Label;
}
