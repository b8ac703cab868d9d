import type { DocumentBase } from './document.ts';

/** A page of the navigation that shows a screen of a plugin. */
export interface PageDocument extends DocumentBase<'page'> {
  /** Name of a Lucide icon. */
  icon?: string;
  /** Name of a screen made for pages. */
  screen: string;
  /** Roles that have it in their navigation; absent: everybody who may use the screen. */
  roles?: string[];
  /** Roles whose home page it is. */
  home_for?: string[];
  /** Position among the pages, lowest first. */
  order?: number;
}
