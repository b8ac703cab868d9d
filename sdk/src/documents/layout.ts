import type { Label } from '../label.ts';
import type { DocumentBase } from './document.ts';

/** One field on a form. */
export interface LayoutItem {
  /** Stable key, unique in the layout; for a field item the field's name. */
  id: string;
  field: string;
  /** How many of the section's columns it takes. */
  span?: number;
  read_only?: boolean;
  /** CEL over `record`; shown while true. */
  visible?: string;
}

export interface LayoutSection {
  id: string;
  label: Label;
  /** Id of the tab it stands on; absent: the first. */
  tab?: string;
  columns: 1 | 2 | 3;
  items: LayoutItem[];
  /** Name of a screen of a plugin that stands here instead of fields. */
  screen?: string;
  visible?: string;
}

/** A list of the records that refer to this one. */
export interface RelatedList {
  id: string;
  object: string;
  /** The reference field of that object that points here. */
  via: string;
  fields: string[];
  label?: Label;
  sort?: string;
  tab?: string;
}

/** How one record is shown and created. */
export interface LayoutDocument extends DocumentBase<'layout'> {
  object: string;
  /** Only for records of this record type. */
  record_type?: string;
  /** Fields beside the name at the head of the page. */
  head: string[];
  tabs?: { id: string; label: Label }[];
  sections: LayoutSection[];
  related: RelatedList[];
  /** Fields asked for when a record is created, in order; the rules' required fields are added. */
  create: string[];
}
