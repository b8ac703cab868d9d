import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

/** How records lie: as cards beside one another, or as bars on a line of time. */
export const ARRANGEMENTS = ['cards', 'timeline'] as const;

export type Arrangement = (typeof ARRANGEMENTS)[number];

/** Where a part stands. A card has one at each place, but lines and figures as many as there are. */
export const VIEW_PLACES = [
  'picture',
  'title',
  'badge',
  'colour',
  'line',
  'figure',
  'meter',
  'from',
  'to',
  'lane',
] as const;

export type ViewPlace = (typeof VIEW_PLACES)[number];

/** Something of a record that is shown, filled by a field of whatever object it is used for. */
export interface ViewTypePart {
  /** By which views name it, and the key by which layers merge. */
  name: string;
  label: Label;
  place: ViewPlace;
  /** Without a field for it there is nothing to show. */
  required?: boolean;
}

/**
 * A way to show many records that a plugin declares and no code draws. It comes with the package of a plugin alone;
 * layers above may rename or archive it.
 */
export interface ViewTypeDocument extends DocumentBase<'view_type'> {
  icon?: string;
  arrangement: Arrangement;
  parts: ViewTypePart[];
}
