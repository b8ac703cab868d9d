import type { DocumentBase } from './document.ts';

export const SCREEN_MOUNTS = ['record_panel', 'page', 'dashboard_tile', 'field_editor', 'action_dialog'] as const;

/** Where a screen stands: it is told what there is to be told there, and may say what can be said there. */
export type ScreenMount = (typeof SCREEN_MOUNTS)[number];

/**
 * A user interface that a plugin brings, run in a frame of its own. It comes with the package of a plugin alone; layers
 * above may rename it, keep it for some roles, or archive it.
 */
export interface ScreenDocument extends DocumentBase<'screen'> {
  mount: ScreenMount;
  /** record_panel, action_dialog: for records of these objects; absent: of any. */
  objects?: string[];
  /** field_editor: for fields of these types; absent: of any. */
  types?: string[];
  /** Pixels it is given until it has said how high it is. */
  height?: number;
  /** Roles that may use it; absent: everybody but portal users. Whoever configures the workspace may as well. */
  roles?: string[];
}
