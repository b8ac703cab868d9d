import type { Label } from '../label.ts';
import type { TileSetting } from './tile-setting.ts';

/** A kind of tile as everybody sees it: the check, the designer, the documentation. What it asks of the records lives in the server, how it looks in the screens. */
export interface TileKind {
  name: string;
  label: Label;
  description: Label;
  /** Name of a Lucide icon. */
  icon: string;
  /** How many columns and rows it takes at first, and at the least. */
  size: { w: number; h: number; least: { w: number; h: number } };
  settings: readonly TileSetting[];
}
